"""A round of papers of several households: what was ordered, how far it is, and how it ended in words."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.departures import log_papers
from fieldapp.desk.printing import Order, PaperKind, Printed, write_papers
from ui.press import print_pages
from ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

HANDS = "里面有完整的证件号码和电话：请当面交接，不要发到群里。"


@dataclass
class Batch:
    """A round under way. The lane counts, the screen reads; each works with a reader of its own.

    Attributes:
        households: how many there are to print.
        out: the folder or the file; None where it goes to the printer.
        done: so many households are laid out or written.
        sent: so many pages of `pages` were given to the printer.
    """

    order: Order
    households: int
    out: Path | None = None
    one_file: bool = True
    done: int = 0
    sent: int = 0
    pages: int = 0

    @property
    def told(self) -> str:
        """How far it is."""
        if self.sent:
            return f"正在打印 第 {self.sent} 页，共 {self.pages} 页"
        doing = "正在写" if self.out else "正在排版"
        return f"{doing}{self.order.kind.value} 第 {min(self.done + 1, self.households)} 户，共 {self.households} 户"

    def write(self, session: Session) -> Printed:
        """Write it where it is to stand; for the lane. Raises: FieldAppError."""
        assert self.out
        try:
            printed = self._write(session, self.out, duplex=True)
        except FieldAppError:
            self._leave(session, self.done if self.stands else 0)
            raise
        self._leave(session, self.households)
        return printed

    def print(self, session: Session, printer: QPrinter) -> Printed:
        """Give it to a printer, and leave no file behind; for the lane. Raises: FieldAppError."""
        from PySide6.QtPrintSupport import QPrinter

        both_sides = printer.duplex() != QPrinter.DuplexMode.DuplexNone
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "papers.pdf"
            printed = self._write(session, pdf, duplex=both_sides)
            try:
                print_pages(printer, pdf, lambda sent, pages: self._sent(session, sent, pages))
            finally:
                self._leave(session, self.households if self.sent else 0)
        return printed

    def _write(self, session: Session, out: Path, *, duplex: bool) -> Printed:
        def progress(done: int) -> None:
            self.done = done
            session.tasks.step(done)

        reader = session.survey.new_reader()
        try:
            return write_papers(reader, out, self.order, one_file=self.one_file, duplex=duplex, progress=progress)
        finally:
            reader.close()

    def _leave(self, session: Session, households: int) -> None:
        """Keep that papers with full numbers have left the house."""
        if not self.order.mask and households:
            log_papers(session.survey, f"{self.order.kind.value} {self.out.name if self.out else '打印机'}", households)

    def _sent(self, session: Session, sent: int, pages: int) -> None:
        self.sent, self.pages = sent, pages
        session.tasks.step(self.done)

    def ended(self, printed: Printed) -> str:
        """What became of it: how many papers, where, and what has to be minded."""
        what = f"{printed.papers} 份{self.order.kind.value}"
        if self.order.kind is PaperKind.OUTING:
            what = f"{self.households} 户的{self.order.kind.value}"
        told = f"已写好 {what}，在 {self.out}。" if self.out else f"已交给打印机：{what}，{self.pages} 页。"
        return told + ("" if self.order.mask else HANDS)

    def stopped(self, trouble: FieldAppError) -> str:
        """What stands after it was stopped, by the person or by a trouble."""
        begun = "已取消。" if isinstance(trouble, Cancelled) else str(trouble)
        if self.out is None:
            return begun + (f"打印机可能已经印出前 {self.sent} 页。" if self.sent else "一页也没有印。")
        if self.stands:
            return f"{begun}先写好的 {self.done} 户都是完整的文件，在 {self.out}。"
        return begun + "没有留下文件。"

    @property
    def stands(self) -> bool:
        """Whether files stand although it was stopped."""
        return not self.one_file and self.done > 0


def missing(letters: tuple[str, ...]) -> str:
    """What to do about characters that no face on this machine has; '' where there are none."""
    if not letters:
        return ""
    return f"这台电脑的字体里没有这些字：{'、'.join(letters)}。请装上有这些字的字体重印，或手写补上。"
