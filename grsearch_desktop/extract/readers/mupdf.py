"""Opens documents with PyMuPDF, quietly, and tells its failures in our words."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pymupdf
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Drawing, Limits, Look, PageText, PlacedWord
from grsearch_desktop.extract.readers import pictures, recognisable
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.source import Source

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

FAILURES: tuple[type[Exception], ...] = (
    pymupdf.mupdf.FzErrorBase,
    RuntimeError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    AssertionError,
)
"""What PyMuPDF raises on a broken page; the page is left out and the next one is read."""

_TEXT = pymupdf.TEXT_MEDIABOX_CLIP
# What is rare comes first: the search skips to it.
_BROKEN_WORD = re.compile(r"[-\u2010]\n(?<=[^\W\d_][-\u2010]\n)(?=[^\W\d_A-Z])")
_SOFT_BREAK = "\u00ad\n"
"""Where MuPDF itself divided a word of a book that it laid out."""
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?")
_MOST_WORDS = 20_000
"""Words of a drawn page whose places are told."""
_LEVEL = 0.9
"""The cosine of a line's slope: what is turned, as a stamp at the margin is, is no title."""
_SAME_SIZE = 0.95
_LARGER = 1.15
"""How much larger a title is than half of the page's letters, at least."""
_LONGEST_TITLE = 250
_LETTERS = 0.6
_MANY_PATHS = 50
"""Lines and areas on a page from which on they may be letters."""
_DOTS_PER_INCH = 150
_APPLICATION = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - |untitled$)", re.I)


@contextmanager
def opened(source: Source, filetype: str) -> Iterator[Any]:
    """The document, a `pymupdf.Document`. Raises UnreadableFileError."""
    try:
        if (path := source.device_path()) is not None:
            document = pymupdf.open(path, filetype=filetype)
        else:
            document = pymupdf.open(stream=source.read(), filetype=filetype)
    except FAILURES as error:
        raise _refusal(error) from error
    try:
        if document.needs_pass and not document.authenticate(""):
            raise UnreadableFileError(reasons.PROTECTED)
        yield document
    except FAILURES as error:
        raise _refusal(error) from error
    finally:
        document.close()
        pymupdf.TOOLS.store_shrink(100)


def page_text(page: Any) -> str:
    """The text of a page in reading order, one paragraph a line, words at line ends made whole."""
    return _page_text(page, _laid_out(page))


def _page_text(page: Any, laid_out: Any) -> str:
    paragraphs = []
    printed = _printed(laid_out)
    if _SOFT_BREAK in printed:
        printed = printed.replace(_SOFT_BREAK, "")
    for words in printed.split("\n\n"):
        if "-\n" in words or "\u2010\n" in words:
            words = _BROKEN_WORD.sub("", words)
        if paragraph := " ".join(words.split()):
            paragraphs.append(paragraph)
    paragraphs.extend(_notes(page, paragraphs))
    return tidy("\n\n".join(paragraphs))


def _laid_out(page: Any) -> Any:
    """The letters of a page in their lines and paragraphs, a `pymupdf.TextPage`."""
    return page.get_textpage(flags=_TEXT)


def _printed(laid_out: Any) -> str:
    """Lines with an empty one after each paragraph.

    MuPDF's own, in a fifth less time than PyMuPDF's blocks, which ask for the outline of each
    letter and leave out the spaces of fonts that give them none.
    """
    buffer = pymupdf.mupdf.fz_new_buffer(1 << 13)
    printer = pymupdf.mupdf.FzOutput(buffer)
    pymupdf.mupdf.fz_print_stext_page_as_text(printer, laid_out.this)
    printer.fz_close_output()
    return bytes(pymupdf.mupdf.fz_buffer_extract_copy(buffer)).decode("utf-8", "replace")


@contextmanager
def without_colours() -> Iterator[None]:
    """Leaves colour profiles alone, which each document has loaded anew: text is all that counts.

    A twentieth of the time that the text of papers takes.
    """
    pymupdf.TOOLS.set_icc(False)
    try:
        yield
    finally:
        pymupdf.TOOLS.set_icc(True)


def has_marks(page: Any) -> bool:
    """Whether anything is drawn on a PDF page: contents, notes, stamps or form fields."""
    return bool(page.get_contents() or page.first_annot or page.first_widget)


def _notes(page: Any, shown: list[str]) -> Iterator[str]:
    """What people wrote on a PDF page and into its form fields, where it is not in `shown`."""
    if not page.parent.is_pdf:
        return
    written: list[str] = []
    if page.first_annot is not None:
        written.extend(str(note.info.get("content") or "") for note in page.annots())
    if page.first_widget is not None:
        written.extend(str(field.field_value or "") for field in page.widgets())
    known = set(shown)
    for words in written:
        line = " ".join(words.split())
        if len(line) > 1 and line not in known and line not in ("Off", "Yes"):
            known.add(line)
            yield line


def numbers(document: Any, limits: Limits) -> range:
    """The page numbers that are read, from 1."""
    return range(1, min(document.page_count, limits.pages) + 1)


@dataclass
class Texts:
    """The pages that can be read."""

    pages: list[PageText] = field(default_factory=list)
    cut: str = ""
    """A sentence where a limit was met."""
    first: Any = None
    """How the first page's letters lie, for `shown_title`; None where it can't be read."""


def texts(document: Any, source: Source) -> Texts:
    """The texts of a document's pages, up to the limits."""
    found = Texts()
    with without_colours():
        found.cut = _read_into(found, document, source)
    return found


def _read_into(found: Texts, document: Any, source: Source) -> str:
    pages = found.pages
    length = 0
    wanted = numbers(document, source.limits)
    total = document.page_count
    for number in wanted:
        try:
            page = document.load_page(number - 1)
            laid_out = _laid_out(page)
            text = _page_text(page, laid_out)
            if number == 1:
                found.first = laid_out
        except FAILURES:
            continue
        if length + len(text) > source.limits.text:
            pages.append(PageText(number, text[: source.limits.text - length]))
            return reasons.cut_at_text(source.limits.text)
        length += len(text)
        pages.append(PageText(number, text))
        if source.is_late and number < total:
            return reasons.cut_at_time(number, total)
    return reasons.cut_at_pages(len(wanted), total) if total > len(wanted) else ""


def rendered(page: Any, number: int) -> Look | None:
    """The page's image, long side 448 pixels; None for an empty page after the first."""
    bounds = page.rect
    longest = max(bounds.width, bounds.height)
    if longest <= 0:
        return None
    scale = pictures.PAGE_SIDE / longest
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    look = pictures.page_image(pixmap.width, pixmap.height, pixmap.samples, number)
    return None if number > 1 and pictures.is_flat(look) else look


def sharp(document: Any, page: int | None, long_side: int) -> Drawing:
    """A page with the places of its words, turned and cropped as a person sees it.

    Raises UnreadableFileError where there is no such page.
    """
    number = 1 if page is None else page
    if not 1 <= number <= document.page_count:
        raise UnreadableFileError(reasons.NO_SUCH_PAGE)
    shown = document.load_page(number - 1)
    bounds = shown.rect
    longest = max(bounds.width, bounds.height)
    if longest <= 0:
        raise UnreadableFileError(reasons.DAMAGED)
    scale = long_side / longest
    pixmap = shown.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    words = []
    for x0, y0, x1, y1, text, *_ in shown.get_text("words", flags=_TEXT)[:_MOST_WORDS]:
        # Words are told as if the page were not turned.
        area = (pymupdf.Rect(x0, y0, x1, y1) * shown.rotation_matrix) & bounds
        if not area.is_empty:
            words.append(
                PlacedWord(
                    text,
                    (
                        (area.x0 - bounds.x0) / bounds.width,
                        (area.y0 - bounds.y0) / bounds.height,
                        area.width / bounds.width,
                        area.height / bounds.height,
                    ),
                )
            )
    pages = document.page_count
    return Drawing(pictures.encoded(image), image.width, image.height, tuple(words), pages)


def shows_more_than_text(page: Any, text: str) -> bool:
    """Whether a page shows pictures, letters drawn as lines, or letters without a meaning."""
    kinds = Counter(kind for kind, _ in page.get_bboxlog())
    if kinds["fill-image"] or kinds["fill-imgmask"] or kinds["fill-path"] >= _MANY_PATHS:
        return True
    return not text and bool(kinds["fill-text"] or kinds["stroke-text"] or kinds["clip-text"])


def to_be_recognised(page: Any) -> Image.Image:
    """A page as large as text in it is recognised."""
    bounds = page.rect
    longest = max(bounds.width, bounds.height)
    scale = min(_DOTS_PER_INCH / 72, recognisable.LONGEST_SIDE / longest)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def drawn(page: Any) -> Look | None:
    """A page that is a picture by itself, as large as a picture is kept."""
    bounds = page.rect
    shortest = min(bounds.width, bounds.height)
    if shortest <= 0:
        return None
    scale = pictures.SHORT_SIDE / shortest
    scale = min(scale, pictures.LONGEST_SIDE / max(bounds.width, bounds.height))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    return pictures.picture(image, None)


def about(document: Any) -> dict[str, Any]:
    """Title, author, date and subject, as keyword arguments of Content."""
    found = document.metadata or {}
    words = {name: one_line(str(found.get(name) or "")) for name in ("title", "author")}
    words["title"] = _APPLICATION.sub("", words["title"])
    details = {
        name: text
        for name in ("subject", "keywords")
        if (text := one_line(str(found.get(name) or "")))
    }
    return {**words, "created": pdf_date(str(found.get("creationDate") or "")), "details": details}


def shown_title(laid_out: Any) -> str:
    """The title that a first page shows: its largest letters, where these are larger than most."""
    lines = []
    for block in laid_out.extractDICT()["blocks"]:
        for line in block.get("lines", ()):
            words = "".join(span["text"] for span in line["spans"])
            is_level = abs(line["dir"][0]) > _LEVEL
            if is_level and sum(map(str.isalpha, words)) > 2:  # no initial, no number
                sizes = [span["size"] for span in line["spans"] if span["text"].strip()]
                lines.append((max(sizes), words))
    if not lines:
        return ""
    largest = max(size for size, _ in lines)
    letters = sorted(size for size, words in lines for _ in words)
    title = one_line(" ".join(words for size, words in lines if size > _SAME_SIZE * largest))
    if largest < _LARGER * letters[len(letters) // 2] or len(title) > _LONGEST_TITLE:
        return ""
    # Fonts without a table of characters give signs instead of letters.
    return title if sum(map(str.isalpha, title)) > _LETTERS * len(title) else ""


def pdf_date(text: str) -> float | None:
    """Seconds since 1970 of a date as PDF writes it, D:20240131120000+01'00' (ISO 32000, 7.9.4)."""
    if (match := _DATE.match(text.strip())) is None:
        return None
    year, month, day, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    zone: timezone = UTC
    if sign:
        offset = timedelta(hours=int(zone_hour), minutes=int(zone_minute or 0))
        zone = timezone(offset if sign == "+" else -offset) if offset < timedelta(days=1) else UTC
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=zone,
        )
        return moment.timestamp()
    except (ValueError, OverflowError):
        return None


def _refusal(error: Exception) -> UnreadableFileError:
    words = str(error).lower()
    if "malloc" in words or "memory" in words:
        return UnreadableFileError(reasons.TOO_MUCH_MEMORY)
    if "password" in words or "encrypt" in words:
        return UnreadableFileError(reasons.PROTECTED)
    return UnreadableFileError(reasons.DAMAGED)
