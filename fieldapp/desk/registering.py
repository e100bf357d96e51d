"""Taking in rosters: reading foreign books, laying them beside what the file knows, and writing what is new as one act.

Everything is read before anything is written; where one of several books cannot be read, none is taken. The same book
taken twice changes nothing, and two laptops that take the same book make the same records by the same changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.base.change import canonical
from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id
from fieldapp.desk.conclusions import Statements, name_unnumbered
from fieldapp.desk.intake import HeldRow, Intake, report_lines
from fieldapp.desk.intake_book import report_workbook
from fieldapp.desk.layouts import remember, remembered
from fieldapp.desk.matching import Match, Unclear, match_household, match_person
from fieldapp.desk.register import SOURCE, Proposal, Register, mark
from fieldapp.documents.foreign import Book, read_book
from fieldapp.documents.mapping import NOTHING_TOLD, Told
from fieldapp.documents.remarks import Place
from fieldapp.documents.roster import stage
from fieldapp.documents.staged import Roster, StagedHousehold, StagedMember
from fieldapp.records.village import Village
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey
from fieldapp.store.writing import STEPS

__all__ = ["Comparison", "compare", "report_lines", "report_workbook", "take_in", "write"]

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
_NAMED = 3
"""So many books are named in the reason of an act; the others are counted."""


@dataclass
class Comparison:
    """What an intake would do; made by `compare`, done by `write`."""

    books: list[Roster]
    proposals: list[Proposal]
    told: Intake = field(default_factory=Intake)


def take_in(
    survey: Survey,
    books: Sequence[Path],
    *,
    dry_run: bool = False,
    fill_empty: bool = False,
    heads: Told = NOTHING_TOLD,
    progress: Progress | None = None,
) -> Intake:
    """Take rosters into a survey file, as one act.

    Args:
        dry_run: only say what would be done.
        fill_empty: answer only what is not answered yet; otherwise what the rosters say replaces what was known.
        heads: what a person says of their heads; remembered for the next time.

    Raises:
        BadBook: one of the books cannot be read, or is no roster. Nothing is taken then.
        FieldAppError: no book was named, or the file cannot be written.
    """
    comparison = compare(survey.reader, books, fill_empty=fill_empty, heads=heads, progress=progress)
    comparison.told.dry_run, comparison.told.at = dry_run, survey.clock.now()
    if not dry_run:
        write(survey, comparison)
        remember(survey, heads)
    if progress:
        progress(len(books) + 1, len(books) + 1)
    return comparison.told


def compare(
    reader: Reader,
    books: Sequence[Path | Book],
    *,
    fill_empty: bool = False,
    heads: Told = NOTHING_TOLD,
    progress: Progress | None = None,
) -> Comparison:
    """Lay rosters beside what the file knows. Writes nothing, so that it may run beside the screen with a reader of its own.

    Args:
        heads: what a person says of their heads, besides what the file remembers.

    Raises:
        BadBook: one of the books cannot be read, or is no roster.
        FieldAppError: no book was named.
    """
    if not books:
        raise FieldAppError("没有选择要导入的文件。", "请选择一个或几个表格文件。")
    rosters: dict[str, Roster] = {}
    told = Intake()
    heads = {**remembered(reader), **heads}
    for done, book in enumerate(books):
        if progress:
            progress(done, len(books) + 1)
        roster = stage(book if isinstance(book, Book) else read_book(book), told=heads)
        told.remarks += [f"“{roster.file}”的“{sheet}”：用了上次对好的列。" for sheet in roster.mapped]
        if (first := rosters.setdefault(roster.sha256, roster)) is not roster:
            told.remarks.append(f"“{roster.file}”与“{first.file}”内容相同，只导入一次。")
    register = Register(reader, fill_empty=fill_empty)
    # Lists of households come first, so that the ids of a pair of files do not depend on the order in which they were named.
    for roster in sorted(rosters.values(), key=_tells_people):
        _lay_beside(roster, register, told)
        told.add(roster)
        told.remarks += _other_villages(roster, reader.village())
    _lay_conclusions_beside(list(rosters.values()), reader, register, told)
    told.refused += register.refused
    told.noted += register.noted
    proposals = list(register.proposals.values())
    told.count(proposals)
    return Comparison(list(rosters.values()), proposals, told)


def _lay_conclusions_beside(rosters: Sequence[Roster], reader: Reader, register: Register, told: Intake) -> None:
    statements = Statements(reader, register, told)
    for roster in sorted(rosters, key=_tells_people):
        for staged in roster.households:
            statements.lay_beside(staged)
    name_unnumbered(rosters, register, told)


def _tells_people(roster: Roster) -> bool:
    """Whether a book is a list of people: it has more of them than households."""
    return sum(len(household.members) for household in roster.households) > len(roster.households)


def _other_villages(roster: Roster, village: Village) -> list[str]:
    ours = _bare(village.name or "")
    others = sorted(name for name in roster.villages if _bare(name) != ours)
    return [f"“{roster.file}”里的村名是“{name}”，这份档案是“{village.name}”；已照常导入，请核对。" for name in others]


def _bare(name: str) -> str:
    """A village's name without what lists add to it."""
    return name.removesuffix("村民委员会").removesuffix("村委会").removesuffix("社区").removesuffix("村")


def _lay_beside(roster: Roster, register: Register, told: Intake) -> None:
    for staged in roster.households:
        match = match_household(staged, register)
        if isinstance(match, Unclear):
            names = [staged.record.head, staged.record.code, *(member.record.name for member in staged.members)]
            told.hold(HeldRow.of(staged.record, staged.place, next(filter(None, names), None), match))
            for member in staged.members:
                told.hold(
                    HeldRow.of(member.record, member.place, member.record.name, Unclear("这一户要先由人核对。", match.advice))
                )
        else:
            home = match or staged.record.id
            register.meant[staged.record.id] = home
            register.tell(staged.record.with_id(home), staged.place)
            _lay_people_beside(staged, home, register, told)


def _lay_people_beside(staged: StagedHousehold, home: str, register: Register, told: Intake) -> None:
    """First all whose numbers say who they are, then by name among those who are left."""
    left: list[StagedMember] = []
    taken: set[str] = set()
    for member in staged.members:
        match = match_person(member, home, register, taken, by_name=False)
        if match is None:
            left.append(member)
        else:
            _tell_person(member, match, home, register, told, taken)
    for member in left:
        match = match_person(member, home, register, taken, by_name=True)
        _tell_person(member, match, home, register, told, taken)


def _tell_person(member: StagedMember, match: Match, home: str, register: Register, told: Intake, taken: set[str]) -> None:
    if isinstance(match, Unclear):
        told.hold(HeldRow.of(member.record, member.place, member.record.name, match))
        return
    record = member.record.with_id(match) if match else member.record.replace(household=home)
    register.meant[member.record.id] = record.id
    register.tell(record, member.place)
    taken.add(record.id)


def write(survey: Survey, comparison: Comparison, progress: Progress | None = None) -> str:
    """Write what a comparison found, as one act; nothing where nothing differs. From any thread.

    Only the answers that rosters gave are laid over the records as they stand now: what was typed since the comparison
    stays. What `progress` raises drops the act.

    Returns:
        The id of the act; '' where nothing was written.
    """
    proposals = [proposal for proposal in comparison.proposals if proposal.told]
    if not proposals:
        return ""
    names = [f"“{roster.file}”" for roster in comparison.books]
    named = "、".join(names[:_NAMED]) + (f"等 {len(names)} 个文件" if len(names) > _NAMED else "")
    source = SOURCE + " ".join(mark(roster.sha256) for roster in comparison.books)
    count = len(proposals)

    def step(done: int) -> None:
        if progress:
            progress(done, count * (1 + STEPS))

    with survey.change(f"导入 {named}", source=source, step=lambda done: step(count + done)) as change:
        for done, proposal in enumerate(proposals, 1):
            before = change.get(type(proposal.record), proposal.record.id)
            after = (before or type(proposal.record)(proposal.record.id)).replace(**proposal.told)
            change.save(after, change_id=_change_id(proposal.place, before, after))
            step(done)
    comparison.told.written = True
    return change.act


def _change_id(place: Place, before: Record | None, after: Record) -> str:
    """The id by which everybody makes this change who takes the same row into the same state."""
    was = canonical(before.table, before.id, before.texts()) if before else ""
    now = canonical(after.table, after.id, after.texts())
    return derived_id("intake", place.sha256, place.sheet, str(place.row), after.table, was, now)
