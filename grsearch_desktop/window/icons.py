"""Our icons: one set of line drawings, tinted with a colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from grsearch_desktop import paths

_SCALES = (1, 2)


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The icon `resources/icons/NAME.svg` in this colour; `size` in logical pixels."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
    return made


def pixmap(name: str, colour: str, size: int, scale: float = 1) -> QPixmap:
    """The same as a picture, for a screen with `scale` device pixels per logical one."""
    drawing = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    side = round(size * scale)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def application_icon() -> QIcon:
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(pixmap("grsearch", "", size))
    return made


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
