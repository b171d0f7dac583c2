"""Pressing Tab through a window, as somebody without a mouse does."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from grsearch_desktop.window.map.map_view import MapView
from tests.window.front import come_forward

_INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    MapView,
)
_PARTS_OF_OTHERS = (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView)
"""What has widgets of Qt's own in it, which nobody goes to one by one."""
_AROUND = 9
"""Pixels around a widget in which its frame may show the focus."""
_MOST = 80


def interactive(window: QWidget) -> list[QWidget]:
    """What can be seen in a window and does something."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, _INTERACTIVE) or isinstance(widget, QHeaderView | QScrollBar):
            continue
        if widget.window() is window and widget.isVisible() and not _is_part(widget):
            found.append(widget)
    return found


def progress_bars(window: QWidget) -> list[QWidget]:
    return [bar for bar in window.findChildren(QProgressBar) if bar.isVisible()]


def where(widget: QWidget) -> str:
    """How a failure names a widget."""
    return f"{type(widget).__name__} “{widget.accessibleName()}” {widget.objectName()}".strip()


def unnamed(window: QWidget) -> list[str]:
    """What a screen reader would have no name or no role for."""
    lacking = []
    for widget in [*interactive(window), *progress_bars(window)]:
        spoken = QAccessible.queryAccessibleInterface(widget)
        named = bool(spoken.text(QAccessible.Text.Name))
        if not named or spoken.role() == QAccessible.Role.NoRole:
            lacking.append(where(widget))
    return lacking


def walked(qtbot: QtBot, window: QWidget) -> list[QWidget]:
    """What has the focus, press by press, until the first has it again."""
    come_forward(qtbot, window)
    begin = QApplication.focusWidget()
    if begin is None or begin.window() is not window:
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        begin = QApplication.focusWidget()
    assert begin is not None
    found = [begin]
    for _ in range(_MOST):
        _leave(qtbot, QApplication.focusWidget())
        after = QApplication.focusWidget()
        if after is begin:
            return found
        found.append(after)
    raise AssertionError(f"Tab never comes round; last at {where(found[-1])}")


def unreached(qtbot: QtBot, window: QWidget) -> list[str]:
    """What can be used, and Tab (or, in a group of which one is down, an arrow) never comes to."""
    # Not what comes meanwhile, as a preview may: the walk may have passed its place.
    there = [widget for widget in interactive(window) if widget.isEnabled()]
    reached = set(walked(qtbot, window))
    return [
        where(widget)
        for widget in there
        if widget.isVisible() and not reached & {widget, *_beside(widget)}
    ]


def unseen(qtbot: QtBot, window: QWidget) -> list[str]:
    """What looks with the focus as it does without."""
    app = QApplication.instance()
    flash = app.cursorFlashTime()
    app.setCursorFlashTime(0)
    try:
        lacking = []
        for widget in walked(qtbot, window):
            assert QApplication.focusWidget() is widget, "the second round is as the first"
            with_focus = _seen(window, widget)
            widget.clearFocus()
            if with_focus == _seen(window, widget):
                lacking.append(where(widget))
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            _leave(qtbot, widget)
        return lacking
    finally:
        app.setCursorFlashTime(flash)


def _leave(qtbot: QtBot, widget: QWidget) -> None:
    """Presses Tab until another widget has the focus: a date has three parts."""
    for _ in range(4):
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is not widget:
            return
    raise AssertionError(f"Tab does not leave {where(widget)}")


def _seen(window: QWidget, widget: QWidget) -> QImage:
    """The part of the window where a widget is."""
    corner = widget.mapTo(window, QPoint(0, 0))
    area = QRect(corner, widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return window.grab(area & window.rect()).toImage()


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, _PARTS_OF_OTHERS):
            return True
        parent = parent.parentWidget()
    return False


def _beside(widget: QWidget) -> list[QWidget]:
    """Of some buttons of which one is down, Tab comes to one; arrows go on from there."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.buttons() if group is not None and group.exclusive() else []
