"""A page of Markdown on the screen, dressed as the program is: pictures no wider than the text, keys as caps, thin tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from fieldapp.documents.manual import FOLDER
from ui.theme import worn

WIDEST = 760
"""A longer line is hard to read; in pixels at 100 %."""
MARGIN = 24
LINE = 150.0
"""Height of a line in per cent."""


class Leaf(QTextBrowser):
    """Shows one page; links are told, not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setProperty("role", "leaf")
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self._text, self._wide = "", 0

    def show_page(self, text: str, words: Sequence[str] = ()) -> None:
        """Show this page from its beginning, these words marked and the first of them in sight."""
        self._text = text
        self._draw()
        self.verticalScrollBar().setValue(0)
        self._mark(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width."""
        super().resizeEvent(event)
        if self._text and self._room() != self._wide:
            at = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(at)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        """A picture, as wide as there is room for text at most."""
        if type != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = QImage(str(FOLDER / (name.path() if isinstance(name, QUrl) else name)))
        if image.isNull():
            return None
        ratio = self.devicePixelRatioF()
        widest = round(min(self._room(), image.width()) * ratio)
        if image.width() > widest:
            image = image.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def _room(self) -> int:
        """How wide the text is, in pixels."""
        px = worn().px
        return max(min(self.width() - 2 * px(MARGIN) - px(14), px(WIDEST)), px(200))

    def _draw(self) -> None:
        document = self.document()
        self._wide = self._room()
        self.setLineWrapColumnOrWidth(self._wide + 2 * worn().px(MARGIN))
        self.setMarkdown(self._text)
        document.setDocumentMargin(worn().px(MARGIN))
        document.setIndentWidth(worn().px(18))
        for block in _blocks(document):
            _dress(block)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)

    def _mark(self, words: Sequence[str]) -> None:
        marked: list[QTextEdit.ExtraSelection] = []
        first: QTextCursor | None = None
        for word in words:
            found = self.document().find(word)
            while not found.isNull():
                first = min(first or found, found, key=lambda one: one.position())
                marked.append(_marked(found))
                found = self.document().find(word, found)
        self.setExtraSelections(marked)
        if first:
            self.setTextCursor(QTextCursor(self.document().findBlock(first.position())))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _dress(block: QTextBlock) -> None:
    """Room around a paragraph; headings in our sizes, keys and commands on a ground of their own."""
    theme, cursor = worn(), QTextCursor(block)
    level, listed = block.blockFormat().headingLevel(), block.textList() is not None
    room = QTextBlockFormat()
    room.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    room.setTopMargin(theme.px(18 if level > 1 else 0))
    room.setBottomMargin(theme.px(4 if listed or level else 10))
    cursor.mergeBlockFormat(room)
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        words = QTextCharFormat()
        words.setFont(theme.font("title" if level == 1 else "text"))
        words.setFontWeight(700)
        words.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
        cursor.setCharFormat(words)
    for begin, end in _keys(block):
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        key = QTextCharFormat()
        key.setFont(theme.font("note"))
        key.setBackground(theme.colour("chosen"))
        cursor.setCharFormat(key)


def _keys(block: QTextBlock) -> list[tuple[int, int]]:
    """Where keys and commands stand: from, to."""
    places, part = [], block.begin()
    while not part.atEnd():
        words = part.fragment()
        if words.charFormat().fontFixedPitch():
            places.append((words.position(), words.position() + words.length()))
        part += 1
    return places


def _dress_table(table: QTextTable) -> None:
    """Hairlines under the rows, as in every table of the program."""
    shape, px = table.format(), worn().px
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setTopMargin(px(4))
    shape.setBottomMargin(px(12))
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            style = cell.format().toTableCellFormat()
            style.setPadding(px(5))
            style.setRightPadding(px(22))
            style.setBottomBorder(1)
            style.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            style.setBottomBorderBrush(QBrush(worn().colour("edge" if row == 0 else "line")))
            cell.setFormat(style)
            room = QTextBlockFormat()
            room.setBottomMargin(0)
            room.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cell.firstCursorPosition().mergeBlockFormat(room)


def _marked(found: QTextCursor) -> QTextEdit.ExtraSelection:
    selection: Any = QTextEdit.ExtraSelection()  # its two members are not in the stubs
    words = QTextCharFormat()
    words.setBackground(worn().colour("doubtful_ground"))
    words.setForeground(worn().colour("doubtful"))
    selection.cursor, selection.format = found, words
    return cast(QTextEdit.ExtraSelection, selection)
