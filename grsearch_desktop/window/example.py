"""What a person shows in place of words, or beside them: a picture, or a file to find more like."""

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QObject,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from grsearch_desktop.paths import Home

log = logging.getLogger(__name__)

_LONGEST_SIDE = 1024
"""Pixels that are kept of a pasted picture; models look at less than half of that."""
_THUMBNAIL = 128
"""Pixels of the longer side."""


@dataclass(frozen=True)
class Example:
    """`path` may hold bytes that are not UTF-8. `pasted`: a file of ours, to be deleted."""

    path: str
    like_file: bool = False
    """More like this file of the library; else by its look alone."""
    pasted: bool = False


class ExampleFiles(QObject):
    """Reads thumbnails and keeps pasted pictures as long as they are asked by, in threads."""

    drawn = Signal(object, QImage)
    """An Example and its picture, small; not for what Qt can't draw."""
    kept = Signal(object)
    """The Example of a pasted picture."""
    failed = Signal(str)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = home.root / "cache" / "pasted"
        self._count = 0

    def draw(self, example: Example) -> None:
        _in_background(lambda: self._draw(example))

    def keep(self, picture: QImage) -> None:
        """Writes a pasted picture where the engine can read it."""
        self._count += 1
        path = self._folder / f"picture-{os.getpid()}-{self._count}.png"
        _in_background(lambda: self._keep(picture, path))

    def forget(self, example: Example | None) -> None:
        """Deletes the picture if it is a pasted one."""
        if example and example.pasted:
            Path(example.path).unlink(missing_ok=True)

    def forget_all(self) -> None:
        """Deletes what was left by a window that could not do so itself."""
        if self._folder.is_dir():
            for left in self._folder.glob("picture-*.png"):
                left.unlink(missing_ok=True)

    def _draw(self, example: Example) -> None:
        reader = QImageReader(os.fsdecode(os.fsencode(example.path)))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(
                size.scaled(_square(_THUMBNAIL), Qt.AspectRatioMode.KeepAspectRatio)
            )
        picture = reader.read()
        if not picture.isNull():
            self.drawn.emit(example, picture)

    def _keep(self, picture: QImage, path: Path) -> None:
        if max(picture.width(), picture.height()) > _LONGEST_SIDE:
            picture = picture.scaled(
                _square(_LONGEST_SIDE),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(b"png")).write(picture):
            self.failed.emit(self.tr("The pasted picture can't be read."))
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(kept, "wb") as file:
                file.write(bytes(buffer.data().data()))
        except OSError as error:
            log.warning("a pasted picture can't be kept: %s", error)
            self.failed.emit(self.tr("The pasted picture can't be kept: the disk may be full."))
            return
        self.kept.emit(Example(str(path), pasted=True))


def local_file(data: QMimeData) -> str:
    """The path of the first file that was dropped or copied, byte for byte; "" without one."""
    for url in data.urls():
        if url.isLocalFile():
            encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
            if os.name == "nt":
                return url.toLocalFile()
            return os.fsdecode(unquote_to_bytes(encoded))
    return ""


def holds_picture(data: QMimeData) -> bool:
    """Whether a picture or a file was dropped or copied.

    Text that comes with a picture (cells of a table, a web page's words) is what is meant then.
    """
    if data.hasUrls():
        return bool(local_file(data)) or data.hasImage()
    return data.hasImage() and not data.hasText()


def _square(side: int) -> QSize:
    return QSize(side, side)


def _in_background(do: Callable[[], None]) -> None:
    threading.Thread(target=do, name="example", daemon=True).start()
