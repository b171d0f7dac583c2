"""Raw photos, through LibRaw: the picture that the camera put in, else one developed plainly."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import rawpy
from PIL import ExifTags, Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content
from grsearch_desktop.extract.readers import captions, pictures
from grsearch_desktop.extract.readers.captions import About
from grsearch_desktop.extract.readers.onepicture import OnePictureReader
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.source import Source

_FAILURES = (rawpy.LibRawError, rawpy.NotSupportedError, OSError, ValueError, SyntaxError)


class RawReader(OnePictureReader):
    """A photo as the camera's sensor saw it."""

    def read_text(self, source: Source) -> Content:
        """What camera and person say of it; nothing is developed."""
        with _opened(source) as raw:
            about = _about(source, raw)
        return Content(
            self.kind,
            title=about.title,
            author=about.author,
            created=about.created,
            details=about.details,
            place=about.place,
            has_looks=True,
        )

    def image(self, source: Source, long_side: int) -> Image.Image:
        """The embedded picture where it is large enough, else half of the sensor's pixels."""
        with _opened(source) as raw:
            preview = _preview(raw)
            if preview is not None and min(preview.size) >= pictures.SHORT_SIDE:
                source.check_pixels(preview.width * preview.height)
                with suppress(*_FAILURES):
                    preview.draft("RGB", (long_side, long_side))
                    preview.load()
                    return preview
                preview = None
            source.check_pixels(raw.sizes.raw_width * raw.sizes.raw_height)
            try:
                pixels = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
            except _FAILURES as error:
                if preview is not None:
                    return preview
                raise UnreadableFileError(reasons.DAMAGED) from error
            return Image.fromarray(pixels)


class _Header:
    """The first directory of a TIFF, as of an image: Pillow opens none with a sensor's pixels."""

    format = "TIFF"

    def __init__(self, source: Source) -> None:
        self._exif = Image.Exif()
        self._exif.load_from_fp(source.open())
        self.info = {"xmp": self._exif.get(ExifTags.Base.XMLPacket, b"")}

    def getexif(self) -> Image.Exif:
        return self._exif


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    if source.size > source.limits.unpacked:
        raise UnreadableFileError(reasons.too_large(source.limits.unpacked))
    try:
        raw = rawpy.imread(source.open())
    except _FAILURES as error:
        raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE) from error
    with raw:
        yield raw


def _preview(raw: Any) -> Image.Image | None:
    """LibRaw tells date, camera and orientation in its header, where the camera did not."""
    try:
        found = raw.extract_thumb()
        if found.format == rawpy.ThumbFormat.BITMAP:
            return Image.fromarray(found.data)
        return Image.open(io.BytesIO(found.data))
    except _FAILURES:
        return None


def _about(source: Source, raw: Any) -> About:
    """Of the embedded picture, and of the file itself where that is a TIFF: most of them are."""
    told = [captions.of_image(preview)] if (preview := _preview(raw)) is not None else []
    with suppress(*_FAILURES, *captions.FAILURES):
        told.append(captions.of_image(_Header(source)))
    details: dict[str, str] = {}
    for about in told:
        details = {**about.details, **details}
    if lens := one_line(raw.lens.model):
        details.setdefault("lens", lens)
    return About(
        next((about.title for about in told if about.title), ""),
        next((about.author for about in told if about.author), "") or one_line(raw.other.artist),
        next((about.created for about in told if about.created is not None), None),
        details,
        next((about.place for about in told if about.place is not None), None),
    )
