"""Vectors of a data set's texts and pictures, made once: kept by content and by model."""

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from grsearch_desktop.encode.encoder import Encoder, Pixels, Vectors
from grsearch_desktop.evaluate.kept_vectors import KeptVectors
from grsearch_desktop.library.fingerprint import content_hash

log = logging.getLogger(__name__)

_SHORT_SIDE = 384
_LONGEST_SIDE = 1344
"""Pixels. The library's own pictures are reduced to this before they are encoded."""
_MOST_PIXELS = 200_000_000
_AT_ONCE = 32
"""Texts or pictures that are encoded at once; pictures of this size take up to 50 MB."""
_HASHED_AT_ONCE = 4

_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, OverflowError)
"""What Pillow raises on files that are no pictures."""

OnEncoded = Callable[[str, int, int], None]
"""Hears the kind ("texts" or "pictures"), how many are encoded, and of how many."""


class Embeddings:
    """An encoder that remembers, in a folder, what it has encoded before.

    Several processes may use one folder at once: each finds what the others have encoded when it
    begins. What was encoded before an interruption, of whatever sort, is kept.
    """

    def __init__(self, encoder: Encoder, folder: Path, on_encoded: OnEncoded | None = None) -> None:
        self._encoder = encoder
        self._folder = folder
        self._on_encoded = on_encoded

    def texts(self, texts: Sequence[str]) -> Vectors:
        """One vector for each text: float32, shape (N, D), unit length."""
        keys = [_digest(text.encode("utf-8", "surrogatepass")) for text in texts]

        def encode(rows: list[int]) -> tuple[list[int], Vectors]:
            return rows, self._encoder.encode_texts([texts[row] for row in rows])

        return self._known_or_encoded("texts", keys, encode)

    def pictures(self, paths: Sequence[Path]) -> Vectors:
        """One vector for each picture: float32, shape (N, D), unit length.

        Zero where the file can't be read as a picture.
        """
        with ThreadPoolExecutor(_HASHED_AT_ONCE) as threads:
            keys = list(threads.map(_file_digest, paths))

        def encode(rows: list[int]) -> tuple[list[int], Vectors]:
            opened = [(row, pixels(paths[row])) for row in rows]
            read = [(row, found) for row, found in opened if found is not None]
            if not read:
                return [], self._none()
            return [row for row, _ in read], self._encoder.encode_images([px for _, px in read])

        return self._known_or_encoded("pictures", keys, encode)

    def _known_or_encoded(
        self,
        kind: str,
        keys: Sequence[bytes],
        encode: Callable[[list[int]], tuple[list[int], Vectors]],
    ) -> Vectors:
        """The vectors of `keys`; `encode` makes those of some rows and says which it could."""
        file = self._folder / f"{kind}-{_file_name(self._encoder)}.db"
        with KeptVectors(file, self._encoder.dimension) as kept:
            known = kept.read(set(keys))
            first_rows = {key: row for row, key in reversed(list(enumerate(keys)))}
            wanted = sorted(row for key, row in first_rows.items() if key and key not in known)
            for at in range(0, len(wanted), _AT_ONCE):
                rows, vectors = encode(wanted[at : at + _AT_ONCE])
                made = dict(zip((keys[row] for row in rows), vectors, strict=True))
                kept.add(made)
                known |= made
                if self._on_encoded:
                    self._on_encoded(kind, min(at + _AT_ONCE, len(wanted)), len(wanted))
        nothing = np.zeros(self._encoder.dimension, dtype=np.float32)
        return np.array([known.get(key, nothing) for key in keys] or self._none(), np.float32)

    def _none(self) -> Vectors:
        return np.zeros((0, self._encoder.dimension), dtype=np.float32)


def pixels(path: Path) -> Pixels | None:
    """A picture upright, RGB on white, reduced as the library's own are; None if unreadable."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            # A JPEG's decoder reduces by 2, 4 or 8 itself, which is most of the work saved.
            image.draft("RGB", _reduced(*image.size))
            return np.asarray(_shrunk(_on_white(ImageOps.exif_transpose(image))), dtype=np.uint8)
    except (*_BROKEN, Image.DecompressionBombError) as error:
        log.debug("%s is no picture: %s", path, error)
        return None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    size = _reduced(*image.size)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _reduced(width: int, height: int) -> tuple[int, int]:
    factor = min(_SHORT_SIDE / min(width, height), _LONGEST_SIDE / max(width, height), 1.0)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _file_digest(path: Path) -> bytes:
    """32 bytes that name the content; none if it can't be read."""
    try:
        return content_hash(str(path))
    except OSError:
        return b""


def _file_name(encoder: Encoder) -> str:
    """Readable, and different for each model.

    The prior's means belong to it: a model that was built anew under the same name has others.
    """
    identity = hashlib.blake2b(encoder.name.encode(), digest_size=6)
    for mean in (encoder.prior.query, encoder.prior.text, encoder.prior.image):
        identity.update(np.ascontiguousarray(mean).tobytes())
    return f"{re.sub(r'[^A-Za-z0-9.]+', '-', encoder.name)[:60]}-{identity.hexdigest()}"
