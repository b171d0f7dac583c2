"""Our icons: one set of line drawings, tinted with a colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from grsearch_desktop import paths
from grsearch_desktop.window.theme import scaled

_SCALES = (1, 2)
_OF_LINES = frozenset({"list", "group"})
"""Icons that show lines, which begin on the other side where one writes from right to left."""


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The icon `resources/icons/NAME.svg` in this colour; `size` in logical pixels."""
    return _icon(name, colour, size, _is_turned(name))


def pixmap(name: str, colour: str, size: int, scale: float = 1) -> QPixmap:
    """The same as a picture, for a screen with `scale` device pixels per logical one."""
    drawing = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    side = round(size * scale)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    if _is_turned(name):
        painter.translate(side, 0)
        painter.scale(-1, 1)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def show_icon(button: QAbstractButton, name: str, colour: str, size: int = 20) -> None:
    """Puts an icon on a button, as large as its text; `size` where that is of the usual size."""
    side = scaled(size)
    button.setIcon(icon(name, colour, side))
    button.setIconSize(QSize(side, side))


def show_drawing(label: QLabel, name: str, colour: str, size: int) -> None:
    """The same on a label."""
    side = scaled(size)
    label.setPixmap(pixmap(name, colour, side, label.devicePixelRatioF()))


def application_icon() -> QIcon:
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(pixmap("grsearch", "", size))
    return made


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, size: int, _turned: bool) -> QIcon:
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
    return made


def _is_turned(name: str) -> bool:
    leftwards = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return leftwards and name in _OF_LINES


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
