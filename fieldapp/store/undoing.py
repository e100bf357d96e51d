"""Which act is taken back, and by which texts."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.base.change import GONE, Act, Change, Units
from fieldapp.base.errors import FieldAppError
from fieldapp.base.folding import Folded, Standing
from fieldapp.records.village import Village

UNDO = "撤销："


def undoable(known: Sequence[Act], act: str, node: str) -> Act:
    """The act of that id, or the newest of this file that is neither an undoing nor undone.

    Args:
        known: all acts, the newest first.
        node: of this file; what came from elsewhere is not undone unasked.

    Raises:
        FieldAppError: there is none.
    """
    undone = {one.source.removeprefix(UNDO) for one in known if one.source.startswith(UNDO)}
    if act:
        wanted = next((one for one in known if one.id == act), None)
    else:
        own = (one for one in known if one.node == node)
        wanted = next((one for one in own if not one.source.startswith(UNDO) and one.id not in undone), None)
    if wanted is None:
        raise FieldAppError("没有可以撤销的操作。", "建立档案这一步不能撤销。")
    return wanted


def undone(change: Change, known: Sequence[Change], now: Folded, why: str) -> Units:
    """What takes a change back.

    Args:
        known: all changes of its record that count.
        now: the record as they tell it.

    Raises:
        FieldAppError: it cannot be taken back.
    """
    if change.body.get(GONE) is not None and now.gone:
        return {GONE: None}
    units = [unit for unit in change.body if unit != GONE]
    first = min(known, key=lambda one: (one.act.stamp, one.id)).id == change.id  # packages arrive in any order
    held = all(unit in now.units and _holds(now.units[unit], change, unit) for unit in units)
    held = held and not (first and any(one.text is not None for unit, one in now.units.items() if unit not in units))
    if (now.gone and not now.candidate) or not held:
        raise FieldAppError("这些内容后来又改过，不能直接撤销。", "请先撤销后来的修改，或直接改正。")
    if first and change.noun == Village.table:
        raise FieldAppError("没有可以撤销的操作。", "建立档案这一步不能撤销。")
    return {GONE: f"撤销“{why}”"} if first or GONE in change.body else {unit: change.was.get(unit) for unit in units}


def _holds(standing: Standing, change: Change, unit: str) -> bool:
    """Whether what a change says of a unit still stands: as the only answer, or as an offer."""
    offered = (change.body[unit], change.id) in standing.offers
    return offered or (not standing.contested and standing.text == change.body[unit])
