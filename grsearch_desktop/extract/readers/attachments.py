"""Files inside a mail or an office document: their words are words of what they lie in."""

import struct

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import registry
from grsearch_desktop.extract.readers import ole
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.source import Source

_DEEPEST = 3
"""Files within files within a file."""
_OWN_STREAMS = ("Package", "CONTENTS", "Contents")
"""Where an embedded object (MS-OLEDS) keeps a whole file: of Office since 2007, of others."""
_PACKED = "\x01Ole10Native"


def gather(part: Source, gatherer: Gatherer) -> None:
    """Adds the text of a file found inside another. One that can't be read adds nothing."""
    if not part.size or part.inside > _DEEPEST or part.is_late or gatherer.is_full:
        return
    try:
        content = registry.reader_for(part).read_text(part)
    except UnreadableFileError:
        # What it lies in can be read; that a file in it can't is no fault of that.
        return
    for page in content.pages:
        gatherer.add(page.text + "\n\n")


def gather_object(part: Source, gatherer: Gatherer) -> None:
    """As `gather`, for a file that is embedded in an office document, as it is or in a wrapping."""
    if part.head(8) == ole.MAGIC:
        part = _unwrapped(part)
    if part.name:
        gatherer.add(f"{part.name}\n")
    gather(part, gatherer)


def _unwrapped(part: Source) -> Source:
    """The file in a compound file; the compound file itself where it is a document."""
    try:
        with ole.opened(part) as file:
            if whole := ole.stream(file, *_OWN_STREAMS):
                return part.part("", whole)
            if packed := ole.stream(file, _PACKED):
                return part.part(*_unpacked(packed))
    except UnreadableFileError:
        pass
    return part.part("", part.read())


def _unpacked(packed: bytes) -> tuple[str, bytes]:
    """Name and content of a file that Windows' packager wrapped.

    Size of all, a number, label and path (each up to a zero), two numbers, the length of a second
    path and this, the length of the content and this.
    """
    try:
        label_end = packed.index(b"\0", 6)
        path_end = packed.index(b"\0", label_end + 1)
        (length,) = struct.unpack_from("<I", packed, path_end + 5)
        at = path_end + 9 + length
        (size,) = struct.unpack_from("<I", packed, at)
    except (ValueError, struct.error):
        return "", b""
    return packed[6:label_end].decode("cp1252", "replace"), packed[at + 4 : at + 4 + size]
