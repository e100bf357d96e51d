"""The rows of one sheet on their way into households: which rows hold people, and which household each belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Text
from fieldapp.base.tally import derived_id
from fieldapp.documents.cells import ADVICE, plain, read_cell, read_others_cell
from fieldapp.documents.conclusions import Conclusions
from fieldapp.documents.families import Families, ToldRow
from fieldapp.documents.foreign import Cell, Row, Sheet
from fieldapp.documents.heads import Table
from fieldapp.documents.remarks import Noted, Place, Refused, Skipped
from fieldapp.documents.staged import Roster, StagedHousehold, StagedMember
from fieldapp.documents.synonyms import HEAD, LINE, VILLAGE, Catalogue, squeezed
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation

Answers = dict[str, Any]
"""Name of a question → its answer."""

TELLING = {Household.code.key, Household.head.key, f"{HEAD}{Member.number.name}", Member.relation.key}
"""A sheet must have one of these, or nobody can say to which household its people belong."""
_TOTAL = re.compile(r"合计|小计|总计|共计|累计|总人数|总户数|共[有计]?\d+[户人口名]")
_NOTE = re.compile(
    r"(注|备注|说明|填表说明|填表人|填表日期|填表单位|填报人|填报日期|填报单位|制表|制表人|制表日期|审核|审核人|经办人|负责人|单位负责人"
    r"|村负责人|签字|签名|盖章|日期|示例|例|联系人)([::(].*|$)|[(]?(以下)?空白[)]?$|[(]?(接上页|续上页|转下页|续表)[)]?$"
)
_COULD_BE_CODE = re.compile(r"[!-~]+")
"""A code has letters and digits only; words under its head are a heading over some rows, or a signature."""
_LONGEST = 30
"""No number or code is longer; a note that is merged over all columns is."""


class Listing:
    """Reads the rows of one sheet."""

    def __init__(self, roster: Roster, sheet: Sheet, table: Table, known: Catalogue) -> None:
        self._roster, self._sheet, self._table, self._known = roster, sheet, table, known
        self._of_heads: dict[str, tuple[Answers, Row]] = {}
        self._conclusions = Conclusions(roster, sheet, table, known)
        self._labels = {column.index: column.label for column in table.columns.values()}
        self._labels |= {column.index: column.label for column in self._conclusions.columns}

    def read(self) -> None:
        """Read every row, and hand the households to the roster."""
        rows, known = list[ToldRow](), len(self._roster.refused)
        for row in self._table.rows:
            if why := self._nobody_in(row):
                shown = " ".join(dict.fromkeys(text for cell in row.cells if (text := plain(cell))))[:60]
                self._roster.skipped.append(Skipped(self._roster.file, self._sheet.name, row.number, shown, why))
            else:
                rows.append(self._answers(row))
        families = Families(rows, self._table.columns, self._new_family)
        for told in rows:
            self._take(told, families.of(told))
        for family in families.all:
            self._settle_head(family)
        self._roster.refused[known:] = sorted(self._roster.refused[known:], key=lambda one: one.row)
        self._conclusions.settle(families.all)
        self._roster.households += families.all

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
        told = max(names.values(), key=len)
        if _NOTE.match(filled[0]) or len(told) > _LONGEST or ":" in told:
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

    def _answers(self, row: Row) -> ToldRow:
        """What a row answers. Refused cells are reported and left out."""
        told: Answers = {}
        lost: set[str] = set()
        for key in self._table.columns:
            question, value = self._known.question(key), self._cell(row, key)
            if question is None or value == "":
                continue
            try:
                taken = read_others_cell(question, value, self._known)
            except BadAnswer as refusal:
                self._refuse(row, key, refusal.what, refusal.advice)
                lost.add(key)
                continue
            if taken:
                told[key] = taken.answer
                told |= self._also(key, value)
                if taken.note:
                    self._note(row, key, taken.note)
        return ToldRow(row, told, frozenset(lost), plain(self._cell(row, LINE)))

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

    def _take(self, told: ToldRow, family: StagedHousehold | None) -> None:
        row = told.row
        self._roster.villages |= {plain(self._cell(row, VILLAGE))} - {""}
        if family is None:
            key = next(key for key in self._table.columns if key in TELLING)
            self._refuse(row, key, "看不出这一行属于哪一户，这一行没有导入。", "请在表里填上户编号或户主姓名后再导入。")
            return
        person = _of(Member.table, told.answers)
        somebody = bool(person.keys() & {"name", "number", "code"})
        self._tell(row, family, _of(Household.table, told.answers), person if somebody else None)
        self._tell_of_head(row, family, _of(HEAD.rstrip("."), told.answers))
        if person and not somebody:
            self._refuse(
                row,
                f"{Member.table}.{next(iter(person))}",
                "看不出这一行说的是谁，这个人没有导入。",
                "请填上姓名或证件号码后再导入。",
            )
        member = StagedMember(Member(self._id(row, Member.table), **person), self._place(row)) if somebody else None
        family.members += [member] if member else []
        self._conclusions.hear(row, self._place(row), family, member)

    def _new_family(self, row: Row) -> StagedHousehold:
        return StagedHousehold(Household(self._id(row, Household.table)), self._place(row))

    def _tell(self, row: Row, family: StagedHousehold, told: Answers, person: Answers | None) -> None:
        """Add what a row says of its household. Where it says otherwise than a row above: the person's own, or refused."""
        for name, answer in told.items():
            question, before = Household.field(name), family.record.answers.get(name)
            own = self._known.personal.get(question.key, "").removeprefix(f"{Member.table}.")
            if before is None:
                family.record = family.record.replace(**{name: answer})
            elif before == answer:
                continue
            elif own and person is not None:
                person.setdefault(own, answer)
                self._note(row, question.key, f"与本户不同，记作{Member.field(own).label}")
            elif type(question.kind) is Text:
                if answer not in before.split("\n"):
                    family.record = family.record.replace(**{name: f"{before}\n{answer}"})
            elif question.key in self._table.columns:
                self._refuse_other(row, question.key, "同一户前面的行", question.kind.show(before))

    def _refuse_other(self, row: Row, key: str, where: str, shown: str) -> None:
        """Refuse a cell that says otherwise than another place of the same family, whose word is taken."""
        self._refuse(row, key, f"{where}填的是“{shown}”，这里不一样。", f"先按“{shown}”导入；请核对后改正。")

    def _tell_of_head(self, row: Row, family: StagedHousehold, told: Answers) -> None:
        """Keep what a row of any member says of the head."""
        if told:
            known, _ = self._of_heads.setdefault(family.record.id, ({}, row))
            for name, answer in told.items():
                if known.setdefault(name, answer) != answer:
                    self._refuse_other(row, f"{HEAD}{name}", "同一户前面的行", Member.field(name).kind.show(known[name]))

    def _settle_head(self, family: StagedHousehold) -> None:
        """Say who is head: by his number or name where only the household tells it, and the other way round."""
        answers, row = self._of_heads.get(family.record.id, ({}, None))
        called = {Member.number.name: answers.get(Member.number.name), Member.name.name: family.record.head}
        named = [
            [member for member in family.members if answer and member.record.answers.get(name) == answer]
            for name, answer in called.items()
        ]
        found = next((members for members in named if members), [])
        if not family.heads and len(found) == 1 and found[0].record.relation is None:
            found[0].record = found[0].record.replace(relation=Relation.HEAD)
        if not family.record.head and family.heads and family.heads[0].record.name:
            family.record = family.record.replace(head=family.heads[0].record.name)
        if row:
            self._lay_over_head(family, (family.heads or found)[:1], answers, row)

    def _lay_over_head(self, family: StagedHousehold, head: list[StagedMember], answers: Answers, row: Row) -> None:
        """Lay what the rows say of the head over his own row; where he has none, he is one more member."""
        for target in head:
            for name, answer in answers.items():
                if (own := target.record.answers.get(name, answer)) != answer:
                    self._refuse_other(
                        row, f"{HEAD}{name}", f"户主自己那一行(第 {target.place.row} 行)", Member.field(name).kind.show(own)
                    )
            target.record = target.record.replace(**{**answers, **target.record.answers})
        if not head and family.record.head:
            id = self._id(row, Member.table)
            if id in {member.record.id for member in family.members}:  # somebody else of the family stands in that row
                id = self._id(row, f"{HEAD}{Member.table}")
            record = Member(id, **{**answers, "name": family.record.head, "relation": Relation.HEAD})
            family.members.append(StagedMember(record, self._place(row)))


def _of(noun: str, told: Mapping[str, Any]) -> Answers:
    """The answers of one noun: name of the question → answer."""
    return {key.removeprefix(f"{noun}."): answer for key, answer in told.items() if key.startswith(f"{noun}.")}
