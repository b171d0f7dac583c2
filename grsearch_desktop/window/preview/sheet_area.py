"""A sheet in a window onto it: as large as one likes, and moved with mouse, wheel and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from grsearch_desktop.window.preview.page_fit import MARGIN, Room, Zoom, start

MOST_SIDE = 3_200
"""Device pixels of a sheet's longer side that are asked for; beyond that it is only blown up."""
_A4 = 1.414
_STEP = 1.25
_CLOSEST = 10.0
"""Times the size at which the whole sheet is seen."""
_RESTED = 140
"""Milliseconds after which a new size counts as one that stays."""
_NOTCH = 120
"""Eighths of a degree of a wheel's step."""


class SheetArea(QAbstractScrollArea):
    """Holds a picture and the size it is seen in. Scrolling on at its end asks for another one."""

    side_wanted = Signal(int)
    """The sheet is to be drawn with so many device pixels on its longer side."""
    step_wanted = Signal(int)
    """Another sheet: 1 for the next one, -1 for the one before."""
    zoom_changed = Signal(object)
    """A Zoom, when the person chose it."""
    drag_wanted = Signal()
    """The picture is being dragged out of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._is_whole = False
        """Whether there are no more pixels to be had."""
        self._hangs = False
        """Whether it begins at the top where there is room below, as paper does."""
        self._zoom = Zoom.WIDTH
        self._size = QSizeF()
        """Of the sheet as it is seen, in pixels of the window."""
        self._pressed: QPoint | None = None
        self._panned = False
        self._beyond = 0
        """How far the wheel went on beyond the end."""
        self._is_changing = False
        """Whether the size changes under the hand."""
        self._resting = QTimer(self, interval=_RESTED, singleShot=True)
        self._resting.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)

    @property
    def picture(self) -> QImage:
        """What is shown, as it was drawn; null where nothing is."""
        return self._picture

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    def set_zoom(self, zoom: Zoom) -> None:
        """Fits the page into the window, or (FREE) leaves it as it is."""
        self._zoom = zoom
        self._fit()
        self._resting.start()

    def zoom_in(self) -> None:
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / _STEP)

    def zoom_by(self, times: float, at: QPointF | None = None) -> None:
        """Makes the page larger or smaller; what is `at` (in pixels of the view) stays there."""
        if self._picture.isNull():
            return
        at = QPointF(self.viewport().rect().center()) if at is None else at
        area = self.page_area
        share = QPointF(
            (at.x() - area.x()) / max(area.width(), 1),
            (at.y() - area.y()) / max(area.height(), 1),
        )
        whole = self._fitting(Zoom.WHOLE)
        smallest = min(whole.width(), self._fitting(Zoom.WIDTH).width()) / 2
        wide = min(max(area.width() * times, smallest), whole.width() * _CLOSEST)
        self._zoom, self._is_changing = Zoom.FREE, True
        self._size = QSizeF(wide, wide * self._shape)
        self._set_ranges()
        self.horizontalScrollBar().setValue(round(MARGIN + share.x() * wide - at.x()))
        self.verticalScrollBar().setValue(round(MARGIN + share.y() * self._size.height() - at.y()))
        self.zoom_changed.emit(self._zoom)
        self._resting.start()
        self.viewport().update()

    @property
    def page_area(self) -> QRectF:
        """Where the page is in the view, on whole pixels of the screen."""
        room, size = self.viewport().size(), self._size
        x = start(room.width(), size.width(), self.horizontalScrollBar().value())
        y = start(room.height(), size.height(), self.verticalScrollBar().value())
        if self._hangs and self._zoom is not Zoom.WHOLE and size.height() < room.height():
            y = min(y, float(MARGIN))
        scale = self.devicePixelRatioF()
        return QRectF(QPointF(round(x * scale) / scale, round(y * scale) / scale), size)

    @property
    def side(self) -> int:
        """Device pixels of the longer side that the page is to be drawn with."""
        return self._side_of(max(self._size.width(), self._size.height()))

    @property
    def usual_side(self) -> int:
        """About the same for a page of which nothing is known."""
        room = self.maximumViewportSize()
        return self._side_of(max(room.width() * _A4, 1.0 * room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - as Qt has it
        super().resizeEvent(event)
        self._is_changing = True
        self._fit()
        self._resting.start()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resting.start()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP ** (turned / _NOTCH), event.position())
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.minimum() if turned > 0 else bar.maximum())
        if turned and at_end and not event.modifiers():
            self._turn_beyond(turned)
            event.accept()
            return
        self._beyond = 0
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._panned = event.position().toPoint(), False
            if self._can_pan:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is None:
            return
        moved = event.position().toPoint() - self._pressed
        far = QGuiApplication.styleHints().startDragDistance()
        if not self._panned and moved.manhattanLength() < far:
            return
        if self._can_pan:
            self._panned = True
            self._pressed = event.position().toPoint()
            for bar, by in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - by)
        elif self.page_area.contains(self._pressed):
            self._pressed = None
            self.drag_wanted.emit()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802
        self._pressed = None
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Closer to what is under the mouse, or back to the whole page."""
        whole = self._fitting(Zoom.WHOLE).width()
        if self._size.width() > whole * 1.5:
            self._choose(Zoom.WHOLE)
        else:
            self.zoom_by(max(2.0 * whole / max(self._size.width(), 1), 1.6), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, bar = event.key(), self.verticalScrollBar()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self._choose(Zoom.WHOLE)
        elif key == Qt.Key.Key_1:
            self._choose(Zoom.WIDTH)
        elif key == Qt.Key.Key_PageDown or (key == Qt.Key.Key_Space and not back):
            self._page_on(1)
        elif key == Qt.Key.Key_PageUp or key == Qt.Key.Key_Space:
            self._page_on(-1)
        elif key == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def scrollContentsBy(self, _across: int, _down: int) -> None:  # noqa: N802
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(420, 560)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, 120)

    def _side_of(self, pixels: float) -> int:
        return max(64, min(MOST_SIDE, round(pixels * self.devicePixelRatioF())))

    @property
    def _room(self) -> Room:
        return Room(self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width())

    @property
    def _shape(self) -> float:
        """Height by width."""
        return self._picture.height() / max(self._picture.width(), 1)

    @property
    def _can_pan(self) -> bool:
        return self.verticalScrollBar().maximum() > 0 or self.horizontalScrollBar().maximum() > 0

    def _choose(self, zoom: Zoom) -> None:
        self.set_zoom(zoom)
        self.zoom_changed.emit(zoom)

    def _fitting(self, zoom: Zoom) -> QSizeF:
        """The page's size as it fits."""
        if self._picture.isNull():
            return QSizeF()
        # A small picture grows no larger than it is: its pixels would be seen.
        most = self._picture.width() / self.devicePixelRatioF() if self._is_whole else None
        return self._room.fitting(zoom, self._shape, most)

    def _fit(self) -> None:
        if self._zoom is Zoom.FREE and not self._picture.isNull() and not self._size.isEmpty():
            self._set_ranges()
        else:
            self._size = self._fitting(Zoom.WIDTH if self._zoom is Zoom.FREE else self._zoom)
            self._set_ranges()
        self.viewport().update()

    def _set_ranges(self) -> None:
        across, down, left = self._room.beyond(self._size)
        for bar, beyond, seen in (
            (self.horizontalScrollBar(), across, left.width()),
            (self.verticalScrollBar(), down, left.height()),
        ):
            bar.setPageStep(seen)
            bar.setRange(0, beyond)
        self._show_cursor()

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape
        self.viewport().setCursor(shape.OpenHandCursor if self._can_pan else shape.ArrowCursor)

    def _page_on(self, step: int) -> None:
        """A screenful on, or at the end another page."""
        bar = self.verticalScrollBar()
        if bar.value() == (bar.maximum() if step > 0 else bar.minimum()):
            self.step_wanted.emit(step)
        else:
            bar.setValue(bar.value() + step * max(40, bar.pageStep() - 60))

    def _turn_beyond(self, turned: int) -> None:
        self._beyond = turned + (self._beyond if self._beyond * turned > 0 else 0)
        if abs(self._beyond) >= _NOTCH:
            self._beyond = 0
            self.step_wanted.emit(-1 if turned > 0 else 1)

    def _ask(self) -> None:
        """Asks for as many pixels as are seen, where there are fewer or more."""
        if self._is_changing:
            self._is_changing = False
            self.viewport().update()
        if self._picture.isNull():
            return
        have = max(self._picture.width(), self._picture.height())
        if self._is_whole and have <= self.side:
            return
        if abs(have - self.side) > 1:
            self.side_wanted.emit(self.side)
