"""Image files, through Pillow: turned as the camera was held, with date, camera and caption."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, UnidentifiedImageError

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Fit, Look
from grsearch_desktop.extract.readers import captions, fitted, pictures, recognisable
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source

# Our own check, from the header and with the person's limit, comes before any decoding.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False

_HEIF_EXTENSIONS = ("heic", "heif", "hif")
_PAGED = ("TIFF",)
_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
    RuntimeError,
)
"""What Pillow's plugins raise on broken files."""


class ImageReader(Reader):
    """One picture; each page of a TIFF is one; of an animation, the first frame."""

    def read_text(self, source: Source) -> Content:
        """What the file says of itself; nothing is decoded."""
        with _opened(source) as image:
            about = captions.of_image(image)
            frames = getattr(image, "n_frames", 1) if image.format in _PAGED else 1
            cut = ""
            if frames > source.limits.pictures:
                cut = reasons.cut_at_pages(source.limits.pictures, frames)
            return Content(
                self.kind,
                title=about.title,
                author=about.author,
                created=about.created,
                details=about.details,
                place=about.place,
                has_looks=True,
                cut=cut,
            )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The picture, reduced and upright."""
        return _looks(source, skip, lambda image, page: pictures.picture(_upright(image), page))

    def read_fitted(self, source: Source, skip: Skip, fit: Fit) -> Iterator[Look]:
        """The picture upright, in the size of a model."""
        return _looks(source, skip, lambda image, page: fitted.fitted(image, page, fit))

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """The picture upright; each page of several."""
        with _opened(source) as image:
            for page in _pages(image, source):
                if image.format in ("JPEG", "MPO"):
                    image.draft("RGB", recognisable.reduced_size(*image.size))
                upright = _turned(image, recognisable.reduced(image))
                digest = pictures.digest_of(*upright.size, upright.tobytes())
                if digest not in skip.digests:
                    yield Recognisable("picture", page, digest, upright)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The picture upright, made smaller where it is larger than asked."""
        with _opened(source) as image:
            frames = getattr(image, "n_frames", 1) if image.format in _PAGED else 1
            if page is not None and page > 1:
                if page > frames:
                    raise UnreadableFileError(reasons.NO_SUCH_PAGE)
                image.seek(page - 1)
                _check_pixels(image, source)
            if image.format in ("JPEG", "MPO"):
                image.draft("RGB", (long_side, long_side))
            turn = image.getexif().get(0x0112, 1)
            shown = pictures.on_white(image)
            shown.thumbnail((long_side, long_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
            if turn in captions.TURNS:
                shown = shown.transpose(captions.TURNS[turn])
            return Drawing(pictures.encoded(shown), shown.width, shown.height, pages=frames)


def _looks(
    source: Source, skip: Skip, look_at: Callable[[Image.Image, int | None], Look]
) -> Iterator[Look]:
    """The picture; of several pages each, which then have numbers."""
    with _opened(source) as image:
        for page in _pages(image, source):
            look = look_at(image, page)
            if look.digest not in skip.digests:
                yield look


def _pages(image: Image.Image, source: Source) -> Iterator[int | None]:
    """Turns to one page after another and gives its number; None where there is one only."""
    frames = getattr(image, "n_frames", 1) if image.format in _PAGED else 1
    for number in range(1, min(frames, source.limits.pictures) + 1):
        if number > 1:
            if source.is_late:
                return
            image.seek(number - 1)
            _check_pixels(image, source)
        yield number if frames > 1 else None


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    if source.extension in _HEIF_EXTENSIONS or source.head(12)[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(source.open()) as image:
            _check_pixels(image, source)
            yield image
    except UnreadableFileError:
        raise
    except UnidentifiedImageError as error:
        raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE) from error
    except (SyntaxError, NotImplementedError, ValueError) as error:
        raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE) from error
    except _FAILURES as error:
        raise UnreadableFileError(reasons.DAMAGED) from error


def _check_pixels(image: Image.Image, source: Source) -> None:
    pixels = image.width * image.height
    source.check_pixels(pixels)
    if pixels < 1:
        raise UnreadableFileError(reasons.DAMAGED)


def _upright(image: Image.Image) -> Image.Image:
    if image.format in ("JPEG", "MPO"):
        # The decoder itself reduces by 2, 4 or 8, which is most of the work saved.
        image.draft("RGB", pictures.reduced_size(*image.size))
    return _turned(image, pictures.shrunk(image))


def _turned(image: Image.Image, small: Image.Image) -> Image.Image:
    """`small` as the camera that took `image` was held."""
    turn = image.getexif().get(0x0112, 1)
    return small.transpose(captions.TURNS[turn]) if turn in captions.TURNS else small
