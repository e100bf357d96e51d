"""使用手册: the pages at the left, searched while one types, and the chosen one beside them. F1 opens the page of where one is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem

from fieldapp.documents.manual import find, manual
from ui.buttons import Button
from ui.leaf import Leaf
from ui.page import Page, Sheet
from ui.theme import label, worn

LIST, SEARCH = 236, 300
KEY = "Ctrl+F"
NOTHING = "没有找到。换一个词再试。"
_NAME = Qt.ItemDataRole.UserRole


class ManualScreen(Page):
    """Shows the manual. Links lead from page to page; Escape leads back to the work."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__("使用手册")
        self.search, self.leave = QLineEdit(), Button("返回", "Esc")
        self.list, self.leaf = QListWidget(), Leaf()
        self._key = label(KEY, "key")
        self._lay_out()
        self.search.textChanged.connect(self._refresh)
        self.search.returnPressed.connect(self._on_entered)
        self.search.installEventFilter(self)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_entered)
        self.leaf.anchorClicked.connect(self._on_link)
        self.leave.clicked.connect(self.back)
        QShortcut(QKeySequence(KEY), self).activated.connect(self._on_search)
        self._refresh()

    def _lay_out(self) -> None:
        theme = worn()
        self.search.setPlaceholderText("在手册里找，例如 停水")
        self.search.setAccessibleName("在手册里找")
        self.search.setFixedWidth(theme.px(SEARCH))
        key = QHBoxLayout(self.search)
        key.setContentsMargins(0, 0, theme.px(8), 0)
        key.addStretch()
        key.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.list.setAccessibleName("手册的各页")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for act in (self.leave, self.search):
            self.acts.addWidget(act)
        pages, page = Sheet(), Sheet()
        for sheet, shown in ((pages, self.list), (page, self.leaf)):
            sheet.column.setContentsMargins(theme.px(1), theme.px(8), theme.px(1), theme.px(8))
            sheet.column.addWidget(shown)
        pages.setFixedWidth(theme.px(LIST))
        row = QHBoxLayout()
        row.setSpacing(theme.size("gap"))
        row.addWidget(pages)
        row.addWidget(page, 1)
        self.body.addLayout(row, 1)

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        item = self.list.currentItem()
        return str(item.data(_NAME) or "") if item else ""

    def show_page(self, name: str) -> None:
        """Show one page. Raises: KeyError."""
        title = manual()[name].title
        self.search.setText("")
        self._refresh()  # in the colours of now
        self.list.setCurrentItem(next(item for item in self._items() if item.data(_NAME) == name))
        self.list.scrollToItem(self.list.currentItem())
        self.leaf.setAccessibleName(title)
        self.leaf.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrow leads down into the list, and Escape empties it first."""
        key = (
            event.key()
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent)
            else None
        )
        if key == Qt.Key.Key_Escape and self.search.text():
            event.accept()  # before the button takes it
            if event.type() == QEvent.Type.KeyPress:
                self.search.clear()
            return True
        if key == Qt.Key.Key_Down and event.type() == QEvent.Type.KeyPress:
            self.list.setFocus()
            return True
        return False

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _refresh(self) -> None:
        """List the pages that are found, or all of them under their parts."""
        words, at = self.search.text().strip(), self.page
        self._key.setText("Esc" if words else KEY)
        self.list.blockSignals(True)
        self.list.clear()
        if words:
            found = find(words)
            for one in found:
                self._add(one.page.title, one.page.name, one.excerpt)
            self.about.setText(f"{len(found)} 页里有“{words}”" if found else NOTHING)
        else:
            self._list_all()
            self.about.setText("随时按 F1 打开，讲的是眼前这件事")
        self.list.blockSignals(False)
        chosen = [item for item in self._items() if item.data(_NAME)]
        if chosen:
            self.list.setCurrentItem(
                next((item for item in chosen if item.data(_NAME) == at), chosen[0]) if not words else chosen[0]
            )
        self._on_chosen()

    def _list_all(self) -> None:
        part = ""
        for page in manual().values():
            if page.part != part:
                part = page.part
                self._add(part, "", "")
            self._add(page.title, page.name, "")

    def _add(self, title: str, name: str, excerpt: str) -> None:
        """A page in the list; one without name is the heading of a part."""
        item = QListWidgetItem(f"{title}\n{excerpt}" if excerpt else title, self.list)
        item.setSizeHint(QSize(0, worn().px(54 if excerpt else 32)))
        item.setData(_NAME, name)
        if not name:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(worn().font("note"))
            item.setForeground(worn().colour("quiet"))

    def _on_chosen(self) -> None:
        if self.page:
            self.leaf.show_page(manual()[self.page].text, self.search.text().split())

    def _on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_entered(self) -> None:
        self.leaf.setFocus()

    def _on_link(self, link: QUrl) -> None:
        self.show_page(link.path().removesuffix(".md"))
