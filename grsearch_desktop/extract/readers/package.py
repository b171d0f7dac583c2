"""Office files are zip archives of XML parts: read with a bound on what comes out."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from xml.parsers import expat

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers import zips
from grsearch_desktop.extract.readers.source import Source

_BLOCK = 1 << 16
_ENCRYPTED_FLAG = 0x1
_ARCHIVE_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_DEEPEST = 500
"""Elements within elements; real documents have some dozens."""

Attributes = dict[str, str]


class Package:
    """The members of a zip archive, by their names without regard to case."""

    def __init__(self, source: Source) -> None:
        self._limit = source.limits.unpacked
        self._left = self._limit
        try:
            self._archive, _ = zips.opened(source.open())
        except _ARCHIVE_FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED) from error
        self._members = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info
            for info in self._archive.infolist()
        }

    @property
    def names(self) -> list[str]:
        """The names of all members, in lower case, in the order of the archive."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def size(self, name: str) -> int:
        """The size in bytes that the archive promises for a member."""
        return self._members[name.lower()].file_size

    def read(self, name: str) -> bytes:
        """A member's bytes; empty where there is none. What comes out is counted, not trusted."""
        info = self._members.get(name.lower())
        if info is None:
            return b""
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFileError(reasons.PROTECTED)
        blocks = []
        try:
            with self._archive.open(info) as member:
                while block := member.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise UnreadableFileError(reasons.too_much_unpacked(self._limit))
                    blocks.append(block)
        except _ARCHIVE_FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED) from error
        return b"".join(blocks)

    def related(self, part: str) -> dict[str, str]:
        """From relation id to member name, for one part (Open Packaging Conventions, 9.3)."""
        folder, _, name = part.rpartition("/")
        found: dict[str, str] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                if not target.startswith("/"):
                    target = posixpath.normpath(posixpath.join(folder, target))
                found[attributes.get("Id", "")] = target.lstrip("/").lower()

        walk(self.read(f"{folder}/_rels/{name}.rels"), start)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()


def walk(
    xml: bytes,
    start: Callable[[str, Attributes], None] | None = None,
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> bool:
    """Calls back for each element and text of an XML part; names without their namespace.

    No entity that the part declares is ever expanded. Gives false where the XML is broken: what
    came before the break was called back.
    """
    if not xml.strip():
        return False
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _StopError
        if start is not None:
            start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(_local(name))

    def on_entity(*_declaration: object) -> None:
        raise _StopError

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.EntityDeclHandler = on_entity
    if words is not None:
        parser.CharacterDataHandler = words
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, _StopError, ValueError, LookupError):
        return False
    return True


class _StopError(Exception):
    """The part is hostile: declared entities, or elements without end within each other."""


def _local(name: str) -> str:
    return name.rpartition("}")[2]


@dataclass
class Gatherer:
    """Collects text while `walk` runs, up to a limit of characters."""

    limit: int
    length: int = 0
    parts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Appends text; beyond the limit it is left out."""
        if self.length <= self.limit:
            self.parts.append(text)
            self.length += len(text)

    def take(self) -> str:
        """The text so far; the next starts empty, the limit goes on."""
        text = "".join(self.parts)
        self.parts.clear()
        return text

    @property
    def is_full(self) -> bool:
        """Whether something was left out."""
        return self.length > self.limit


def pictures_of(package: Package, folders: tuple[str, ...]) -> Iterator[str]:
    """The names of members in these folders that Pillow can read."""
    endings = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
    return (name for name in package.names if name.startswith(folders) and name.endswith(endings))
