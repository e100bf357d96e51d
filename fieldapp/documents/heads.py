"""Which column of a foreign sheet answers which question: recognising the head, wherever it stands and whatever it is called.

Where two columns claim one question and neither name is preferred, neither is taken: a column is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.base.errors import BadBook
from fieldapp.base.tally import derived_id
from fieldapp.documents.cells import plain
from fieldapp.documents.foreign import Cell, Row, Sheet
from fieldapp.documents.outside import NAMELESS, OTHER, begin_of_other, end_of_table, is_again, nameless, stretch
from fieldapp.documents.remarks import Unused
from fieldapp.documents.synonyms import HEAD, Catalogue, plain_head, squeezed
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.registered import Topic

IDENTIFYING = frozenset({"member.name", "member.number", "household.head", "household.code"})
"""At least one of these makes a sheet a roster."""
_OF_EVERYBODY = frozenset({"member.name", "member.number"})

SEARCHED = 30
"""The head is looked for in so many rows that are not blank."""
TALLEST = 3
"""A head has at most so many rows."""
_DIGITS = re.compile(r"\d{9}")
"""A head may name a year, a month or a day, but no code."""
_HEADINGS = 3
"""A row above the head with so many different texts belongs to it; a title has fewer."""


@dataclass(frozen=True)
class Recognised:
    """A column whose head was understood. `index` counts from 0; `label` is the head as shown."""

    index: int
    label: str
    key: str


@dataclass(frozen=True)
class Table:
    """A sheet whose head was recognised.

    Attributes:
        columns: key → its column.
        rows: what stands below the head.
        unused: the columns that are not taken, and why.
        fingerprint: equal for two sheets exactly when their heads are; 32 hexadecimal characters.
        head: the rows of the head.
        topics: column, from 0 → what it concludes, as a person said it; None where the heads are to tell it.
    """

    columns: Mapping[str, Recognised]
    rows: Sequence[Row]
    unused: list[Unused]
    fingerprint: str
    head: Sequence[Row] = ()
    topics: Mapping[int, Topic] | None = None


@dataclass
class Reading:
    """One attempt to read some rows as a head.

    Attributes:
        against: how much the lowest row looks like data rather than heads.
        concluded: how many columns tell a conclusion of others.
    """

    rows: Sequence[Row]
    found: dict[str, list[tuple[int, Recognised]]] = field(default_factory=dict)
    strange: list[tuple[int, str, str]] = field(default_factory=list)
    against: int = 0
    concluded: int = 0

    @property
    def plain(self) -> int:
        """How many questions one column answers; several that claim one are a heading over them, or a riddle."""
        return sum(len(claims) == 1 or len({rank for rank, _ in claims}) > 1 for claims in self.found.values())


def recognise(file: str, sheet: Sheet, known: Catalogue) -> Table | None:
    """The sheet as a table; None where no head is found.

    The rows are taken as head that recognise most questions and then most conclusions; among equals the fewest, then the first.

    Raises:
        BadBook: several columns claim to be the name, the number or the code, and none is to be preferred.
    """
    best, at = best_head(sheet.rows, known)
    if len(best.found) + best.concluded < 2 or not IDENTIFYING & best.found.keys():
        return None
    columns: dict[str, Recognised] = {}
    unused = [Unused(file, sheet.name, label, why) for _, label, why in best.strange]
    for key, claims in best.found.items():
        chosen, others = _chosen(file, sheet, key, claims, sheet.rows[at:])
        columns |= {key: chosen} if chosen else {}
        unused += [Unused(file, sheet.name, other.label, why) for other, why in others]
    rows, outside = without_others(file, sheet, best, at, known)
    columns = _told_of_heads(columns)
    return Table(columns, rows, unused + outside, fingerprint(best.rows), best.rows)


def _told_of_heads(columns: dict[str, Recognised]) -> dict[str, Recognised]:
    """The columns of a list of households: without names of people, what is asked of a person is told of the head."""
    if Household.head.key not in columns or {Member.name.key, Member.relation.key} & columns.keys():
        return columns
    told: dict[str, Recognised] = {}
    for key, column in columns.items():
        of_head = key.replace(f"{Member.table}.", HEAD, 1)
        key = key if of_head in columns else of_head  # noqa: PLW2901
        told[key] = Recognised(column.index, column.label, key)
    return told


def without_others(file: str, sheet: Sheet, head: Reading, at: int, known: Catalogue) -> tuple[Sequence[Row], list[Unused]]:
    """The rows of the table itself, and the name of everything else on the sheet that is no title.

    Raises:
        BadBook: the row below the head is a head of other columns.
    """
    columns = {column.index: key for key, claims in head.found.items() for _, column in claims}
    above, below = sheet.rows[: at - len(head.rows)], sheet.rows[at:]
    if below and is_again(below[0], columns, known):  # the codes of the columns
        below = below[1:]
    end = end_of_table(below, columns, known)
    if below and not end:
        raise BadBook(
            f"“{file}”的表“{sheet.name}”第 {below[0].number} 行也像表头，看不出哪一行是列名。",
            "请把表头改成一行，每一列一个不同的列名，再导入。",
        )
    named = [(stretch(one), OTHER) for one in (above[begin_of_other(above, known) :], below[end:]) if one]
    named += [(f"{letters(index)} 列", NAMELESS) for index in nameless(below[:end], head.rows)]
    return below[:end], [Unused(file, sheet.name, column, why) for column, why in named]


def fingerprint(head: Sequence[Row]) -> str:
    """What the rows of a head are known by again, whatever blanks and line breaks stand in them: 32 hexadecimal characters."""
    return derived_id("head", *(squeezed(str(cell)) for row in head for cell in row.cells))


def best_head(rows: Sequence[Row], known: Catalogue) -> tuple[Reading, int]:
    """The reading that recognises most, with the headings above it, and how many rows stand above the first of data."""
    best, at = Reading([]), 0
    for height in range(1, TALLEST + 1):
        for begin in range(min(SEARCHED, len(rows))):
            tried = rows[begin : begin + height]
            attempt = read_head(tried, known) if not any(map(is_data, tried)) else Reading([])
            if (attempt.plain, attempt.concluded) > (best.plain, best.concluded) and attempt.against <= 0:
                best, at = attempt, begin + height
    begin = at - len(best.rows)
    above = rows[begin - 1] if begin > 0 and len(best.rows) < TALLEST else Row(0, [])
    if len(set(above.cells) - {""}) >= _HEADINGS and not is_data(above):
        taller = read_head(rows[begin - 1 : at], known)
        best = taller if len(taller.found) == len(best.found) else best
    return best, at


def is_data(row: Row) -> bool:
    """Whether a row has what no head has: a code or telephone, or mostly numbers and days."""
    filled = [cell for cell in row.cells if cell != ""]
    told = sum(not isinstance(cell, str) for cell in filled)
    return 2 * told > len(filled) or any(_DIGITS.search(plain(cell)) for cell in filled)


def read_head(rows: Sequence[Row], known: Catalogue) -> Reading:
    reading = Reading(rows)
    for index in range(max((len(row.cells) for row in rows), default=0)):
        if not (parts := parts_of(rows, index)):
            continue
        meaning = _meaning(parts, known)
        if len(parts) > 1 and _meaning(parts[:-1], known) and plain_head(parts[-1])[0]:
            reading.against += -1 if _meaning(parts[-1:], known) else 1
        if meaning is None:
            reading.strange.append((index, "/".join(parts), "没有对应的问题"))
            reading.concluded += topic_of(parts, known) is not None
        elif trouble := other_unit(parts, meaning[2], known):
            reading.strange.append((index, meaning[1], trouble))
        else:
            rank, label, key = meaning
            reading.found.setdefault(key, []).append((rank, Recognised(index, label, key)))
    return reading


def parts_of(rows: Sequence[Row], index: int) -> list[str]:
    """The heads of one column from the top. A heading over several columns may stand in the first of them alone."""
    own = [_text(row.cells, index) for row in rows]
    if own[-1]:
        own = [next((text for at in range(index, -1, -1) if (text := _text(row.cells, at))), "") for row in rows[:-1]] + own[-1:]
    return [part for part in dict.fromkeys(own) if part]


def _text(cells: Sequence[Cell], index: int) -> str:
    return plain(cells[index]) if index < len(cells) else ""


def _meaning(parts: Sequence[str], known: Catalogue) -> tuple[int, str, str] | None:
    """Rank, head as shown and key of a column with these heads, from the top; None where nobody knows them."""
    names = [plain_head(part) for part in parts]
    whole = "".join(name for name, _ in names)
    last, remark = names[-1]
    shown = parts[-1] if last in known.heads else "".join(parts)
    if whole in known.heads:
        return known.heads[whole][0], shown, known.heads[whole][1]
    for prefix in known.prefixes:
        rank, key = known.heads.get(whole.removeprefix(prefix), (0, ""))
        if whole.startswith(prefix) and key.startswith(f"{Member.table}."):
            return rank, shown, Household.head.key if key == Member.name.key else key.replace(f"{Member.table}.", HEAD, 1)
    above = (names[0][0], parts[0]) if topic_of(parts, known) is None else ("", "")
    lower = [("".join(name for name, _ in names[at:]), shown) for at in range(1, len(names) - 1)]
    for text, told in (*lower, (remark + last, parts[-1]), (last, parts[-1]), above):
        if text in known.heads:
            return known.heads[text][0], told, known.heads[text][1]
    return None


def topic_of(parts: Sequence[str], known: Catalogue) -> Topic | None:
    """What a column with these heads, from the top, concludes; a question that they name counts before it."""
    return known.topic([plain_head(part)[0] for part in parts])


def other_unit(parts: Sequence[str], key: str, known: Catalogue) -> str:
    """Why a column in another unit than the question's is not taken; '' where the units agree or none is said."""
    question = known.question(key)
    ours = known.units.get(question.unit, question.unit) if question else ""
    said = [unit for part in parts if (unit := known.units.get(plain_head(part)[1])) and unit != ours]
    return f"单位是“{said[0]}”，这里要“{ours}”" if ours and said else ""


def _chosen(
    file: str, sheet: Sheet, key: str, claims: list[tuple[int, Recognised]], rows: Sequence[Row]
) -> tuple[Recognised | None, list[tuple[Recognised, str]]]:
    """The column that answers a question, and the others with the reason why they do not."""
    ordered = [column for _, column in sorted(claims, key=lambda claim: (claim[0], claim[1].index))]
    first, *others = ordered
    rivals = [column for rank, column in claims if rank == min(rank for rank, _ in claims)]
    if key in _OF_EVERYBODY:  # 身份证号 of the head may stand beside 成员身份证号 of the others
        rivals += [other for other in others if other not in rivals and _contradicts(first, other, rows)]
    if len(rivals) == 1 or all(_equal(first, other, rows) for other in rivals):
        return first, [(other, f"与“{first.label}”是同一个问题") for other in others]
    told = "、".join(f"{letters(column.index)} 列“{column.label}”" for column in rivals)
    if key in IDENTIFYING:
        raise BadBook(f"“{file}”的表“{sheet.name}”里有几列分不清：{told}。", "请删去多余的一列，或把列名改得不同，再导入。")
    return None, [(column, f"几列同名，分不清用哪一列：{told}") for column in ordered]


def _contradicts(first: Recognised, other: Recognised, rows: Sequence[Row]) -> bool:
    """Whether a column says something that the first one does not say in the same row."""
    return any(text and text != _text(row.cells, first.index) for row in rows if (text := _text(row.cells, other.index)))


def _equal(one: Recognised, other: Recognised, rows: Sequence[Row]) -> bool:
    """Whether two columns show the same in every row."""
    return all(row.cells[one.index : one.index + 1] == row.cells[other.index : other.index + 1] for row in rows)


def letters(index: int) -> str:
    """A column's letters as the spreadsheet shows them: 0 → A, 26 → AA."""
    return (letters(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)
