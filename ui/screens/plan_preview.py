"""The 帮扶 plan of a household as it will be printed: the pages seen are the pages saved and printed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from ui.buttons import Button
from ui.messages import PDF
from ui.page import Page
from ui.session import Session
from ui.theme import label, worn

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SEEN = 108
"""Dots per inch on the screen at 100 %."""
PRINTED = 300
"""Dots per inch on paper."""
POINTS = 72
PAPER = 8.27
"""The width of A4 in inches."""


@dataclass(frozen=True)
class Preview:
    """A PDF, its pages as pictures, and the characters that no face on this machine has."""

    pdf: bytes
    pages: Sequence[QImage]
    missing: Sequence[str]


class PlanPreviewScreen(Page):
    """Shows, saves and prints the plan of one household."""

    back = Signal(str)  # the id of the household

    def __init__(self, session: Session) -> None:
        super().__init__("帮扶计划")
        self._session = session
        self._household, self._name = "", ""
        self._preview: Preview | None = None
        self.leave = Button("返回", "Esc")
        self.save = Button("保存 PDF…", "Ctrl+S")
        self.print = Button("打印…", "Ctrl+P", main=True)
        for button in (self.leave, self.save, self.print):
            self.acts.addWidget(button)
        self.said = label("", "remark", wraps=True)
        self.pages: list[QLabel] = []
        self._scroll = QScrollArea()
        self._lay_out()
        self.leave.clicked.connect(lambda: self.back.emit(self._household))
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self._on_print)

    def _lay_out(self) -> None:
        self._paper = QWidget()
        self._paper.setProperty("role", "page")
        self._column = QVBoxLayout(self._paper)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(worn().size("gap"))
        self._scroll.setWidget(self._paper)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("计划的各页")
        self.body.addWidget(self.said)
        self.body.addWidget(self._scroll, 1)

    def show_household(self, household: str) -> None:
        """Make the plan of this year for one household (its id) and show its pages."""
        dossier = self._session.reader.dossier(household)
        self._household, self._name = household, dossier.head
        self.title.setText(f"帮扶计划 · {dossier.head}")
        self._show(None)
        self.about.setText("正在排版……")
        session, dots = self._session, self._fitting() * self.devicePixelRatioF()
        session.tasks.run(lambda: _preview(session, household, dots), self._on_made, self._on_trouble)

    def _fitting(self) -> float:
        """Dots per inch at which a page is as large as usual, and no wider than there is room."""
        theme = worn()
        room = self.width() - 2 * theme.size("margin") - theme.px(16)
        usual = SEEN * theme.scale
        return min(usual, room / PAPER) if self.isVisible() else usual

    def _show(self, preview: Preview | None) -> None:
        self._preview = preview
        for button in (self.save, self.print):
            button.setEnabled(preview is not None)
        while item := self._column.takeAt(0):
            if page := item.widget():
                page.deleteLater()
        self.pages = [self._page(image, number) for number, image in enumerate(preview.pages if preview else (), 1)]
        for page in self.pages:
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        self._say("")

    def _page(self, image: QImage, number: int) -> QLabel:
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        page = QLabel()
        page.setProperty("role", "sheet")
        page.setPixmap(picture)
        page.setAccessibleName(f"第 {number} 页")
        return page

    def _on_made(self, preview: Preview) -> None:
        self._show(preview)
        self.about.setText(f"{self._session.today().year} 年度 · 共 {len(preview.pages)} 页")
        if preview.missing:
            self._say(f"这台电脑的字体里没有这些字：{'、'.join(preview.missing)}。打印前请装上有这些字的字体，或手写补上。")

    def _on_trouble(self, trouble: BaseException) -> None:
        self.about.setText("")
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._say(str(trouble))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _on_save(self) -> None:
        from fieldapp.store.connection import telling

        suggested = self._session.path.with_name(f"{self._name}_帮扶计划{self._session.today().year}.pdf")
        path = self._session.messages.place_to_save("保存 PDF", suggested, PDF)
        if path and self._preview:
            try:
                with telling(path):
                    path.write_bytes(self._preview.pdf)
                self.about.setText(f"已保存到 {path}")
            except FieldAppError as trouble:
                self._say(str(trouble))

    def _on_print(self) -> None:
        printer = self._session.messages.printer(f"{self._name} 帮扶计划")
        if printer and self._preview:
            pdf = self._preview.pdf
            self._session.tasks.run(lambda: _pages(pdf, PRINTED), lambda pages: _print(printer, pages), self._on_trouble)


def _preview(session: Session, household: str, dots: float) -> Preview:
    """Write the plan and draw its pages; for the lane. No file stays behind."""
    from fieldapp.desk.printing import write_plans

    reader, today = session.survey.new_reader(), session.today()
    try:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "plan.pdf"
            printed = write_plans(reader, out, on=today, households=[household], year=today.year, one_file=True)
            pdf = out.read_bytes()
    finally:
        reader.close()
    return Preview(pdf, _pages(pdf, dots), printed.missing)


def _pages(pdf: bytes, dots: float) -> list[QImage]:
    """The pages of a PDF as pictures of so many dots per inch."""
    import pypdfium2

    opened: Callable[[bytes], Any] = pypdfium2.PdfDocument
    pages = []
    with opened(pdf) as document:
        for page in document:
            drawn = page.render(scale=dots / POINTS, prefer_bgrx=True)
            pages.append(QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy())
    return pages


def _print(printer: QPrinter, pages: Sequence[QImage]) -> None:
    """Put each picture on a sheet of its own, as large as the paper."""
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number, image in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(painter.viewport(), image)
    painter.end()
