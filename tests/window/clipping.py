"""Looks for text that has no room: cut off, outside its window, or under its neighbour."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QDateEdit,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QProgressBar,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTableView,
    QTreeWidget,
    QWidget,
)

from grsearch_desktop.window.elided_label import ElidedLabel
from grsearch_desktop.window.suggestion_popup import SuggestionPopup

_ROUNDING = 1
"""Pixels."""


def cut_off(window: QWidget) -> list[str]:
    """What is wrong, in words; empty when all text can be read."""
    found = [
        f"{_named(widget)}: {trouble}"
        for widget in (window, *window.findChildren(QWidget))
        if widget.isVisible() and (widget is window or widget.window() is window)
        for trouble in (*_of_text(widget), *_of_place(widget, window))
    ]
    return found


def _of_text(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _wants(widget, widget.sizeHint() if widget.text() else QSize())
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        complex_ = QStyle.ComplexControl.CC_ComboBox
        room = widget.style().subControlRect(complex_, option, part, widget)
        yield from _fits(_size(widget, widget.currentText()), room.size())
    elif isinstance(widget, QDateEdit):
        yield from _wants(widget, widget.sizeHint())
    elif isinstance(widget, QListWidget):
        if widget.sizeHintForColumn(0) > widget.viewport().width():
            yield "its rows are wider than it is"
    elif isinstance(widget, QTreeWidget):
        yield from _tree(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QScrollArea) and widget.widget() is not None:
        if widget.widget().width() > widget.viewport().width():
            yield "is wider inside than can be seen"
    elif isinstance(widget, QTableView):
        yield from _fits(
            QSize(0, widget.fontMetrics().height()),
            QSize(0, widget.verticalHeader().defaultSectionSize()),
        )


def _label(label: QLabel) -> Iterator[str]:
    room, text = label.contentsRect().size(), label.text()
    if not text:
        return
    if isinstance(label, ElidedLabel):
        yield from _fits(QSize(0, label.fontMetrics().height()), room)
    elif label.wordWrap():
        words = re.split(r"[\s/]", text)
        longest = max(_size(label, word).width() for word in words)
        yield from _fits(QSize(longest, 0), room)
        if label.heightForWidth(label.width()) > label.height() + _ROUNDING:
            yield f"“{text}” needs {label.heightForWidth(label.width())} of {label.height()} px"
    else:
        yield from _fits(_size(label, text), room)


def _line(line: QLineEdit) -> Iterator[str]:
    if isinstance(line.parent(), QDateEdit):
        return
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    shown = _size(line, line.placeholderText() if not line.text() else "")
    yield from _fits(QSize(shown.width(), line.fontMetrics().height()), room.size())


def _tree(tree: QTreeWidget) -> Iterator[str]:
    for number in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(number)
        beside = tree.iconSize().width() + 2 * 10
        for column, more in ((0, beside), (1, 2 * 10)):
            wide = _size(tree, item.text(column)).width() + more
            if item.text(column) and wide > tree.columnWidth(column):
                yield f"“{item.text(column)}” needs {wide} of {tree.columnWidth(column)} px"


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if header.orientation() != Qt.Orientation.Horizontal or model is None:
        return
    for section in range(header.count()):
        name = model.headerData(section, Qt.Orientation.Horizontal)
        if name and header.sectionSizeHint(section) > header.sectionSize(section):
            yield f"“{name}” needs {header.sectionSizeHint(section)} px"


def _of_place(widget: QWidget, window: QWidget) -> Iterator[str]:
    above = widget.parentWidget()
    if widget is window or above is None or isinstance(widget, QMenu | SuggestionPopup):
        return
    scrolls = isinstance(above.parentWidget(), QAbstractScrollArea)
    room = above.rect().adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    if not scrolls and not room.contains(widget.geometry()):
        yield f"lies outside, at {widget.geometry()} in {above.rect()} of {_named(above)}"
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QProgressBar | QComboBox):
        for other in above.children():
            if isinstance(other, QWidget) and other is not widget and _covers(other, widget):
                yield f"is covered by {_named(other)}"


def _covers(other: QWidget, widget: QWidget) -> bool:
    if not other.isVisible() or isinstance(other, SuggestionPopup) or other.isWindow():
        return False
    common: QRect = other.geometry().intersected(widget.geometry())
    return common.width() > _ROUNDING and common.height() > _ROUNDING


def _wants(widget: QWidget, size: QSize) -> Iterator[str]:
    yield from _fits(size, widget.size())


def _fits(text: QSize, room: QSize) -> Iterator[str]:
    if text.width() > room.width() + _ROUNDING or text.height() > room.height() + _ROUNDING:
        yield f"needs {text.width()} x {text.height()}, has {room.width()} x {room.height()} px"


def _size(widget: QWidget, text: str) -> QSize:
    return widget.fontMetrics().size(0, text) if text else QSize()


def _named(widget: QWidget) -> str:
    text = getattr(widget, "text", None) or getattr(widget, "currentText", None)
    said = text() if callable(text) else ""
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()} “{said}”"
