"""The rows of one sheet on their way into households: which rows hold people, and which household each belongs to."""

from __future__ import annotations

import re
from typing import Any

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Text
from fieldapp.base.tally import derived_id
from fieldapp.documents.cells import ADVICE, plain, read_cell
from fieldapp.documents.conclusions import Conclusions
from fieldapp.documents.foreign import Cell, Row, Sheet
from fieldapp.documents.heads import Table
from fieldapp.documents.remarks import Noted, Place, Refused, Skipped
from fieldapp.documents.staged import Roster, StagedHousehold, StagedMember
from fieldapp.documents.synonyms import HEAD, VILLAGE, Catalogue, squeezed
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation

Answers = dict[str, Any]
"""Name of a question → its answer."""

TELLING = {Household.code.key, Household.head.key, Member.relation.key}
"""A sheet must have one of these, or nobody can say to which household its people belong."""
_TOTAL = re.compile(r"合计|小计|总计|共计|累计|总人数|总户数")
_NOTE = re.compile(
    r"(注|备注|说明|填表说明|填表人|填表日期|填表单位|填报人|填报日期|填报单位|制表|制表人|制表日期|审核|审核人|经办人|负责人|单位负责人"
    r"|村负责人|签字|签名|盖章|日期|示例|例|联系人)([::(].*|$)"
)
_COULD_BE_CODE = re.compile(r"[!-~]+")
"""A code has letters and digits only; words under its head are a heading over some rows, or a signature."""
_LONGEST = 30
"""No number or code is longer; a note that is merged over all columns is."""


class Listing:
    """Reads the rows of one sheet."""

    def __init__(self, roster: Roster, sheet: Sheet, table: Table, known: Catalogue) -> None:
        self._roster, self._sheet, self._table, self._known = roster, sheet, table, known
        self._families: list[StagedHousehold] = []
        self._by_code: dict[str, StagedHousehold] = {}
        self._by_head: dict[str, list[StagedHousehold]] = {}
        self._current: StagedHousehold | None = None
        self._of_heads: dict[str, tuple[Answers, Place]] = {}
        self._conclusions = Conclusions(roster, sheet, table, known)
        self._labels = {column.index: column.label for column in table.columns.values()}
        self._labels |= {column.index: column.label for column in self._conclusions.columns}

    def read(self) -> None:
        """Read every row, and hand the households to the roster."""
        for row in self._table.rows:
            if why := self._nobody_in(row):
                shown = " ".join(dict.fromkeys(text for cell in row.cells if (text := plain(cell))))[:60]
                self._roster.skipped.append(Skipped(self._roster.file, self._sheet.name, row.number, shown, why))
            else:
                self._take(row)
        for family in self._families:
            self._settle_head(family)
        self._conclusions.settle(self._families)
        self._roster.households += self._families

    def _cell(self, row: Row, key: str) -> Cell:
        """What stands under a question; '' where the sheet does not ask it."""
        column = self._table.columns.get(key)
        return row.cells[column.index] if column and column.index < len(row.cells) else ""

    def _nobody_in(self, row: Row) -> str:
        """Why a row is no row of data: a total, a note, the head again, the numbers of the columns; '' where it is one."""
        names = {key: squeezed(plain(self._cell(row, key))) for key in ("member.name", "household.head")}
        codes = [plain(self._cell(row, key)) for key in ("member.number", "household.code", "member.code")]
        if any(re.search(r"\d{6}", code) and len(code) <= _LONGEST for code in codes):
            return ""
        filled = list(dict.fromkeys(text for cell in row.cells if (text := squeezed(plain(cell)))))
        heads = [label for index, label in self._labels.items() if index < len(row.cells) and plain(row.cells[index]) == label]
        if not filled or len(heads) >= 2:
            return "表头重复" if filled else "空行"
        if _TOTAL.search(filled[0]) or any(_TOTAL.search(name) for name in names.values()):
            return "合计行"
        if _NOTE.match(filled[0]) or len(max(names.values(), key=len)) > _LONGEST:
            return "说明行"
        if len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]:
            return "列号行"
        spread = len(filled) == 1 and sum(cell != "" for cell in row.cells) > len(names)
        somebody = any(names.values()) or any(_COULD_BE_CODE.fullmatch(squeezed(code)) for code in codes)
        return "" if somebody and not spread else "没有姓名和号码"

    def _place(self, row: Row) -> Place:
        return Place(self._roster.file, self._roster.sha256, self._sheet.name, row.number)

    def _id(self, row: Row, noun: str) -> str:
        return derived_id(self._roster.sha256, self._sheet.name, str(row.number), noun)

    def _refuse(self, row: Row, key: str, rule: str, advice: str) -> None:
        label, value = self._table.columns[key].label, plain(self._cell(row, key))
        self._roster.refused.append(
            Refused(self._roster.file, self._sheet.name, row.number, label, value, rule, advice or ADVICE)
        )

    def _note(self, row: Row, key: str, note: str) -> None:
        label, value = self._table.columns[key].label, plain(self._cell(row, key))
        self._roster.noted.append(Noted(self._roster.file, self._sheet.name, row.number, label, value, note))

    def _answers(self, row: Row) -> Answers:
        """What a row answers: key → answer. Refused cells are reported and left out."""
        told: Answers = {}
        for key in self._table.columns:
            question, value = self._known.question(key), self._cell(row, key)
            if question is None or value == "":
                continue
            try:
                taken = read_cell(question, value, self._known)
            except BadAnswer as refusal:
                self._refuse(row, key, refusal.what, refusal.advice)
                continue
            if taken:
                told[key] = taken.answer
                told |= self._also(key, value)
                if taken.note:
                    self._note(row, key, taken.note)
        return told

    def _also(self, key: str, value: Cell) -> Answers:
        """What the same text answers besides, where the sheet has no column for it."""
        other = self._known.also.get(key, "")
        question = self._known.question(other)
        if question is None or other in self._table.columns:
            return {}
        try:
            taken = read_cell(question, value, self._known)
        except BadAnswer:
            return {}
        return {other: taken.answer} if taken else {}

    def _take(self, row: Row) -> None:
        told = self._answers(row)
        self._roster.villages |= {plain(self._cell(row, VILLAGE))} - {""}
        family = self._family_of(row, told)
        if family is None:
            key = next(key for key in self._table.columns if key in TELLING)
            self._refuse(row, key, "看不出这一行属于哪一户，这一行没有导入。", "请在表里填上户编号或户主姓名后再导入。")
            return
        self._current = family
        person = _of(Member.table, told)
        somebody = bool(person.keys() & {"name", "number", "code"})
        self._tell(row, family, _of(Household.table, told), person if somebody else None)
        if head := _of(HEAD.rstrip("."), told):
            self._of_heads.setdefault(family.record.id, (head, self._place(row)))
        member = StagedMember(Member(self._id(row, Member.table), **person), self._place(row)) if somebody else None
        family.members += [member] if member else []
        self._conclusions.hear(row, self._place(row), family, member)

    def _family_of(self, row: Row, told: Answers) -> StagedHousehold | None:
        """The household of a row: by code, by the head's name, by a new head, or else the one above. None: nobody can say."""
        code, head, current = told.get("household.code"), told.get("household.head"), self._current
        leads = told.get("member.relation") is Relation.HEAD
        if code:
            known = self._by_code.get(code)
            family = known if known and not self._another_head(known, told) else self._new_family(row)
            self._by_code[code] = family
            return family
        if head:
            known_heads = self._by_head.get(head, [])
            open_heads = [family for family in known_heads if not (leads and family.heads)]
            if current in open_heads:
                return current
            if len(known_heads) > 1 and not leads:
                return None
            return open_heads[0] if len(open_heads) == len(known_heads) == 1 else self._new_family(row)
        if leads and (current is None or current.members):
            return self._new_family(row)
        code_is_lost = plain(self._cell(row, Household.code.key)) != ""
        return None if code_is_lost and current and current.record.code else current

    def _another_head(self, family: StagedHousehold, told: Answers) -> bool:
        """Whether a row further down begins another family under the same code."""
        leads = told.get("member.relation") is Relation.HEAD
        name = told.get("household.head") or (told.get("member.name") if leads else None)
        known = ({family.record.head} | {head.record.name for head in family.heads}) - {None}
        return family is not self._current and name is not None and bool(known) and name not in known

    def _new_family(self, row: Row) -> StagedHousehold:
        family = StagedHousehold(Household(self._id(row, Household.table)), self._place(row))
        self._families.append(family)
        return family

    def _tell(self, row: Row, family: StagedHousehold, told: Answers, person: Answers | None) -> None:
        """Add what a row says of its household. Where it says otherwise than a row above: the person's own, or refused."""
        for name, answer in told.items():
            question, before = Household.field(name), family.record.answers.get(name)
            own = self._known.personal.get(question.key, "").removeprefix(f"{Member.table}.")
            if before is None:
                family.record = family.record.replace(**{name: answer})
                if name == Household.head.name:
                    self._by_head.setdefault(answer, []).append(family)
            elif before == answer:
                continue
            elif own and person is not None:
                person.setdefault(own, answer)
                self._note(row, question.key, f"与本户不同，记作{Member.field(own).label}")
            elif type(question.kind) is Text:
                if answer not in before.split("\n"):
                    family.record = family.record.replace(**{name: f"{before}\n{answer}"})
            elif question.key in self._table.columns:
                shown = question.kind.show(before)
                self._refuse(
                    row, question.key, f"同一户前面的行填的是“{shown}”，这里不一样。", f"先按“{shown}”导入；请核对后改正。"
                )

    def _settle_head(self, family: StagedHousehold) -> None:
        """Say who is head: by the name where only the register tells it, and the other way round."""
        heads = family.heads
        if not family.record.head and heads and heads[0].record.name:
            family.record = family.record.replace(head=heads[0].record.name)
        named = [member for member in family.members if member.record.name and member.record.name == family.record.head]
        if not heads and len(named) == 1 and named[0].record.relation is None:
            named[0].record = named[0].record.replace(relation=Relation.HEAD)
        answers, place = self._of_heads.get(family.record.id, ({}, family.place))
        if answers and (target := (heads or named)[:1]):
            target[0].record = target[0].record.replace(**{**answers, **target[0].record.answers})
        elif answers and family.record.head:
            id = derived_id(place.sha256, place.sheet, str(place.row), Member.table)
            record = Member(id, **{**answers, "name": family.record.head, "relation": Relation.HEAD})
            family.members.append(StagedMember(record, place))


def _of(noun: str, told: Answers) -> Answers:
    """The answers of one noun: name of the question → answer."""
    return {key.removeprefix(f"{noun}."): answer for key, answer in told.items() if key.startswith(f"{noun}.")}
