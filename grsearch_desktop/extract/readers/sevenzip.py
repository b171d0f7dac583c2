"""The files within a 7z archive, through py7zr, into memory alone.

They lie in blocks, of which each is unpacked from its begin: some files are unpacked together and
given one after another. What lies in a block behind more bytes than the limit is not reached.
"""

import io
import lzma
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO, WriterFactory

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers import packed
from grsearch_desktop.extract.readers.source import Source

_AT_ONCE = 64 << 20
"""Bytes that are unpacked together."""
_FAILURES = (ArchiveError, PasswordRequired, lzma.LZMAError, TypeError, AttributeError, EOFError)

IsWanted = Callable[[str, int], bool]


def opened(source: Source, is_wanted: IsWanted) -> packed.Packed:
    """See `packed.opened`."""
    try:
        archive = py7zr.SevenZipFile(source.open())
        files = [file for file in archive.files if not file.is_directory]
    except PasswordRequired as error:
        raise UnreadableFileError(reasons.PROTECTED) from error
    except UnsupportedCompressionMethodError as error:
        raise NotImplementedError from error
    except _FAILURES as error:
        raise ValueError("a damaged directory") from error
    # Some of its decompressors give all that a block of input holds at once, a gigabyte for 32 KB.
    is_bomb = sum(file.uncompressed for file in files) > packed.most_unpacked(source)
    unpacking = _Unpacking(archive, files, source, is_wanted)
    return packed.Packed(unpacking.entries(), len(files), is_bomb)


class _Unpacking:
    """Gives the content of files that are asked for in the order of the archive."""

    def __init__(
        self, archive: Any, files: Sequence[Any], source: Source, is_wanted: IsWanted
    ) -> None:
        self._archive = archive
        self._files = files
        self._source = source
        self._is_wanted = is_wanted
        self._ready: dict[str, bytes] = {}

    def entries(self) -> Iterator[packed.Entry]:
        is_locked = self._archive.needs_password()
        for number, file in enumerate(self._files):
            open_it = self._opening(number)
            yield packed.Entry(file.filename, file.uncompressed, None, is_locked, open_it)

    def _opening(self, number: int) -> Callable[[], BinaryIO]:
        def opened() -> BinaryIO:
            name = self._files[number].filename
            if name not in self._ready:
                self._ready = self._unpacked(number)
            # Of several files of one name the first alone can be asked for.
            return io.BytesIO(self._ready.pop(name))

        return opened

    def _unpacked(self, first: int) -> dict[str, bytes]:
        """The content of a file, and of those after it that will be asked for, while they fit."""
        targets = {file.filename: file.uncompressed for file in self._within_reach(first)}
        if self._files[first].filename not in targets:
            raise ValueError("too deep in its block")
        shelf = _Shelf(sum(targets.values()), self._source)
        try:
            self._archive.reset()
            self._archive.extract(targets=set(targets), factory=shelf)
        except _FAILURES as error:
            if not shelf.done:
                raise ValueError("a damaged block") from error
        return shelf.done

    def _within_reach(self, first: int) -> Iterator[Any]:
        block, reached, taken = None, 0, 0
        for number, file in enumerate(self._files):
            if file.folder is not block:
                block, reached = file.folder, 0
            reached += file.uncompressed
            if number < first or reached > self._source.limits.unpacked:
                continue
            if number > first and not self._is_wanted(file.filename, file.uncompressed):
                continue
            taken += file.uncompressed
            if number > first and taken > _AT_ONCE:
                return
            yield file


class _Shelf(WriterFactory):  # type: ignore[misc]
    """Where py7zr puts what it unpacks; it ends it when more comes than was promised."""

    def __init__(self, limit: int, source: Source) -> None:
        self.left = limit
        self.source = source
        self.done: dict[str, bytes] = {}

    def create(self, filename: str) -> Py7zIO:
        return _Slot(filename, self)


class _Slot(Py7zIO):  # type: ignore[misc]
    def __init__(self, name: str, shelf: _Shelf) -> None:
        self._name = name
        self._shelf = shelf
        self._content = io.BytesIO()

    def write(self, block: bytes | bytearray) -> int:
        self._shelf.left -= len(block)
        if self._shelf.left < 0:
            raise ArchiveError("more comes out than was promised")
        if self._shelf.source.is_late:
            raise packed.LateError
        return self._content.write(block)

    def close(self) -> None:
        self._shelf.done[self._name] = self._content.getvalue()

    def read(self, size: int | None = None) -> bytes:
        return self._content.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._content.seek(offset, whence)

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._content.getbuffer().nbytes
