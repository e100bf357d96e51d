"""Taking what another file knows: the union of two sets of changes, brought to the tables.

Nothing here decides anything. An act that is known is passed over, a change that came by two acts stands under the
earlier one, and what rests on something that has not arrived yet is kept and waits (base/change.py, `ready`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldapp.base.change import Act, Change, joined, union
from fieldapp.base.errors import FieldAppError
from fieldapp.base.folding import Folded, ready
from fieldapp.base.knowledge import Knowledge
from fieldapp.store.connection import Connection
from fieldapp.store.projection import Projection, act_of, changes
from fieldapp.store.rows import put
from fieldapp.store.writing import Key, Step, act_row, text_of, write_changes

_BRANCHED = FieldAppError(
    "两台电脑用同一个编号记过不同的内容：其中一份是直接拷贝的，程序没有认出来。",
    "请在拷贝来的那台上用“备份、恢复”重新打开档案，再导出一次；这一次什么都没有收下。",
)
_UNSOUND = FieldAppError("这个包里的修改记录自相矛盾，不是本程序写出来的样子。", "请让对方重新导出一次；这一次什么都没有收下。")
_UNREAD = FieldAppError("这个包里有本程序还不认识的回答。", "请先升级本程序再收；新的程序可以向县里要。这一次什么都没有收下。")
_STAMP = re.compile("[0-9a-f]{16}")
_MOST = 2**53
"""The greatest number of an act that every program can read."""
_BEYOND = """
select a.id, a.node, a.number, a.stamp, a.at, a.by, a.why, a.source, a.county, a.backed, a.doubtful, a.offered
from act a left join json_each(?) k on k.key = a.node where a.number > coalesce(k.value, 0) order by a.rowid"""
_AT_ONCE, _MANY = 500, 300
_TEXTS = frozenset((str, type(None)))


@dataclass(frozen=True)
class Taken:
    """What was taken.

    Attributes:
        new, changed: noun → records that are new here, or look different now.
        held: noun → records of the package of which something waits for an earlier one.
        same: noun → other records of the package, which look as before.
        acts: how many acts were not known before.
        conflicts: how many units more are contested than before.
        offers: how many units more have something offered.
    """

    new: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    same: Mapping[str, int] = field(default_factory=dict)
    acts: int = 0
    conflicts: int = 0
    offers: int = 0


def knowledge(connection: Connection) -> Knowledge:
    """What a file knows."""
    query = "select node, max(number), count(*) from act group by node"
    through = {node: most for node, most, count in connection.execute(query) if most == count}
    marks = ",".join("?" * len(through))
    rest = connection.execute(f"select node, number from act where node not in ({marks})", list(through))
    others = Knowledge.of((node, number) for node, number in rest)
    return Knowledge({**through, **others.through}, others.beyond)


def beyond(connection: Connection, known: Knowledge) -> tuple[list[Act], list[Change]]:
    """Everything that a file has beyond what somebody else knows: acts and their changes, oldest first."""
    found = (act_of(row) for row in connection.execute(_BEYOND, [json.dumps(dict(known.through))]))
    acts = {act.id: act for act in found if not known.has(act.node, act.number)}
    if len(acts) < _MANY:
        told = [change for act in acts for change in changes(connection, act=act)]
    else:
        told = [change for change in changes(connection) if change.act.id in acts]
    return list(acts.values()), [*told, *_retold(connection, acts)]


def _retold(connection: Connection, acts: Mapping[str, Act]) -> Iterator[Change]:
    """The changes that these acts tell, too, though they stand under an earlier act."""
    again = [(id, act) for id, act in connection.execute("select change, act from retold") if act in acts]
    known = _known(connection, [id for id, _ in again])
    yield from (replace(known[id], act=acts[act]) for id, act in again)


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, Change]:
    """Those of these changes that the file has, by id."""
    found: dict[str, Sequence[str]] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        query = f"select id, noun, record from change where id in ({','.join('?' * len(some))})"
        found |= {id: key for id, *key in connection.execute(query, some)}
    if len(found) >= _MANY:
        return {change.id: change for change in changes(connection) if change.id in found}
    return {change.id: change for id, key in found.items() for change in changes(connection, *key) if change.id == id}


def take(
    connection: Connection, projection: Projection, acts: Sequence[Act], told: Iterable[Change], step: Step | None = None
) -> Taken:
    """Add what is not known yet, inside the caller's transaction.

    Args:
        told: changes of these acts.
        step: told how many records are done; what it raises drops everything.

    Raises:
        FieldAppError: two different acts have one node and number, or what is told cannot be folded.
    """
    _refuse_branches(connection, acts)
    known = knowledge(connection)
    new = {act.id: act for act in acts if not known.has(act.node, act.number)}
    if not new:
        return Taken()
    put(connection, "act", map(act_row, new.values()))
    arrived = [change for change in told if change.act.id in new]
    standing = _write(connection, arrived)
    keys = list(dict.fromkeys((change.noun, change.record) for change in arrived))
    try:
        return _show(connection, projection, keys, len(new), step, fresh=None if known.through else standing)
    except (KeyError, ValueError, TypeError) as error:  # an answer that only a newer questionnaire knows
        raise FieldAppError(_UNREAD.what, _UNREAD.advice) from error


def _write(connection: Connection, arrived: Sequence[Change]) -> Sequence[Change]:
    """Add changes of new acts to the file; where one has come by another act before, the earlier act stands. Those that stand."""
    _refuse_unsound(arrived)
    once = union(arrived)
    kept = _known(connection, list(once))
    _refuse_unsound([*kept.values(), *(once[id] for id in kept)])
    write_changes(connection, [change for id, change in once.items() if id not in kept])
    standing = {id: joined(kept[id], change) if id in kept else change for id, change in once.items()}
    for id, change in kept.items():
        _join(connection, change, standing[id])
    told = {(change.id, change.act.id) for change in (*arrived, *kept.values())}
    again = sorted((id, act) for id, act in told if standing[id].act.id != act)
    put(connection, "retold", ({"change": id, "act": act} for id, act in again), ["change", "act"])
    return list(standing.values())


def _refuse_branches(connection: Connection, acts: Iterable[Act]) -> None:
    """Raises: FieldAppError where two acts have one node and number or one id, here or among these, or where one is none of ours."""
    ids = {(node, number): id for node, number, id in connection.execute("select node, number, id from act")}
    places = {id: place for place, id in ids.items()}
    for act in acts:
        if type(act.number) is not int or not 0 < act.number < _MOST or not _STAMP.fullmatch(act.stamp):
            raise FieldAppError(_UNSOUND.what, _UNSOUND.advice)
        place = (act.node, act.number)
        if ids.setdefault(place, act.id) != act.id or places.setdefault(act.id, place) != place:
            raise FieldAppError(_BRANCHED.what, _BRANCHED.advice)


def _refuse_unsound(told: Iterable[Change]) -> None:
    """Raises: FieldAppError where one id tells two things, of which one would be lost, or where a text is none."""
    told_by = dict[str, Change]()
    for change in told:
        one = told_by.setdefault(change.id, change)
        same = one is change or (one.noun, one.record, one.body) == (change.noun, change.record, change.body)
        if not same or not (_is_text(change.body) and _is_text(change.was)):
            raise FieldAppError(_UNSOUND.what, _UNSOUND.advice)


def _is_text(units: object) -> bool:
    """Whether units tell texts and nothing else."""
    return isinstance(units, Mapping) and _TEXTS.issuperset(map(type, units.values()))


def _join(connection: Connection, kept: Change, together: Change) -> None:
    """Let a change that came by two acts stand under the earlier one, with what both replace."""
    if together.act != kept.act:
        was = text_of(together.was) if together.was else None
        connection.execute("update change set act = ?, was = ? where id = ?", [together.act.id, was, kept.id])
    new = together.replaces - kept.replaces
    put(connection, "replaced", ({"change": id, "unit": unit, "by": kept.id} for id, unit in sorted(new)))


def _show(
    connection: Connection, projection: Projection, keys: Sequence[Key], acts: int, step: Step | None,
    *, fresh: Sequence[Change] | None,
) -> Taken:  # fmt: skip
    """Fold these records again, and tell what became of them. `fresh`: all changes, where the file was empty."""
    before, open_before = _hashes(connection), _open(connection)
    held = set[Key]()
    known = _told_of(connection, keys) if fresh is None else _grouped(fresh)

    def folded() -> Iterator[Folded]:
        for done, (noun, record) in enumerate(keys, start=1):
            told = list(known((noun, record)))
            resting = ready(told)
            if len(resting) < len(told):
                held.add((noun, record))
            yield projection.folded(resting) if resting else Folded(noun, record, {}, gone=True, revived=False)
            if step:
                step(done)

    projection.show(folded(), new=fresh is not None)
    after, open_after = _hashes(connection), _open(connection)
    new = after.keys() - before.keys()
    changed = {key for key, hash in before.items() if after.get(key) != hash}
    same = set(keys) - new - changed - held
    conflicts, offers = (len(now - was) for was, now in zip(open_before, open_after, strict=True))
    return Taken(_counted(new), _counted(changed), _counted(held), _counted(same), acts, conflicts, offers)


def _told_of(connection: Connection, keys: Sequence[Key]) -> Callable[[Key], Iterable[Change]]:
    """How to ask for all changes of one of these records; of many the whole file is read once."""
    if len(keys) < _MANY:
        return lambda key: changes(connection, *key)
    wanted = set(keys)
    return _grouped(change for change in changes(connection) if (change.noun, change.record) in wanted)


def _grouped(told: Iterable[Change]) -> Callable[[Key], Iterable[Change]]:
    """How to ask for the changes of one record, once."""
    found: dict[Key, list[Change]] = {}
    for change in told:
        found.setdefault((change.noun, change.record), []).append(change)
    return lambda key: found.pop(key, ())


def _hashes(connection: Connection) -> dict[Key, str]:
    return {(noun, record): hash for noun, record, hash in connection.execute("select noun, record, hash from row")}


def _open(connection: Connection) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The units that are contested, and those for which something is offered."""
    contested = {tuple(row) for row in connection.execute("select noun, record, unit from contested")}
    return contested, {tuple(row) for row in connection.execute("select noun, record, unit, change from offer")}


def _counted(keys: Iterable[Key]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for noun, _ in keys:
        counts[noun] = counts.get(noun, 0) + 1
    return dict(sorted(counts.items()))
