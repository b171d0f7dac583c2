"""The points of the library map, which can be zoomed, moved and opened."""

import math
from dataclasses import dataclass

from PySide6.QtCore import (
    QEasingCurve,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from grsearch_desktop.engine.protocol import Hit, LibraryMap, MapPoint, Why
from grsearch_desktop.window import wording
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.thumbnails import Thumbnails

_MARGIN = 28
_SMALLEST, _LARGEST, _CROWD = 4.0, 10.0, 150.0
"""Pixels of a point: the more there are, the smaller."""
_NEAR = 14.0
"""Pixels within which a point is under the mouse."""
_CLICK = 4
"""Pixels that the mouse may move between press and release of a click."""
_CLOSEST = 60.0
_STEP = 1.25
_PICTURE = QSize(116, 100)
_MOVE = 900
"""Milliseconds in which the points go from one map to the other."""

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}

Key = tuple[int, bool]
"""The item, and whether the point is its text."""


@dataclass(frozen=True)
class _Looked:
    """Which part of the map is seen: its middle, from 0 to 1, and how many times larger."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0


class MapView(QWidget):
    """Texts in one colour, pictures and pages in another. Points that move are seen moving."""

    open_wanted = Signal(object, object)
    """A path, and a page or None."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnails = thumbnails
        self._points: tuple[MapPoint, ...] = ()
        self._places: list[QPointF] = []
        """Where the points are painted, from 0 to 1; between two maps while they move."""
        self._from: list[QPointF] = []
        self._looked = _Looked()
        self._current: int | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._moving = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_MOVE)
        self._moving.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._moving.valueChanged.connect(self._move_points)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 260)
        self.setAccessibleName(self.tr("Library map"))
        thumbnails.came.connect(lambda _: self.update())

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_map(self, shown: LibraryMap) -> None:
        """Lets the points go from where they are to where this map has them."""
        current = self._key_of(self._current)
        old = {
            self._key(point): place for point, place in zip(self._points, self._places, strict=True)
        }
        middle = QPointF(0.5, 0.5)
        self._from = [old.get(self._key(p), middle if old else _place(p)) for p in shown.points]
        self._points = shown.points
        keys = [self._key(point) for point in shown.points]
        self._current = keys.index(current) if current in keys else None
        self._moving.stop()
        self._places = self._from
        self.update()
        if self._from != [_place(point) for point in shown.points]:
            self._moving.start()

    def zoom(self, times: float, at: QPointF | None = None) -> None:
        """Makes the map larger or smaller; what is `at` (in pixels) stays where it is."""
        at = QPointF(self.rect().center()) if at is None else at
        fixed = self._on_map(at)
        closer = min(max(self._looked.zoom * times, 1.0), _CLOSEST)
        side = self._side * closer
        beside = at - QPointF(self.rect().center())
        self._look_at(fixed.x() - beside.x() / side, fixed.y() - beside.y() / side, closer)

    def fit(self) -> None:
        """Shows all points."""
        self._look_at(0.5, 0.5, 1.0)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - as Qt has it
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = _CROWD / math.sqrt(max(len(self._points), 1))
        wide = min(max(wide, _SMALLEST), _LARGEST)
        wide *= min(1.0 + math.log2(self._looked.zoom) / 4, 2.4)
        for is_text, colour in ((False, self._theme.look), (True, self._theme.text)):
            ink = QColor(colour)
            ink.setAlphaF(0.75)
            painter.setPen(QPen(ink, wide, c=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(
                QPolygonF(
                    [
                        self._in_window(place)
                        for point, place in zip(self._points, self._places, strict=True)
                        if (point.kind == "passage") == is_text
                    ]
                )
            )
        if self._current is not None and self._current < len(self._places):
            self._paint_current(painter, self._current, wide)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(6, 1, -6, -1), 10, 10)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turns = event.angleDelta().y() / 120
        self.zoom(_STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is None:
            self._choose(self._nearest(event.position()))
            return
        moved = event.position() - self._pressed
        if self._dragged or moved.manhattanLength() > _CLICK:
            self._dragged = True
            self._pressed = event.position()
            side = self._side * self._looked.zoom
            x, y = self._looked.x - moved.x() / side, self._looked.y - moved.y() / side
            self._look_at(x, y, self._looked.zoom)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            self._pressed = None
            if not self._dragged:
                self._choose(self._nearest(event.position()))
                self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _DIRECTIONS:
            self._walk(*_DIRECTIONS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP, self._current_place())
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP, self._current_place())
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    @property
    def _side(self) -> float:
        """Pixels of the whole map's sides."""
        return max(1.0, min(self.width(), self.height()) - 2.0 * _MARGIN)

    def _look_at(self, x: float, y: float, zoom: float) -> None:
        # Half of what is seen may be empty: a point at the edge can come to the middle.
        self._looked = _Looked(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0), zoom)
        self.update()

    def _in_window(self, place: QPointF) -> QPointF:
        side, middle = self._side * self._looked.zoom, self.rect().center()
        return QPointF(
            middle.x() + (place.x() - self._looked.x) * side,
            middle.y() + (place.y() - self._looked.y) * side,
        )

    def _on_map(self, at: QPointF) -> QPointF:
        side, middle = self._side * self._looked.zoom, self.rect().center()
        return QPointF(
            self._looked.x + (at.x() - middle.x()) / side,
            self._looked.y + (at.y() - middle.y()) / side,
        )

    def _nearest(self, at: QPointF) -> int | None:
        """The point under the mouse."""
        near = _NEAR / (self._side * self._looked.zoom)
        place = self._on_map(at)
        x, y = place.x(), place.y()
        found = min(
            range(len(self._places)),
            key=lambda n: (self._places[n].x() - x) ** 2 + (self._places[n].y() - y) ** 2,
            default=None,
        )
        if found is None:
            return None
        away = math.hypot(self._places[found].x() - x, self._places[found].y() - y)
        return found if away <= near else None

    def _walk(self, right: float, down: float) -> None:
        """Goes to the nearest point in a direction."""
        if self._current is None:
            self._choose(0 if self._points else None)
            return
        here = self._places[self._current]
        best, least = None, math.inf
        for number, place in enumerate(self._places):
            x, y = place.x() - here.x(), place.y() - here.y()
            ahead, beside = x * right + y * down, abs(x * down) + abs(y * right)
            if ahead > 0 and beside <= ahead and (cost := ahead + 2 * beside) < least:
                best, least = number, cost
        if best is not None:
            self._choose(best)
            self._keep_in_sight(self._places[best])

    def _keep_in_sight(self, place: QPointF) -> None:
        inside = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if not inside.contains(self._in_window(place).toPoint()):
            self._look_at(place.x(), place.y(), self._looked.zoom)

    def _choose(self, number: int | None) -> None:
        if number == self._current:
            return
        self._current = number
        point = None if number is None else self._points[number]
        self.setAccessibleDescription(_spoken(point) if point else "")
        shape = Qt.CursorShape
        self.setCursor(shape.ArrowCursor if point is None else shape.PointingHandCursor)
        self.update()

    def _open(self) -> None:
        if self._current is not None:
            point = self._points[self._current]
            self.open_wanted.emit(point.path, point.page)

    def _current_place(self) -> QPointF | None:
        return None if self._current is None else self._in_window(self._places[self._current])

    def _move_points(self, share: float) -> None:
        self._places = [
            QPointF(
                start.x() + (point.x - start.x()) * share,
                start.y() + (point.y - start.y()) * share,
            )
            for start, point in zip(self._from, self._points, strict=True)
        ]
        self.update()

    def _paint_current(self, painter: QPainter, number: int, wide: float) -> None:
        """A ring around the point, and a card beside it that says what it is."""
        point, theme = self._points[number], self._theme
        at = self._in_window(self._places[number])
        painter.setPen(QPen(QColor(theme.ink), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, wide, wide)
        picture = self._thumbnails.picture(_hit(point), _PICTURE, self.devicePixelRatio())
        metrics = QFontMetrics(self.font())
        name = metrics.elidedText(
            wording.name_in_words(point.path), Qt.TextElideMode.ElideMiddle, 260
        )
        where = wording.page_of(_hit(point)) or wording.map_kind(point.kind)
        words = max(metrics.horizontalAdvance(name), metrics.horizontalAdvance(where))
        wide_card = max(words, _PICTURE.width() if picture else 0) + 24
        high = 2 * metrics.lineSpacing() + 18 + (_PICTURE.height() + 8 if picture else 0)
        card = QRect(round(at.x()) + 14, round(at.y()) + 10, wide_card, high)
        leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if leftwards or card.right() > self.width() - 6:
            card.moveRight(round(at.x()) - 14)
        if leftwards and card.left() < 6:
            card.moveLeft(round(at.x()) + 14)
        if card.bottom() > self.height() - 6:
            card.moveBottom(round(at.y()) - 10)
        card.moveLeft(max(card.left(), 6))
        card.moveTop(max(card.top(), 6))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        line = card.adjusted(12, 9, -12, -9)
        if picture:
            left = line.right() + 1 - _PICTURE.width() if leftwards else line.left()
            painter.drawPixmap(left, line.top(), picture)
            line.setTop(line.top() + _PICTURE.height() + 8)
        line.setHeight(metrics.lineSpacing())
        for text, colour in ((name, theme.ink), (where, theme.muted)):
            painter.setPen(QColor(colour))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            line.translate(0, metrics.lineSpacing())

    def _key_of(self, number: int | None) -> Key | None:
        return None if number is None else self._key(self._points[number])

    @staticmethod
    def _key(point: MapPoint) -> Key:
        return point.item_id, point.kind == "passage"


def _place(point: MapPoint) -> QPointF:
    return QPointF(point.x, point.y)


def _hit(point: MapPoint) -> Hit:
    """A point as what pictures and page names are known by."""
    return Hit(0, point.path, "", point.kind, point.page, 0.0, "", (), Why(), point.item_id)


def _spoken(point: MapPoint) -> str:
    parts = (
        wording.name_of(point.path),
        wording.page_of(_hit(point)),
        wording.map_kind(point.kind),
    )
    return ", ".join(filter(None, parts))
