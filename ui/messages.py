"""The only place that opens a message box or a file dialog. Screens are given one of these; tests give them another.

Boxes are loaded when one is opened: a good day has none, and the start stays fast.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QWidget

from fieldapp.base.errors import FieldAppError
from ui.theme import worn

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QMessageBox

UNEXPECTED = "程序遇到意外问题，已保存的内容没有丢失"
KEEP_REPORT = "存到备份旁边"
READABLE = (560, 260)
"""Pixels at 100 % in which a report can be read."""
SURVEY = "驻村走访档案 (*.survey)"
COUNTY = "县级汇总 (*.county)"
OPENED = "驻村走访档案、县级汇总 (*.survey *.county)"
ENROLMENT = "登记包 (*.enrol)"
WORKBOOK = "工作簿 (*.xlsx)"
PARCEL = "加密的包 (*.zip)"
PDF = "PDF 文件 (*.pdf)"
ROSTER = "名册 (*.xlsx *.xls *.ods *.csv)"
PACKAGE = "回传包、上报包、工作簿 (*.xlsx *.xls *.ods *.zip)"


class Messages:
    """Speaks to the person in boxes. Good news needs none."""

    def __init__(self) -> None:
        self.window: QWidget | None = None
        """What the boxes stand before, once there is a window."""

    def tell(self, trouble: FieldAppError) -> None:
        """What happened, and what to do now."""
        box = self._box("Warning", trouble.what, trouble.advice)
        box.addButton("知道了", box.ButtonRole.AcceptRole)
        box.exec()

    def ask(self, question: str, detail: str = "", yes: str = "继续", no: str = "取消") -> bool:
        """Whether the person says yes. Escape says no, and no is where the focus stands."""
        box = self._box("Question", question, detail)
        agreed = box.addButton(yes, box.ButtonRole.AcceptRole)
        refused = box.addButton(no, box.ButtonRole.RejectRole)
        box.setDefaultButton(refused)
        box.setEscapeButton(refused)
        box.exec()
        return box.clickedButton() is agreed

    def tell_report(self, what: str, detail: str, report: str, put: Callable[[], list[Path]]) -> None:
        """Something that those who mend the program should hear of.

        Args:
            report: names no person; it can be looked at, and copied to send it.
            put: puts it beside the backup and returns where it lies; what it raises is told.
        """
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QTextEdit

        box = self._box("Warning", what, detail)
        box.setDetailedText(report)
        if (details := box.findChild(QTextEdit)) is not None:
            details.setFixedSize(*map(worn().px, READABLE))
        kept = box.addButton(KEEP_REPORT, box.ButtonRole.AcceptRole)
        copied = box.addButton("复制", box.ButtonRole.ActionRole)
        left = box.addButton("接着用", box.ButtonRole.RejectRole)
        box.setDefaultButton(kept)
        box.setEscapeButton(left)
        box.exec()
        if box.clickedButton() is copied:
            QGuiApplication.clipboard().setText(report)
        elif box.clickedButton() is kept:
            try:
                self._tell_placed(put())
            except FieldAppError as trouble:
                self.tell(trouble)

    def _tell_placed(self, files: list[Path]) -> None:
        box = self._box("Information", f"已存为“{files[0].name}”", "\n".join(f"在 {file.parent}" for file in files))
        shown = box.addButton("打开文件夹", box.ButtonRole.ActionRole)
        known = box.addButton("知道了", box.ButtonRole.AcceptRole)
        box.setDefaultButton(known)
        box.exec()
        if box.clickedButton() is shown:
            self.show_folder(files[0])

    def place_to_save(self, title: str, suggested: Path, kind: str) -> Path | None:
        """A file to write, or None where the person changed his mind. `kind`: one of SURVEY, COUNTY, WORKBOOK, PARCEL, PDF."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(self.window, title, str(suggested), kind)
        return _with_ending(Path(chosen), kind) if chosen else None

    def file_to_open(self, title: str, folder: Path, kind: str) -> Path | None:
        """A file that exists, or None."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(self.window, title, str(folder), kind)
        return Path(chosen) if chosen else None

    def files_to_open(self, title: str, folder: Path, kind: str) -> list[Path]:
        """Files that exist, one or several; empty where the person changed his mind."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self.window, title, str(folder), kind)
        return [Path(one) for one in chosen]

    def folder(self, title: str, start: Path) -> Path | None:
        """A folder that exists, or None."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self.window, title, str(start))
        return Path(chosen) if chosen else None

    def printer(self, name: str) -> QPrinter | None:
        """A printer that is set up, or None. `name`: what the printing queue calls the job."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        dialog = QPrintDialog(printer, self.window)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def show_folder(self, file: Path) -> None:
        """Open the folder where a file stands, in the machine's own file browser."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))

    def _box(self, icon: Literal["Information", "Warning", "Question"], what: str, detail: str) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        box.setWindowTitle("驻村走访")
        box.setIcon(QMessageBox.Icon[icon])
        box.setText(what)
        box.setInformativeText(detail)
        return box


def _with_ending(path: Path, kind: str) -> Path:
    """The path with the ending of its kind, which not every desktop adds by itself."""
    ending = kind[kind.index("*") + 1 : -1]
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
