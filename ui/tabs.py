"""Which tab of a household's page tells more of a record."""

from __future__ import annotations

TABS = {
    "household": "概况", "member": "成员", "visit": "走访", "housing": "住房", "water": "饮水", "plan": "计划", "measure": "计划",
    "problem": "问题", "promise": "问题",
}  # fmt: skip
"""Table of the record → the tab where it is read and mended."""
FIRST = "概况"
"""The tab of what has none of its own, and of the household as a whole."""
