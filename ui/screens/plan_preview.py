"""The papers of a household as they will be printed: the pages seen are the pages saved and printed.

What is doubtful of the household stands beside the pages, never on a paper that the family is given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QTabBar, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.printing import Order, PaperKind, doubts_told, write_papers
from ui.batch import missing
from ui.buttons import Button
from ui.forms.verdict import empty
from ui.messages import PDF
from ui.page import Page, Sheet
from ui.press import pages, print_pages
from ui.session import Session
from ui.theme import label, worn

SEEN = 108
"""Dots per inch on the screen at 100 %."""
PAPER = 8.27
"""The width of A4 in inches."""
BESIDE = 250
"""The width of what stands beside the pages, in pixels at 100 %."""
KINDS = tuple(PaperKind)


@dataclass(frozen=True)
class Preview:
    """A PDF, its pages as pictures, the characters that no face on this machine has, and what is doubtful of the household."""

    pdf: bytes
    pages: Sequence[QImage]
    missing: tuple[str, ...]
    doubts: Sequence[str]


class PlanPreviewScreen(Page):
    """Shows, saves and prints the papers of one household, the plan first."""

    back = Signal(str)  # the id of the household

    def __init__(self, session: Session) -> None:
        super().__init__(PaperKind.PLAN.value)
        self._session = session
        self._household, self._name = "", ""
        self._preview: Preview | None = None
        self.leave = Button("返回", "Esc")
        self.save = Button("保存 PDF…", "Ctrl+S")
        self.print = Button("打印…", "Ctrl+P", main=True)
        for button in (self.leave, self.save, self.print):
            self.acts.addWidget(button)
        self.tabs = QTabBar()
        self.said = label("", "remark", wraps=True)
        self.doubts = Sheet("疑点", "核实后再打印；不印在给农户的纸上。")
        self.pages: list[QLabel] = []
        self._scroll = QScrollArea()
        self._lay_out()
        self.tabs.currentChanged.connect(self._make)
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
        self._scroll.setAccessibleName("材料的各页")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("哪一种材料")
        for number, kind in enumerate(KINDS):
            self.tabs.addTab(kind.value)
            self.tabs.setTabToolTip(number, f"Ctrl+{number + 1}")
            key = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            key.activated.connect(partial(self.tabs.setCurrentIndex, number))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(8))
        self.doubts.column.addLayout(self._lines)
        self.doubts.column.addStretch()
        self.doubts.setFixedWidth(worn().px(BESIDE))
        self.doubts.hide()
        row = QHBoxLayout()
        row.setSpacing(worn().size("gap"))
        row.addWidget(self._scroll, 1)
        row.addWidget(self.doubts)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.said)
        self.body.addLayout(row, 1)

    @property
    def kind(self) -> PaperKind:
        """Which paper is shown."""
        return KINDS[max(self.tabs.currentIndex(), 0)]

    def show_household(self, household: str, kind: PaperKind = PaperKind.PLAN) -> None:
        """Show the papers of one household (its id), this one first."""
        self._household, self._name = household, self._session.reader.dossier(household).head
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(KINDS.index(kind))
        self.tabs.blockSignals(False)
        self._make()

    def _make(self) -> None:
        """Make the chosen paper and show its pages."""
        household, kind = self._household, self.kind
        self.title.setText(f"{kind.value} · {self._name}")
        self._show(None)
        self.about.setText("正在排版……")
        session, dots = self._session, self._fitting() * self.devicePixelRatioF()
        made = partial(self._on_made, household, kind)
        session.tasks.run(lambda: _preview(session, household, kind, dots), made, self._on_trouble)

    def _fitting(self) -> float:
        """Dots per inch at which a page is as large as usual, and no wider than there is room."""
        theme = worn()
        room = self.width() - 2 * theme.size("margin") - theme.px(16) - theme.px(BESIDE) - theme.size("gap")
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
        self._doubt(preview.doubts if preview else ())
        self._say("")

    def _doubt(self, doubts: Sequence[str]) -> None:
        """Tell what is doubtful beside the pages; on a working copy it stands on the page."""
        empty(self._lines)
        self.doubts.setVisible(bool(doubts) and self.kind is not PaperKind.OUTING)
        for text in doubts:
            line = label(text, wraps=True)
            line.setMinimumWidth(1)
            self._lines.addWidget(line)

    def _page(self, image: QImage, number: int) -> QLabel:
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        page = QLabel()
        page.setProperty("role", "sheet")
        page.setPixmap(picture)
        page.setAccessibleName(f"第 {number} 页")
        return page

    def _on_made(self, household: str, kind: PaperKind, preview: Preview) -> None:
        if (household, kind) != (self._household, self.kind):
            return  # something else has been chosen meanwhile
        self._show(preview)
        year = f"{self._session.today().year} 年度 · " if kind is PaperKind.PLAN else ""
        self.about.setText(f"{year}共 {len(preview.pages)} 页")
        if preview.missing:
            self._say(missing(preview.missing))

    def _on_trouble(self, trouble: BaseException) -> None:
        self.about.setText("")
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._say(str(trouble))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _on_save(self) -> None:
        from fieldapp.base.file_names import fit
        from fieldapp.store.connection import telling

        suggested = self._session.path.with_name(f"{fit(self._name)}_{self.kind.value}{self._session.today():%Y%m%d}.pdf")
        path = self._session.messages.place_to_save("保存 PDF", suggested, PDF)
        if path and self._preview:
            try:
                with telling(path):
                    path.write_bytes(self._preview.pdf)
                self.about.setText(f"已保存到 {path}")
            except FieldAppError as trouble:
                self._say(str(trouble))

    def _on_print(self) -> None:
        printer = self._session.messages.printer(f"{self._name} {self.kind.value}")
        if printer and self._preview:
            pdf, step = self._preview.pdf, self._session.tasks.step
            self.about.setText("正在打印……")
            self._session.tasks.run(
                lambda: print_pages(printer, pdf, lambda sent, _: step(sent)), self._on_printed, self._on_trouble
            )

    def _on_printed(self, sent: int) -> None:
        self.about.setText(f"已交给打印机，共 {sent} 页")


def _preview(session: Session, household: str, kind: PaperKind, dots: float) -> Preview:
    """Write the paper and draw its pages; for the lane. No file stays behind."""
    reader, today = session.survey.new_reader(), session.today()
    try:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "paper.pdf"
            printed = write_papers(reader, out, Order(kind, today, [household]), one_file=True)
            pdf = out.read_bytes()
        doubts = doubts_told(reader.dossier(household), today)
    finally:
        reader.close()
    return Preview(pdf, list(pages(pdf, dots)), printed.missing, doubts)
