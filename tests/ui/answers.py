"""A person's answers to boxes and dialogs, given beforehand; and what he was told."""

from collections.abc import Callable
from pathlib import Path

from fieldapp.base.errors import FieldAppError
from ui.messages import Messages


class Answers(Messages):
    """Stands in for the boxes: every question is answered from `yes`, `place` and `places`, everything told is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.yes = True
        self.place: Path | None = None
        self.places: list[Path] = []
        self.told: list[str] = []
        self.shown: list[Path] = []
        self.reports: list[str] = []

    def tell(self, trouble: FieldAppError) -> None:
        self.told.append(str(trouble))

    def ask(self, question: str, detail: str = "", yes: str = "继续", no: str = "取消") -> bool:
        self.told.append(question)
        return self.yes

    def tell_report(self, what: str, detail: str, report: str, put: Callable[[], list[Path]]) -> None:
        self.told.append(what)
        self.reports.append(report)
        if self.yes:
            self.shown += put()

    def place_to_save(self, title: str, suggested: Path, kind: str) -> Path | None:
        return self.place

    def file_to_open(self, title: str, folder: Path, kind: str) -> Path | None:
        return self.place

    def files_to_open(self, title: str, folder: Path, kind: str) -> list[Path]:
        return self.places

    def folder(self, title: str, start: Path) -> Path | None:
        return self.place

    def printer(self, name: str):
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.place))
        return printer

    def show_folder(self, file: Path) -> None:
        self.shown.append(file)
