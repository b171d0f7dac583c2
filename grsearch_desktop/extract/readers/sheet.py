"""Spreadsheets, through calamine: each sheet is a page, each row a line."""

import struct
from typing import Any

import python_calamine as calamine

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers import ole, properties
from grsearch_desktop.extract.readers.package import Gatherer, Package
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source

_MOST_CELLS = 5_000_000
_FILE_PASS = 0x2F
"""The record that says how a book is encrypted (MS-XLS 2.4.117)."""
_RECORDS_BEFORE_ENCRYPTION = 20
_FAILURES: tuple[type[Exception], ...] = (
    calamine.CalamineError,
    OSError,
    ValueError,
    TypeError,
    IndexError,
)


class SheetReader(Reader):
    """The values of all cells, as the person reads them; formulas and looks are left out."""

    def read_text(self, source: Source) -> Content:
        """Sheet by sheet."""
        _check_unpacked(source)
        gatherer = Gatherer(source.limits.text)
        pages = []
        try:
            book = calamine.load_workbook(source.open())
            names = book.sheet_names[: source.limits.pages]
        except calamine.PasswordError as error:
            raise UnreadableFileError(reasons.PROTECTED) from error
        except _FAILURES as error:
            raise UnreadableFileError(_why_not(source)) from error
        broken = 0
        for number, name in enumerate(names, start=1):
            gatherer.add(f"{name}\n\n")
            try:
                _gather(book.get_sheet_by_name(name), gatherer)
            except _FAILURES:
                # A chart or a macro sheet has no cells to give.
                broken += 1
            pages.append(PageText(number, tidy(gatherer.take()), one_line(name)))
            if gatherer.is_full or source.is_late:
                break
        if not pages or broken == len(pages):
            raise UnreadableFileError(reasons.DAMAGED)
        cut = reasons.cut_at_text(source.limits.text) if gatherer.is_full else ""
        return Content(self.kind, tuple(pages), cut=cut, **_about(source))


def _gather(sheet: Any, gatherer: Gatherer) -> None:
    if sheet.total_height * sheet.total_width > _MOST_CELLS * 20:
        raise ValueError("a sheet of empty cells without end")
    for row in sheet.iter_rows():
        cells = [_shown(value) for value in row]
        if line := "\t".join(cells).rstrip():
            gatherer.add(line + "\n")
        if gatherer.is_full:
            return


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bool):
        return str(value).upper()
    return " ".join(str(value).split())


def _why_not(source: Source) -> str:
    """What calamine does not tell: whether the book is encrypted, or older than Excel 5."""
    head = source.head(8)
    if head.startswith(b"PK\x03\x04"):
        return reasons.DAMAGED
    if head != ole.MAGIC:
        return reasons.OLD_OR_DAMAGED
    with ole.opened(source) as file:
        book = ole.stream(file, "Workbook", "Book")
    at = 0
    for _ in range(_RECORDS_BEFORE_ENCRYPTION):
        if at + 4 > len(book):
            break
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _FILE_PASS:
            return reasons.PROTECTED
        at += 4 + length
    return reasons.DAMAGED


def _check_unpacked(source: Source) -> None:
    """calamine unpacks by itself: the sizes are checked before, by unpacking without keeping."""
    if source.head(4) != b"PK\x03\x04":
        return
    with Package(source) as package:
        promised = sum(package.size(name) for name in package.names)
        if promised > source.limits.unpacked:
            raise UnreadableFileError(reasons.too_much_unpacked(source.limits.unpacked))
        if "META-INF/manifest.xml" in package and b"encryption-data" in package.read(
            "META-INF/manifest.xml"
        ):
            raise UnreadableFileError(reasons.PROTECTED)


def _about(source: Source) -> dict[str, Any]:
    if source.head(4) != b"PK\x03\x04":
        return {}
    with Package(source) as package:
        part = "meta.xml" if "meta.xml" in package else "docProps/core.xml"
        return properties.of_package(package, part)
