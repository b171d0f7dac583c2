"""The pictures among the members of an office package or a mail."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import registry
from grsearch_desktop.extract.content import Look
from grsearch_desktop.extract.readers import pictures
from grsearch_desktop.extract.readers.reader import Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source


@dataclass(frozen=True)
class Inside(Look):
    """The look of a picture that is a file inside another one."""

    name: str = ""
    file: bytes = b""


class Media:
    """Gives each distinct picture of 96x96 pixels or more once, up to the limit."""

    def __init__(self, source: Source, skip: Skip) -> None:
        self._source = source
        self._digests = set(skip.digests)
        self._given = 0

    def look(self, name: str, content: bytes, page: int | None) -> Iterator[Look]:
        """The picture in these bytes, if it is one worth a look; a broken one is left out."""
        if self._given >= self._source.limits.pictures or self._source.is_late or not content:
            return
        part = self._source.part(name, content)
        try:
            for look in registry.reader_for(part).read_looks(part, Skip()):
                is_small = min(look.width, look.height) < pictures.SMALLEST_SIDE
                if look.kind != "picture" or is_small or look.digest in self._digests:
                    continue
                self._digests.add(look.digest)
                self._given += 1
                yield Inside(**{**vars(look), "page": page, "name": name, "file": content})
        except UnreadableFileError:
            return


def recognisable(look: Inside, source: Source) -> Iterator[Recognisable]:
    """The picture as large as text in it is recognised; nothing where it can't be decoded."""
    part = source.part(look.name, look.file)
    try:
        for shown in islice(registry.reader_for(part).read_recognisable(part, Skip()), 1):
            yield replace(shown, page=look.page, digest=look.digest)
    except UnreadableFileError:
        return
