"""Walks through an archive and the archives within it, with one budget for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.readers import packed, sniff
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.source import Source

SEPARATOR = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
"""Between an archive and what is in it."""
_DEEPEST = 4
"""Archives within each other that are opened."""
_LARGEST = 128 << 20
"""Bytes of one file: it is held in memory while it is read."""
_SMALL = 16 << 20
"""Bytes up to which a file may be packed as well as it may be."""
_BLOCK = 1 << 20
_HEAD = 4096


class _TooLargeError(Exception):
    """A file is larger than what may be unpacked."""


@dataclass(frozen=True)
class Member:
    """A file within an archive, or within an archive in it."""

    page: int
    """From 1, in the order of the archive."""
    name: str
    """With its folders, and the archives that it lies in."""
    source: Source | None
    """Its content; None where it was not asked for, can't be unpacked or is none to be read."""
    form: str
    """What reads it, a key of registry.FORMS."""


class Walk:
    """Gives the members of an archive, and keeps account of what it left out.

    is_wanted: whether the content of a page is asked for. Archives are opened all the same, so that
    pages have the same numbers for whoever asks for one of them.
    """

    def __init__(self, source: Source, is_wanted: Callable[[int, str], bool]) -> None:
        self._left = min(source.limits.unpacked, packed.most_unpacked(source))
        self._source = replace(source, limits=replace(source.limits, unpacked=self._left))
        self._is_wanted = is_wanted
        self._pages = 0
        self._locked = self._large = self._broken = 0
        self._is_damaged = self._is_late = self._is_full = self._is_deep = False
        self._total: int | None = None

    def members(self) -> Iterator[Member]:
        """Raises UnreadableFileError where the archive can't be opened."""
        try:
            yield from self._members(self._source, "", is_outer=True)
        except packed.LateError:
            self._is_late = True

    @property
    def cut(self) -> str:
        """A sentence on what was left out, or empty."""
        if self._is_full:
            return reasons.cut_at_members(self._pages, self._total)
        if self._is_late:
            return reasons.cut_at_time_of_members(self._pages)
        if self._is_damaged:
            return reasons.cut_at_damage(self._pages)
        if self._large:
            return reasons.members_too_large(self._large, self._pages)
        if self._broken:
            return reasons.members_broken(self._broken, self._pages)
        if self._is_deep:
            return reasons.archives_too_deep(_DEEPEST)
        return reasons.members_protected(self._locked, self._pages) if self._locked else ""

    def _members(self, archive: Source, within: str, *, is_outer: bool = False) -> Iterator[Member]:
        try:
            opened = packed.opened(archive, self._may_be_unpacked)
        except packed.FAILURES as error:
            if is_outer:
                raise UnreadableFileError(reasons.DAMAGED) from error
            return
        if is_outer:
            self._total = opened.total
        try:
            for entry in opened.entries:
                if self._pages >= self._source.limits.pages:
                    self._is_full = True
                    return
                if self._source.is_late:
                    raise packed.LateError
                self._pages += 1
                name = within + one_line(entry.name.replace("\\", "/").lstrip("/"))
                member = self._member(archive, entry, name, is_bomb=opened.is_bomb)
                yield member
                if member.form == "archive" and member.source is not None:
                    yield from self._inside(member.source, name)
                if self._is_full:
                    return
        except packed.FAILURES as error:
            if is_outer and not self._pages:
                raise UnreadableFileError(reasons.DAMAGED) from error
            self._is_damaged = True

    def _inside(self, archive: Source, name: str) -> Iterator[Member]:
        if archive.inside > _DEEPEST:
            self._is_deep = True
            return
        try:
            yield from self._members(archive, name + SEPARATOR)
        except UnreadableFileError:
            # Its name is searchable; that it can't be opened is no fault of the outer archive.
            return

    def _member(self, archive: Source, entry: packed.Entry, name: str, *, is_bomb: bool) -> Member:
        page = self._pages
        short = name.rpartition("/")[2]
        form = registry.form_of(short)
        nothing = Member(page, name, None, form)
        if entry.is_locked:
            self._locked += 1
            return nothing
        if is_bomb:
            self._large += 1
            return nothing
        wanted = self._is_wanted(page, form)
        may_hold = form in ("archive", "other")
        if entry.size == 0 or (not wanted and not may_hold):
            self._left -= self._promised(entry, form)
            return nothing
        try:
            content = self._content(entry, form)
        except _TooLargeError:
            self._large += 1
            return nothing
        except (*packed.FAILURES, MemoryError):
            self._broken += 1
            return nothing
        if content is None:
            return nothing
        limits = replace(archive.limits, unpacked=max(self._left, 0))
        source = replace(archive.part(short, content), limits=limits)
        try:
            form = sniff.true_form(source, form)
        except UnreadableFileError:
            self._locked += 1
            return nothing
        if (form == "archive" and not may_hold) or (form != "archive" and not wanted):
            return nothing
        return Member(page, name, source, form)

    def _content(self, entry: packed.Entry, form: str) -> bytes | None:
        """What is in a file; None where nothing reads its sort."""
        most = self._most(entry.packed)
        if entry.size is not None and entry.size > most:
            raise _TooLargeError
        with entry.open() as stream:
            head = stream.read(_HEAD)
            if form == "other" and not sniff.may_be_read(head):
                return None
            blocks = [head]
            length = len(head)
            while block := stream.read(_BLOCK):
                length += len(block)
                if length > most:
                    self._left -= length
                    raise _TooLargeError
                blocks.append(block)
        self._left -= length
        return b"".join(blocks)

    def _most(self, packed_size: int | None) -> int:
        """How many bytes may come out of a file."""
        most = max(min(self._left, _LARGEST), 0)
        if packed_size is None:
            return most
        return min(most, max(_SMALL, packed.MOST_RATIO * packed_size))

    def _may_be_unpacked(self, name: str, size: int) -> bool:
        form = registry.form_of(name.rpartition("/")[2])
        return 0 < size <= self._most(None) and (form != "other" or "." not in name)

    def _promised(self, entry: packed.Entry, form: str) -> int:
        """What a file that is passed by would take of the budget."""
        size = entry.size or 0
        return size if form != "other" and size <= self._most(entry.packed) else 0
