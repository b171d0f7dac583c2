"""A file that is dragged out of the window to another program."""

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QDrag,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPen,
    QPixmap,
)

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_actions import url_of
from grsearch_desktop.window.hit_painting import HitPainter, fonts_of

_PICTURE = QSize(54, 46)
"""Logical pixels."""
_MARGIN, _GAP = 8, 10
_WIDEST = 220
"""Pixels of a name; the middle of a longer one is left out."""
_HELD_AT = QPoint(20, 20)


def files_data(paths: list[str]) -> QMimeData:
    """The files as other programs take them, byte for byte also where a name is not UTF-8.

    No text with it: a program that takes both would write the path instead of taking the file.
    """
    data = QMimeData()
    data.setUrls([url_of(path) for path in paths])
    return data


def drag_hit(source: QObject, hit: Hit, paint: HitPainter, seen: QSize) -> Qt.DropAction:
    """Lets a person drag a hit's file; ends when it is dropped. Gives what was done with it.

    seen: the size in which the hit's picture is shown where it is dragged from.

    It can be copied or linked to, never moved: a person's files stay where they are.
    """
    drag = QDrag(source)
    drag.setMimeData(files_data([hit.path]))
    drag.setPixmap(card_of(hit, paint, seen))
    drag.setHotSpot(_HELD_AT)
    actions = Qt.DropAction.CopyAction | Qt.DropAction.LinkAction
    return drag.exec(actions, Qt.DropAction.CopyAction)


def card_of(hit: Hit, paint: HitPainter, seen: QSize) -> QPixmap:
    """What is seen below the mouse: the hit's picture, or its kind, and its name."""
    fonts = fonts_of(QGuiApplication.font())
    metrics = QFontMetrics(fonts.plain)
    name = metrics.elidedText(wording.name_of(hit.path), Qt.TextElideMode.ElideMiddle, _WIDEST)
    wide = _PICTURE.width() + _GAP + metrics.horizontalAdvance(name) + 2 * _MARGIN + 4
    high = max(_PICTURE.height(), metrics.height()) + 2 * _MARGIN
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    card = QPixmap(round(wide * scale), round(high * scale))
    card.setDevicePixelRatio(scale)
    card.fill(Qt.GlobalColor.transparent)
    theme = paint.theme
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), 10, 10)
    picture = QRect(QPoint(_MARGIN, (high - _PICTURE.height()) // 2), _PICTURE)
    if look := paint.look(hit, seen, scale):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(
            _within(look.deviceIndependentSize(), picture), look, QRectF(look.rect())
        )
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.pill))
        painter.drawRoundedRect(picture, 6, 6)
        painter.setPen(QColor(theme.ink))
        painter.setFont(fonts.small)
        painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, wording.kind_of(hit))
    painter.setPen(QColor(theme.ink))
    painter.setFont(fonts.plain)
    beside = QRect(picture.right() + _GAP, 0, wide - picture.right() - _GAP, high)
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    painter.end()
    return card


def _within(size: QSizeF, area: QRect) -> QRectF:
    """The place of a picture of some size, as large as it can be in the middle of an area."""
    fitting = QRectF(
        QPointF(), size.scaled(QSizeF(area.size()), Qt.AspectRatioMode.KeepAspectRatio)
    )
    fitting.moveCenter(QRectF(area).center())
    return fitting
