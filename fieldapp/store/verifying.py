"""Is a survey file sound? The pages, the projection against the changes, the numbering of the acts."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.base.change import Folded, fold_all
from fieldapp.base.record import kept_of_units
from fieldapp.base.same import SAME, redirected, united
from fieldapp.base.tally import tally
from fieldapp.store.connection import connect, telling
from fieldapp.store.joining import groups
from fieldapp.store.projection import changes, county_owned, hash_of
from fieldapp.store.survey import Survey


@dataclass(frozen=True)
class Soundness:
    """What was checked and what is wrong, in Chinese phrases."""

    acts: int
    changes: int
    code: str
    troubles: tuple[str, ...]


def soundness(survey: Survey) -> Soundness:
    """Check the whole file; about a second for 70 MB."""
    connection = connect(survey.path, survey.key, query_only=True)
    with telling(survey.path):
        try:
            troubles = []
            pages = [row[0] for row in connection.execute("pragma integrity_check(5)")]
            if pages != ["ok"]:
                troubles.append(f"文件页损坏({pages[0]})")
            acts = connection.execute("select count(*) from act").fetchone()[0]
            known = connection.execute("select count(*) from change").fetchone()[0]
            holes = connection.execute(
                "select count(*) from (select max(number) m, count(*) n from act group by node) where m <> n"
            )
            if holes.fetchone()[0]:
                troubles.append("修改记录的编号有缺口")
            code = survey.reader.code()
            if not code == _folded_code(survey, connection) == _shown_code(survey):
                troubles.append("现状和修改记录对不上")
            return Soundness(acts, known, code, tuple(troubles))
        finally:
            connection.close()


def _folded_code(survey: Survey, connection: object) -> str:
    nouns = {noun.table: noun for noun in survey.nouns}
    owned = {table: county_owned(noun) for table, noun in nouns.items()}
    known = {(one.noun, one.record): one for one in fold_all(changes(connection), owned)}
    same = groups((one for one in known.values() if SAME in one.units), lambda noun, id: known.get((noun, id)))
    others: dict[tuple[str, str], list[Folded]] = {}
    for noun, found in same.items():
        for id, survivor in found.items():
            others.setdefault((noun, survivor), []).extend([known.pop((noun, id))] if (noun, id) in known else [])
    living = (united(one, others.get(key, ())) for key, one in known.items() if not one.gone and key[0] in nouns)
    shown = (nouns[one.noun].from_kept(one.record, kept_of_units(nouns[one.noun], one.texts())) for one in living)
    return tally(hash_of(redirected(record, same)) for record in shown)


def _shown_code(survey: Survey) -> str:
    nouns = sorted(survey.nouns, key=lambda noun: noun.table)
    records = (record for noun in nouns for record in sorted(survey.reader.every(noun), key=lambda record: record.id))
    return tally(hash_of(record) for record in records)
