"""Files that are one picture, in a form that Pillow doesn't open by itself."""

from collections.abc import Iterator

from PIL import Image, ImageOps

from grsearch_desktop.extract.content import Drawing, Fit, Look
from grsearch_desktop.extract.readers import fitted, pictures, recognisable
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source


class OnePictureReader(Reader):
    """Gives the looks of what `image` gives."""

    def image(self, source: Source, long_side: int) -> Image.Image:
        """The picture; pixels beyond `long_side` are not needed. Raises UnreadableFileError."""
        raise NotImplementedError

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The picture, reduced."""
        look = pictures.picture(self._upright(source, pictures.LONGEST_SIDE), None)
        if look.digest not in skip.digests:
            yield look

    def read_fitted(self, source: Source, skip: Skip, fit: Fit) -> Iterator[Look]:
        """The picture in the size of a model."""
        look = fitted.fitted(self._upright(source, pictures.LONGEST_SIDE), None, fit)
        if look.digest not in skip.digests:
            yield look

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """The picture, large enough to be read."""
        image = recognisable.reduced(self._upright(source, recognisable.LONGEST_SIDE))
        digest = pictures.digest_of(*image.size, image.tobytes())
        if digest not in skip.digests:
            yield Recognisable("picture", None, digest, image)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:  # noqa: ARG002
        """The picture, made smaller where it is larger than asked."""
        shown = pictures.on_white(self._upright(source, long_side))
        shown.thumbnail((long_side, long_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        return Drawing(pictures.encoded(shown), shown.width, shown.height)

    def _upright(self, source: Source, long_side: int) -> Image.Image:
        return ImageOps.exif_transpose(self.image(source, long_side))
