"""Is a survey file sound? The pages, the projection against the changes, the numbering of the acts, the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from fieldapp.base.folding import Folded, fold_all
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Record, kept_of_units
from fieldapp.base.same import SAME, redirected, united
from fieldapp.base.tally import tally
from fieldapp.records.household import Household
from fieldapp.store.connection import Connection, connect, telling
from fieldapp.store.joining import groups
from fieldapp.store.photos import Photos
from fieldapp.store.progress import Progress
from fieldapp.store.projection import changes, hash_of, owned, strict
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey


@dataclass(frozen=True)
class Soundness:
    """What was checked and what is wrong, in Chinese phrases."""

    acts: int
    changes: int
    code: str
    troubles: tuple[str, ...]


def soundness(survey: Survey) -> Soundness:
    """Check the whole file as it is at one moment; about a second for 70 MB. For any thread."""
    connection = connect(survey.path, survey.key, query_only=True)
    reader = Reader(connection, survey.nouns)
    with telling(survey.path):
        try:
            with reader.steady():
                return _soundness(survey, reader, connection)
        finally:
            connection.close()


def _soundness(survey: Survey, reader: Reader, connection: Connection) -> Soundness:
    troubles = []
    pages = [row[0] for row in connection.execute("pragma integrity_check(5)")]
    if pages != ["ok"]:
        troubles.append(f"文件页损坏({pages[0]})")
    acts = connection.execute("select count(*) from act").fetchone()[0]
    known = connection.execute("select count(*) from change").fetchone()[0]
    # Of another laptop a package may be missing, which is no damage; what was done here stands here without holes.
    most, count = connection.execute("select coalesce(max(number), 0), count(*) from act where node = ?", [survey.node]).fetchone()
    if most != count:
        troubles.append("修改记录的编号有缺口")
    code = reader.code()
    if not code == _folded_code(survey, connection) == _shown_code(survey, reader):
        troubles.append("现状和修改记录对不上")
    return Soundness(acts, known, code, tuple(troubles))


def lost_pictures(survey: Survey, photos: Photos, progress: Progress | None = None) -> list[str]:
    """What is to be said of each picture that is missing or altered; see `said_of`.

    Missing are those that a present record names; every picture of the companion is read and may be found altered.

    Args:
        photos: the companion, of the survey itself or of a backup.

    Raises:
        FieldAppError: the companion cannot be read at all.
    """
    named = named_pictures(survey)
    found = photos.unsound({*named, *photos.ids()}, progress)
    names = {photo.id: photo.name for photo in photos.known(id for id in found if id not in named).values()}
    return said_of(found, named, names)


def said_of(found: Mapping[str, bool], named: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """李国兰家正房的房屋照片不见了, 照片“a.jpg”被改动过.

    Args:
        found: id → whether it is altered (else missing).
        named: id → what it is of; see `named_pictures`.
        names: id → the name of its file, where no record names the picture.
    """
    told = {id: named.get(id) or f"照片“{names.get(id, id[:8])}”" for id in found}
    return sorted(f"{told[id]}{'被改动过' if altered else '不见了'}" for id, altered in found.items())


def named_pictures(survey: Survey) -> dict[str, str]:
    """The pictures that present records name: id → what it is of, such as 李国兰家正房的房屋照片. For any thread."""
    found: dict[str, str] = {}
    with closing(survey.new_reader()) as reader:
        for noun in survey.nouns:
            fields = [field for field in noun.questions() if isinstance(field.kind, Pictures)]
            for record in reader.every(noun) if fields else ():
                for field in fields:
                    for id in record.answers.get(field.name) or ():
                        found[id] = f"{_whose(reader, record)}{record.answers.get('name') or record.label}的{field.label}"
    return found


def _whose(reader: Reader, record: Record) -> str:
    parent = record.parent()
    home = reader.get(Household, record.answers.get(parent.name) or "") if parent else None
    return f"{home.head or '户主未填'}家" if home else "公用的"


def _folded_code(survey: Survey, connection: object) -> str:
    nouns = {noun.table: noun for noun in survey.nouns}
    whose = {table: owned(noun) for table, noun in nouns.items()}
    order = {table: strict(noun) for table, noun in nouns.items()}
    known = {(one.noun, one.record): one for one in fold_all(changes(connection), whose, order)}
    same = groups((one for one in known.values() if SAME in one.units), lambda noun, id: known.get((noun, id)))
    others: dict[tuple[str, str], list[Folded]] = {}
    for noun, found in same.items():
        for id, survivor in found.items():
            others.setdefault((noun, survivor), []).extend([known.pop((noun, id))] if (noun, id) in known else [])
    counted = {key: one for key, one in known.items() if key[0] in nouns and (one.buried or not one.gone)}
    whole = {key: united(one, others.get(key, ())) for key, one in counted.items()}
    told = ((key, nouns[key[0]].from_kept(key[1], kept_of_units(nouns[key[0]], one.texts()))) for key, one in whole.items())
    records = {key: redirected(record, same) for key, record in told}
    living = [record for key, record in records.items() if not whole[key].gone]
    outlived = {(parent.kind.refers, record.answers.get(parent.name)) for record in living if (parent := record.parent())}
    return tally(hash_of(record) for key, record in records.items() if key in outlived or not whole[key].gone)


def _shown_code(survey: Survey, reader: Reader) -> str:
    nouns = sorted(survey.nouns, key=lambda noun: noun.table)
    records = (record for noun in nouns for record in sorted(reader.every(noun), key=lambda record: record.id))
    return tally(hash_of(record) for record in records)
