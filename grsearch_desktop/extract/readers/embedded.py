"""The pictures inside a PDF: each distinct one once, without scans that fill their page."""

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pymupdf
from PIL import Image

from grsearch_desktop.extract.content import Limits, Look
from grsearch_desktop.extract.readers import mupdf, pictures, recognisable
from grsearch_desktop.extract.readers.reader import Recognisable

_FULL_PAGE = 0.9
"""Of the page's area: an image that covers more is the page itself."""
_STRIPS = 3
"""Images of one width that together fill a page are strips of a scan from this number on."""
_THINNEST = 8
"""The longer side may be this many times the shorter one; beyond it is a rule or a strip."""
_STENCIL_BITS = 1
_FAILURES: tuple[type[Exception], ...] = (*mupdf.FAILURES, OSError, SyntaxError)


class Embedded:
    """Remembers over all pages of one document which pictures were given."""

    def __init__(self, document: Any, limits: Limits, skip_digests: frozenset[bytes]) -> None:
        self._document = document
        self._limits = limits
        self._seen: set[int] = set()
        self._digests = set(skip_digests)
        self._given = 0

    def on_page(self, page: Any, number: int) -> Iterator[Look]:
        """The pictures that show on this page and were not given before."""
        return (look for look, _ in self._on_page(page, number))

    def recognisable_on_page(self, page: Any, number: int) -> Iterator[Recognisable]:
        """The same, as large as text in them is recognised."""
        for look, item in self._on_page(page, number):
            try:
                whole = recognisable.reduced(self._decoded(item, recognisable.reduced_size))
            except _FAILURES:
                continue
            yield Recognisable("picture", number, look.digest, whole)

    def _on_page(self, page: Any, number: int) -> Iterator[tuple[Look, Any]]:
        wanted = [item for item in page.get_images(full=True) if self._is_wanted(item)]
        if not wanted:
            return
        shown = _shown_sizes(page)
        for item in wanted:
            xref, _, width, height = item[:4]
            if self._given >= self._limits.pictures:
                return
            if not shown.get((width, height), False):
                continue
            self._seen.add(xref)
            try:
                look = pictures.picture(self._decoded(item), number)
            except _FAILURES:
                continue
            if look.digest in self._digests or pictures.is_flat(look):
                continue
            self._digests.add(look.digest)
            self._given += 1
            yield look, item

    def _is_wanted(self, item: Any) -> bool:
        xref, _, width, height, bits, colours = item[:6]
        if xref in self._seen or min(width, height) < pictures.SMALLEST_SIDE:
            return False
        if max(width, height) > _THINNEST * min(width, height):
            return False
        is_stencil = bits == _STENCIL_BITS and not colours
        return width * height <= self._limits.pixels and not is_stencil

    def _decoded(
        self, item: Any, wanted: Callable[[int, int], tuple[int, int]] = pictures.reduced_size
    ) -> Image.Image:
        """wanted: from the size of the picture to the one that is enough."""
        xref, mask = item[:2]
        colours, codec = item[5], item[8]
        if codec == "DCTDecode" and colours in ("DeviceRGB", "DeviceGray", "ICCBased"):
            image: Image.Image = Image.open(io.BytesIO(self._document.xref_stream_raw(xref)))
            if image.mode in ("RGB", "L"):
                image.draft(image.mode, wanted(*image.size))
                image = pictures.on_white(image)
            else:
                image = self._through_pixmap(xref)
        else:
            image = self._through_pixmap(xref)
        if mask > 0:
            image.putalpha(self._through_pixmap(mask).convert("L").resize(image.size))
        return image

    def _through_pixmap(self, xref: int) -> Image.Image:
        pixmap = pymupdf.Pixmap(self._document, xref)
        if pixmap.colorspace is None:
            # A mask: its only channel is how much it covers.
            return Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
        if pixmap.n - pixmap.alpha != 3:
            pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap)
        mode = "RGBA" if pixmap.alpha else "RGB"
        return Image.frombytes(mode, (pixmap.width, pixmap.height), pixmap.samples)


def _shown_sizes(page: Any) -> dict[tuple[int, int], bool]:
    """For each size in pixels that an image on the page has: whether it is less than the page.

    Scanners cut a page into strips as well: some images of one width that cover it together.
    """
    area = abs(page.rect.get_area())
    shown: dict[tuple[int, int], bool] = {}
    strips: Counter[int] = Counter()
    covered: defaultdict[int, float] = defaultdict(float)
    for info in page.get_image_info():
        size = (info["width"], info["height"])
        covers = pymupdf.Rect(info["bbox"]).intersect(page.rect).get_area()
        shown[size] = shown.get(size, True) and covers <= _FULL_PAGE * area
        strips[size[0]] += 1
        covered[size[0]] += covers
    for size in shown:
        if strips[size[0]] >= _STRIPS and covered[size[0]] > _FULL_PAGE * area:
            shown[size] = False
    return shown
