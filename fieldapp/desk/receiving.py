"""Receiving a book: whatever comes ends in exactly one named outcome, and nothing of it is taken in silence.

The order of exchange.md 5.6: recognise, keep a copy, try in a transaction that is dropped, back up, take in one that is
kept, tell. What a package says is the union of changes; what somebody has edited by hand is only offered.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.handing_over import CONFIRMED, HEARD, KEY, PRACTICE
from fieldapp.desk.keeping import backup_of_the_day
from fieldapp.desk.opening_books import Opened, open_book, sha256_of, take_pictures
from fieldapp.desk.receipt import Outcome, Receipt, Refusal
from fieldapp.store.offering import Offering
from fieldapp.store.reader import Reader
from fieldapp.store.received import Received
from fieldapp.store.schema import SCHEMA
from fieldapp.store.survey import Survey
from fieldapp.store.writing import Writing

if TYPE_CHECKING:
    from fieldapp.desk.hand_edits import HandEdits
    from fieldapp.documents.foreign import Book
    from fieldapp.documents.package import Package
    from fieldapp.documents.returned import Returned

__all__ = ["BY", "SOURCE", "Outcome", "Receipt", "Refusal", "keep", "note_arrival", "receive"]

Progress = Callable[[int], None]
SOURCE = "手工修改：{}"
"""The source of the act that offers what somebody has edited in a book; {} is the name of the file."""
BY = "手工修改"
"""Who says it: the book does not tell."""
_BROKEN = "“{}”给程序读的部分不在了、被改动过，或者封条的钥匙不是这里的：整本当手工表读，不同的地方只列为提议。"
_UNSEALED = "“{}”没有盖县里登记的印章，看不出是谁写的：整本当手工表读，不同的地方只列为提议。"
_BEHIND = "还缺对方以为这里早就有的改动：请让对方在“上报”里勾上“从头带上全部改动”(命令是 workbook --everything)再导出，收了会自动补上。"
_OTHER_RULES = "“{}”里的结论是按另一套规则算的，和这里算的可能不一样；收下的是记录，结论由这里重算。"
_COMMENTS = "“{}”的格子上有 {} 处批注，没有读，收到的原件里留着：要改的请改在格子里，或者在程序里记。"
_KNOWN = "{} 处改动以前已经提过，或者档案里已经是这样，没有再提。"


class _Came:
    """A book that came: its package, and its cells where it is not as it was sent."""

    def __init__(self, opened: Opened, sha256: str, keys: list[str]) -> None:
        """Recognise it. Raises: BadBook where it cannot be read, or a newer program wrote it."""
        from fieldapp.documents.arriving import arrived, package_of
        from fieldapp.documents.foreign import read_book
        from fieldapp.documents.package import Package

        self.name, self.sha256, self.opened, self._has_key = opened.path.name, sha256, opened, bool(keys)
        found = arrived(self.name, opened.book, keys)
        self.book: Book | None = None if found and found.untouched else read_book(opened.path, content=opened.book)
        package = found.package if found else package_of(self.book, keys) if self.book else None
        self.package: Package = package or Package({})

    @property
    def sealed(self) -> bool:
        """Whether what it tells programs may be taken."""
        return bool(self.package.sealed)

    @property
    def sender(self) -> str:
        """Who wrote it, and in which office; '' where no seal tells."""
        by = self.package.meta.get("by", "") if self.sealed else ""
        return f"{by}({'县里' if self.package.from_county else '村里'})" if by else ""

    @property
    def seen(self) -> Knowledge | None:
        """What its sender knew; None where nobody can tell."""
        try:
            return self.package.knows if self.package.meta.get("knows") else None
        except ValueError:
            return None

    @property
    def assumed(self) -> Knowledge:
        """What its sender took us to know."""
        try:
            return Knowledge.read(self.package.meta.get("since", "")) if self.sealed else Knowledge()
        except ValueError:
            return Knowledge()

    def warnings(self) -> Iterator[str]:
        """What has to be said of the whole book, in sentences."""
        from fieldapp.desk.lawbook import rules
        from fieldapp.documents.arriving import comments_in

        if not self.sealed:
            yield (_UNSEALED if self._has_key and self.package.has_open_seal else _BROKEN).format(self.name)
        if self.package.meta.get("rules", rules()) != rules():
            yield _OTHER_RULES.format(self.name)
        if self.book and (count := comments_in(self.opened.book)):
            yield _COMMENTS.format(self.name, count)

    def returned(self, survey: Survey) -> Returned | None:
        """Its sheets of records; None where nobody has edited it."""
        if self.book is None:
            return None
        from fieldapp.documents.returned import returned

        return returned(self.book, self.package.meta, survey.nouns)


def receive(
    survey: Survey, path: Path, *, password: str = "", dry_run: bool = False, progress: Progress | None = None
) -> Receipt:
    """Take a book: our own package, another laptop's, one edited by hand. For any thread.

    A book that cannot be read, or is not for this file, ends in an outcome like every other.

    Args:
        password: of the book; the key that is shared with the other office is tried without it.
        dry_run: only tell what would happen: everything is tried in a transaction that is dropped.
        progress: told how many records and rows are done; what it raises drops everything.

    Raises:
        FieldAppError: the survey file cannot be written.
    """
    with closing(survey.new_reader()) as reader:
        return _received(survey, reader, path, password, dry_run=dry_run, progress=progress)


def _received(survey: Survey, reader: Reader, path: Path, password: str, *, dry_run: bool, progress: Progress | None) -> Receipt:
    """The same, with one reader for all that is asked of the file."""
    try:
        sha256, keys = sha256_of(path), [key for key in [reader.about(KEY)] if key]
        if reader.arrival(sha256) is not None:
            return Receipt(path.name, Outcome.ALREADY, village=_mine(reader)[0], dry_run=dry_run)
        came = _Came(open_book(path, [password, *keys]), sha256, keys)
    except BadBook as bad:
        return Receipt.refusal(path.name, bad)
    told = came.returned(survey)
    if not came.package.meta and told and not told.sheets:
        return _foreign(came)
    if trouble := _stranger(reader, came.package, told):
        return Receipt.refusal(path.name, trouble)
    copy = ""
    if not dry_run:
        copy = keep(survey, path.name, came.opened.kept)
        if reader.acts(limit=1):  # of an empty file there is nothing to lose
            backup_of_the_day(survey)
    receipt = _taken(survey, came, told, dry_run=dry_run, progress=progress)
    if came.opened.parcel:
        receipt = replace(receipt, notes=(*receipt.notes, *take_pictures(survey, came.opened.parcel, dry_run=dry_run)))
    if not dry_run:
        if came.sealed:
            _confirm(survey, reader, came.package)
        note_arrival(survey, came.sha256, came.package.id, receipt, copy)
    return receipt


def _taken(survey: Survey, came: _Came, told: Returned | None, *, dry_run: bool, progress: Progress | None) -> Receipt:
    """Take the package and offer the edits, as one."""
    done = 0
    found: list[HandEdits] = []
    holes: list[str] = []
    notes = list(came.warnings())

    def step(count: int = 0) -> None:
        nonlocal done
        done = count or done + 1
        if progress:
            progress(done)

    def tell(reader: Reader, writing: Writing) -> None:
        holes.extend(_holes(known := reader.knowledge()))
        if known.lacks(came.assumed):
            (notes if holes else holes).append(_BEHIND)
        if told:
            found.append(_offered(came, told, reader, writing, step))

    offering = Offering(f"有人在“{came.name}”里手工改过", SOURCE.format(came.name), BY, tell)
    taken = survey.take(came.package.acts, came.package.changes, dry_run=dry_run, step=step, offering=offering)
    receipt = Receipt(
        came.name, Outcome.TAKEN, taken, holes=tuple(holes), village=came.package.meta.get("village", ""), dry_run=dry_run,
        notes=tuple(notes), sender=came.sender,
    )  # fmt: skip
    return _with_edits(receipt, found[0], came) if found else receipt


def _offered(came: _Came, told: Returned, reader: Reader, writing: Writing, step: Callable[[], None]) -> HandEdits:
    """Lay the rows of a book beside what its sender knew, and offer where they differ."""
    from fieldapp.desk.hand_edits import HandEdits
    from fieldapp.desk.told_figures import told_otherwise

    edits = HandEdits(reader, told, came.seen, trusted=came.sealed, step=step)
    edits.notes += told_otherwise(reader, told, came.package.meta)
    edits.tell(writing, came.package.id or "book")
    return edits


def _with_edits(receipt: Receipt, edits: HandEdits, came: _Came) -> Receipt:
    """The receipt with what somebody has edited."""
    notes = list(receipt.notes)
    if (again := len(edits.edits) - receipt.taken.offers) > 0:
        notes.append(_KNOWN.format(again))
    touched = bool(edits.edits or edits.refused or edits.held)
    return replace(
        receipt, outcome=Outcome.EDITED if touched else Outcome.TAKEN if came.sealed else Outcome.SAME,
        refused=tuple(edits.refused), notes=(*notes, *edits.notes), edits=tuple(edits.edits), held=tuple(edits.held),
        noted=tuple(edits.noted),
    )  # fmt: skip


def _foreign(came: _Came) -> Receipt:
    """A book of others: a roster is for the intake, of anything else nobody knows what it is."""
    from fieldapp.documents.roster import stage

    assert came.book is not None
    try:
        roster = stage(came.book)
    except BadBook as bad:
        return Receipt.refusal(came.name, FieldAppError(f"“{came.name}”不是本程序的表，也没有认出名单。", bad.advice), Outcome.UNKNOWN)
    people = sum(len(household.members) for household in roster.households)
    what = f"“{came.name}”是名册({len(roster.households)} 户 {people} 人)，不是本程序的表。"
    return Receipt.refusal(came.name, FieldAppError(what, "名册请用“导入”，不用“收回传包”。"), Outcome.ROSTER)


def _mine(reader: Reader) -> tuple[str, bool]:
    """The code of the file's village, '' where it has none yet, and whether it is for practice."""
    return reader.village().code or "", bool(reader.about(PRACTICE))


def _stranger(reader: Reader, package: Package, told: Returned | None) -> FieldAppError | None:
    """Why a book is not for this file; None where it is."""
    meta, (mine, practice) = package.meta, _mine(reader)
    if meta.get("edition") == "masked":
        return FieldAppError("这是公开版：号码已经遮住，读不回来。", "请让对方发完整的或加密码的工作簿。")
    if meta.get("kind") == "merged":
        return FieldAppError("这是县里合并出来的总表，不是哪个村的包。", "要改的请在村的档案里改，或者用县里的冲突报告。")
    if (schema := meta.get("schema", "")).isdigit() and int(schema) > SCHEMA:
        return FieldAppError(f"这份表要用第 {schema} 版格式的程序，这里是第 {SCHEMA} 版。", "请先升级本程序再收；新的程序可以向县里要。")
    if meta and mine and meta.get("village") != mine:
        return FieldAppError(f"这是“{meta.get('name') or '别的村'}”的包，不是这个村的。", "请打开那个村的档案再收。")
    if meta and bool(meta.get("practice")) != practice:
        return FieldAppError("练习村的包不能收进真的档案，反过来也一样。", "请核对是不是选错了文件。")
    codes = {row.told("村代码") for sheet in told.sheets for row in sheet.rows} - {""} if told else set()
    ours = mine or meta.get("village")
    if not package.sealed and ours and codes and ours not in codes:  # whose it is its rows tell, where no seal does
        return FieldAppError("这份表里全是别的村的，没有这个村的。", "请打开那个村的档案再收。")
    return None


def keep(survey: Survey, name: str, content: bytes) -> str:
    """A copy of what came, beside the survey file and under its password; what came is never written to. Returns its SHA-256."""
    return Received(survey.path, survey.key).keep(name, content, survey.clock.now().isoformat(timespec="seconds"))


def _confirm(survey: Survey, reader: Reader, package: Package) -> None:
    """Remember what the sender says he knows. The next package begins with what somebody lacks of those who were heard:

    two laptops of a village read the county's answer, and what one of them has sent there the other does not know yet.
    """
    begun, told = reader.about(CONFIRMED), reader.about(HEARD)
    if package.from_county == survey.county and not begun:
        return
    heard = json.loads(told or "{}") | {package.meta.get("node", ""): package.knows.told()}
    survey.note(HEARD, json.dumps(heard))
    survey.note(CONFIRMED, functools.reduce(Knowledge.common, map(Knowledge.read, heard.values())).told())


def _holes(known: Knowledge) -> Iterator[str]:
    """What earlier packages are missing."""
    for node, first, last in known.holes():
        yield f"还缺一台电脑({node[:6]})的第 {first} 到 {last} 次操作，等那个包到了会自动补上。"


def note_arrival(survey: Survey, sha256: str, package: str, receipt: Receipt, copy: str) -> None:
    """Remember that a book was read, and its receipt (`arrivals`). `copy`: the SHA-256 of what was kept of it."""
    now: dt.datetime = survey.clock.now()
    survey.arrived(
        sha256, package=package, name=receipt.file, at=now.isoformat(timespec="seconds"), outcome=receipt.outcome.name,
        told=json.dumps(receipt.kept() | {"copy": copy}, ensure_ascii=False),
    )  # fmt: skip


