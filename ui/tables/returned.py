"""What reviewers sent back, as a line of the page of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.records.review import Level
from fieldapp.rules.reviewing import Standing
from ui.tables.badge import Badge
from ui.tables.badges import REVIEW_TONES
from ui.tabs import FIRST, TABS

if TYPE_CHECKING:
    from fieldapp.desk.reviewing import Returned


def returned_line(one: Returned) -> tuple[Badge, str, str, str, str, str]:
    """Badge, head, text, group and reviewer, id of the household, and the tab where it is mended."""
    remark = one.remark
    level = Level.VILLAGE if remark.standing is Standing.EDITED else remark.review.level
    badge = Badge(f"{level.value}里{remark.standing.value}" if level else remark.standing.value, REVIEW_TONES[remark.standing])
    whose = " · ".join(filter(None, (one.home.group, remark.review.by)))
    return badge, one.home.head, f"审核：{one.text}", whose, one.home.id, TABS.get(remark.target.noun.table, FIRST)
