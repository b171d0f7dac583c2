"""Archives: each file within is a page, with its name, its text and its looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.content import Content, Drawing, Fit, Look, PageText
from grsearch_desktop.extract.readers import pictures
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.unpacking import Member, Walk

_Looks = Callable[[Reader, Source], Iterator[Look]]


class ArchiveReader(Reader):
    """Zip, tar, 7z and single compressed files; archives within them are opened too."""

    memory = 768 << 20

    def read_text(self, source: Source) -> Content:
        """Name and words of each file. What can't be read inside has its name."""
        left = source.limits.text
        walk = Walk(source, lambda _page, _form: left > 0)
        pages: list[PageText] = []
        has_looks = is_full = False
        for member in walk.members():
            read = _read(member, left) if left > 0 else None
            text = _text_of(member, read)
            is_full = is_full or len(text) > left or left <= 0
            left -= len(text)
            has_looks = has_looks or (read is not None and read.has_looks)
            pages.append(PageText(member.page, text, member.name))
        if not pages:
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        cut = walk.cut or (reasons.cut_at_text(source.limits.text) if is_full else "")
        return Content(self.kind, tuple(pages), has_looks=has_looks, cut=cut)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """Of each file within its picture, or its first page and the pictures in it."""
        return _looks(source, skip, lambda reader, part: reader.read_looks(part, Skip()))

    def read_fitted(self, source: Source, skip: Skip, fit: Fit) -> Iterator[Look]:
        """The same in the size of a model."""
        return _looks(source, skip, lambda reader, part: reader.read_fitted(part, Skip(), fit))

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The first page of a file within, or the picture that it is."""
        wanted = page or 1
        for member in Walk(source, lambda page, _form: page == wanted).members():
            if member.page == wanted:
                if member.source is None or member.form == "archive":
                    raise UnreadableFileError(reasons.NOT_DRAWN)
                reader = registry.reader_for(member.source)
                return replace(reader.draw(member.source, None, long_side), pages=1)
        raise UnreadableFileError(reasons.NO_SUCH_PAGE)


def _read(member: Member, text_limit: int) -> Content | None:
    """What a reader gives of a file; None where there is none, or it can't read the file."""
    if member.source is None or member.form == "archive":
        return None
    limits = replace(member.source.limits, text=text_limit)
    source = replace(member.source, limits=limits)
    try:
        return registry.reader_for(source).read_text(source)
    except UnreadableFileError:
        return None
    except (Exception, MemoryError):  # noqa: BLE001
        # A parser that stumbles over one file is no reason to lose the others.
        return None


def _text_of(member: Member, read: Content | None) -> str:
    """The name, what the file says of itself, and its words; so all of it is found on its page."""
    if read is None:
        return member.name
    words = "\n\n".join(page.text for page in read.pages)
    said = filter(None, (read.title, read.author, *read.details.values()))
    about = ", ".join(dict.fromkeys(line for line in said if line not in words))
    return "\n\n".join(filter(None, (member.name, about, words)))


@dataclass
class _Given:
    """What was given of an archive so far."""

    left: int
    digests: set[bytes]
    pages: frozenset[int]
    _shown: set[int] = field(default_factory=set)

    def takes(self, look: Look, page: int) -> bool:
        """Whether a look is one to give: the first page of a file, and each picture once."""
        if look.kind == "page":
            is_new = page not in self._shown and page not in self.pages
            self._shown.add(page)
            return is_new
        is_small = min(look.width, look.height) < pictures.SMALLEST_SIDE and not look.fitted
        if is_small or look.digest in self.digests or self.left <= 0:
            return False
        self.digests.add(look.digest)
        self.left -= 1
        return True


def _may_have_looks(form: str) -> bool:
    return registry.reader_class(form).read_looks is not Reader.read_looks


def _looks(source: Source, skip: Skip, looks_of: _Looks) -> Iterator[Look]:
    given = _Given(source.limits.pictures, set(skip.digests), skip.pages)
    for member in Walk(source, lambda _page, form: _may_have_looks(form)).members():
        if member.source is None or member.form == "archive" or source.is_late:
            continue
        try:
            for look in looks_of(registry.reader_for(member.source), member.source):
                if look.kind == "page" and (look.page or 1) > 1:
                    break
                if given.takes(look, member.page):
                    yield replace(look, page=member.page)
        except UnreadableFileError:
            continue
        except (Exception, MemoryError):  # noqa: BLE001
            continue
