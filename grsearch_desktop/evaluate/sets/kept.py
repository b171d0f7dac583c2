"""Files that are made once and found again: whole, or not there."""

import io
import os
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageChops

from grsearch_desktop.errors import NoRoomError


def is_kept(path: Path) -> bool:
    """Whether it is there, and not the empty file that a power cut can leave of a new one."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def keep(path: Path, content: bytes | memoryview) -> None:
    """Puts a file of this content there; two processes may do so at once. Raises NoRoomError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise NoRoomError(
            f"The folder {path.parent} can't be written: {error.strerror}."
        ) from error


def keep_picture(path: Path, image: Image.Image) -> None:
    """Puts a PNG of a picture (RGB, or grey) there, grey where it has no colour: a page of text
    is a third as large then. Raises NoRoomError."""
    if image.mode == "RGB":
        red, green, blue = image.split()
        apart = (ImageChops.difference(red, other).getbbox() for other in (green, blue))
        image = red if not any(apart) else image
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    keep(path, drawn.getbuffer())
