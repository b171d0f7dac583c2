"""Small pictures of hits, fetched in the background and kept for a while."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap, QTransform

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_thread import EngineThread, Line

_KEPT = 400
"""Pictures; at 224x208 pixels about 75 MB, of which a long scroll fills all."""
_THREADS = 2
_WAITING = 60
"""Wishes that may wait; older ones are for rows that have scrolled away."""
_CORNER = 9.0
_FILLING = Qt.AspectRatioMode.KeepAspectRatioByExpanding

Key = tuple[int, str, float | None, int, int]
"""The item, its file and the time of its last change; width and height in logical pixels."""


class Thumbnails(QObject):
    """Gives pictures by hit: at once when they are here, else after `came`."""

    came = Signal(int)
    """The item whose picture can be had now."""
    _loaded = Signal(object, object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._asked: set[Key] = set()
        self._threads = [
            EngineThread(home, f"thumbnails-{number}", keep=_WAITING, newest_first=True)
            for number in range(_THREADS)
        ]
        self._next = 0
        self._loaded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        for thread in self._threads:
            thread.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(2.0)

    def ask_again(self) -> None:
        """Forgets what was asked: the engine that should have answered has gone."""
        self._asked.clear()

    def picture(self, hit: Hit, size: QSize, scale: float) -> QPixmap | None:
        """The picture, cut to `size` (logical pixels) with round corners.

        None: it is being fetched, or the hit has none. A null pixmap is never given.
        """
        if hit.item_id is None:
            return None
        key = (hit.item_id, hit.path, hit.modified, size.width(), size.height())
        if key in self._kept:
            self._kept.move_to_end(key)
            kept = self._kept[key]
            return None if kept.isNull() else kept
        if key not in self._asked:
            if len(self._asked) > _WAITING * _THREADS:
                self._asked.clear()
            self._asked.add(key)
            top = hit.item != "picture"
            thread = self._threads[self._next]
            self._next = (self._next + 1) % len(self._threads)
            thread.submit(partial(self._load, key=key, size=size, scale=scale, top=top))
        return None

    def _load(self, line: Line, key: Key, size: QSize, scale: float, top: bool) -> None:
        try:
            found = line.thumbnail(key[0])
        except EngineUnreachableError:
            raise
        except EngineError:
            # The item may have gone since the search; the tile with its kind stays.
            found = b""
        image = QImage.fromData(found)
        self._loaded.emit(key, image if image.isNull() else cut(image, size, scale, top))

    def _keep(self, key: Key, image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = QPixmap.fromImage(image)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if not image.isNull():
            self.came.emit(key[0])


def cut(image: QImage, size: QSize, scale: float, top: bool) -> QImage:
    """The middle of a picture, or the top of a page, that fills `size`, with round corners.

    A page that lies, as slides do, is not cut: its lines would lose their first and last words.
    """
    whole = QSize(round(size.width() * scale), round(size.height() * scale))
    lies = top and image.width() > image.height()
    how = Qt.AspectRatioMode.KeepAspectRatio if lies else _FILLING
    big = image.scaled(whole, how, Qt.TransformationMode.SmoothTransformation)
    left = (big.width() - whole.width()) // 2
    above = 0 if top and not lies else (big.height() - whole.height()) // 2
    made = QImage(whole, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # As a texture of a shape, since the edge of a clip would be jagged.
    texture = QBrush(big)
    texture.setTransform(QTransform.fromTranslate(-left, -above))
    painter.setBrush(texture)
    seen = QRectF(made.rect()) & QRectF(-left, -above, big.width(), big.height())
    painter.drawRoundedRect(seen, _CORNER * scale, _CORNER * scale)
    painter.end()
    made.setDevicePixelRatio(scale)
    return made
