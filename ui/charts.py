"""Charts on the screen: drawn off the screen's thread, painted here, each figure told where the mouse or the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.messages import PDF
from ui.page import Sheet
from ui.session import Session
from ui.theme import label, worn

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from fieldapp.desk.figures import Figures
    from fieldapp.documents.charts import Chart, Ink, Spot

NOBODY = "这个村还没有农户，登记或导入以后这里有图。"
COUNTING = "正在数……"
_NARROW = 720
"""Below this width, in pixels at 100 %, charts stand one under another."""
_PATIENCE = 150
"""Milliseconds after the last change of the width before charts are drawn anew."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class Drawn:
    """What the lane brings: the figures, the charts and their SVG, for a certain ink."""

    figures: Figures
    charts: Sequence[tuple[Chart, bytes]]


class ChartView(QWidget):
    """One chart. Its figures are told under the mouse, by the arrows, and to a screen reader as sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.at = -1
        self._renderer: QSvgRenderer | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart, svg: bytes) -> None:
        """Show this chart."""
        from PySide6.QtSvg import QSvgRenderer

        self.chart, self.at = chart, -1
        self._renderer = QSvgRenderer(QByteArray(svg), self)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.text)
        self.setFixedHeight(round(chart.height) + 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self.chart.width), round(self.chart.height)) if self.chart else QSize(0, 0)

    def told(self, place: QPoint) -> str:
        """The figure at a place of the widget; '' where there is none."""
        spots = self.chart.spots if self.chart else ()
        return next((spot.told for spot in spots if self._box(spot).contains(place)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QToolTip.showText(event.globalPosition().toPoint(), self.told(event.position().toPoint()), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not (step and self.chart and self.chart.spots):
            super().keyPressEvent(event)
            return
        self.at = (self.at + step) % len(self.chart.spots) if self.at >= 0 else 0
        spot = self.chart.spots[self.at]
        self.setAccessibleDescription(spot.told)
        QToolTip.showText(self.mapToGlobal(self._box(spot).bottomRight().toPoint()), spot.told, self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.chart and self._renderer):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = self._share()
        self._renderer.render(painter, QRectF(0, 0, self.chart.width * share, self.chart.height * share))
        if self.hasFocus():
            painter.setPen(QPen(worn().colour("act"), 1))
            box = self._box(self.chart.spots[self.at]) if self.at >= 0 else QRectF(self.rect())
            painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _share(self) -> float:
        """How far the chart is shrunk until it is drawn anew for a narrower place."""
        return min(1.0, self.width() / self.chart.width) if self.chart else 1.0

    def _box(self, spot: Spot) -> QRectF:
        share = self._share()
        return QRectF(spot.x * share, spot.y * share, spot.width * share, spot.height * share)


class ChartsPanel(QWidget):
    """Coverage by group, visits by week, house grades, water verdicts; counted when they are seen, anew after each act."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale, self._busy = True, False
        self._drawn: Drawn | None = None
        self.views: list[ChartView] = []
        self._sheets: list[Sheet] = []
        self.said = label(COUNTING, "note")
        self.save = Button("保存成 PDF…")
        self.save.setEnabled(False)
        self._grid = QGridLayout()
        self._grid.setSpacing(worn().size("gap"))
        head = QHBoxLayout()
        head.addWidget(self.said, 1)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(worn().size("gap"))
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addStretch()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE)
        self._later.timeout.connect(self._begin)
        self.save.clicked.connect(self._on_save)
        session.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawn:
            self._stale = True
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._drawn:
            self._stale = True
            self._later.start()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _begin(self) -> None:
        """Count and draw, where something is new and somebody looks."""
        if self._busy or not self._stale or not self.isVisible():
            return
        self._stale, self._busy = False, True
        session, width, theme = self._session, self._width(), worn()
        colours, face, size = theme.colours, theme.font().family(), theme.size("note")
        session.tasks.run(lambda: _drawn(session, colours, face, size, width), self._on_drawn, self._on_failed)

    def _columns(self) -> int:
        return 2 if self.width() >= worn().px(_NARROW) else 1

    def _width(self) -> int:
        """How wide one chart may be."""
        gap, frame = worn().size("gap"), 2 * worn().px(18) + 2
        return max((self.width() - gap * (self._columns() - 1)) // self._columns() - frame, worn().px(160))

    def _on_drawn(self, drawn: Drawn) -> None:
        self._busy, self._drawn = False, drawn
        known = drawn.figures.households
        self.said.setText(f"全村 {known} 户，截至 {drawn.figures.on}" if known else NOBODY)
        self.save.setEnabled(known > 0)
        while len(self.views) < len(drawn.charts):
            self._add(drawn.charts[len(self.views)][0].title)
        for place, (chart, svg) in enumerate(drawn.charts):
            self.views[place].show_chart(chart, svg)
            row, column = divmod(place, self._columns())
            self._grid.addWidget(self._sheets[place], row, column)
            self._sheets[place].setVisible(known > 0)
        if self._stale:
            self._later.start()

    def _add(self, title: str) -> None:
        sheet, view = Sheet(title), ChartView()
        sheet.column.addWidget(view)
        sheet.column.addStretch()
        self._sheets.append(sheet)
        self.views.append(view)

    def _on_failed(self, trouble: BaseException) -> None:
        self._busy, self._stale = False, True
        if isinstance(trouble, FieldAppError):
            self.said.setText("" if isinstance(trouble, Cancelled) else str(trouble))
        else:
            raise trouble

    def _on_save(self) -> None:
        from fieldapp.base.file_names import fit
        from fieldapp.desk.figures import write_charts

        assert self._drawn
        figures, village = self._drawn.figures, self._session.reader.village().name or "全村"
        suggested = self._session.path.with_name(f"{fit(village)}_图表{figures.on:%Y%m%d}.pdf")
        path = self._session.messages.place_to_save("保存图表", suggested, PDF)
        if path:
            written = f"已保存到 {path}"
            self._session.tasks.run(lambda: write_charts(path, figures, village), partial(self._on_saved, written), self._on_failed)

    def _on_saved(self, written: str, _: object) -> None:
        self.said.setText(written)


def _drawn(session: Session, colours: dict[str, str], face: str, size: float, width: float) -> Drawn:
    """Count the village and draw its charts; for the lane."""
    from fieldapp.desk.figures import charts_of, figures_of
    from fieldapp.documents.charts import Ink

    ink: Ink = Ink.of_screen(colours, face, size)
    reader = session.survey.new_reader()
    try:
        figures = figures_of(reader.dossiers(), session.today(), session.tasks.step)
    finally:
        reader.close()
    return Drawn(figures, [(chart, chart.svg()) for chart in charts_of(figures, ink, width)])
