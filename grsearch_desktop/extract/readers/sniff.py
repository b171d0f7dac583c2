"""What a file really is, by its first bytes: names lie, and some have no extension."""

import re
import zipfile
import zlib

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers import zips
from grsearch_desktop.extract.readers.source import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ARCHIVES = (
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    *(b"BZh%d1AY&SY" % level for level in range(1, 10)),
)
_PROGRAMS = frozenset("jar war ear apk aab ipa whl egg xpi crx vsix nupkg".split())  # noqa: SIM905
"""Endings of packed programs: zip archives of files that nobody wrote to be read."""
_IMAGE_STARTS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"8BPS",
    b"DDS ",
    b"\x00\x00\x00\x0cjP  ",
    b"qoif",
    b"icns",
)
_IMAGE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_FILM_STARTS = (
    b"\x1a\x45\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    b"FLV\x01",
)
_SOUND_STARTS = (b"ID3", b"fLaC", b"OggS", b"wvpk", b"MAC ", b"#!AMR")
_SOUND_FORMS = (b"WAVE", b"AIFF", b"AIFC")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_FILM_BRANDS = (
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"mp4v", b"avc1"),
    *(b"dash", b"MSNV", b"M4V ", b"qt  "),
)
_PACKET = 188
"""Bytes of a packet of broadcast streams, which all begin with the same one."""
_RAW_STARTS = (b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FUJIFILMCCD-RAW", b"\x00MRM", b"FOVb")
_TIFF_STARTS = (b"II*\x00", b"MM\x00*")
_ZIP_MEMBERS = (
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("xl/workbook.xml", "sheet"),
    ("xl/workbook.bin", "sheet"),
    ("fixeddocseq.fdseq", "xps"),
    ("meta-inf/container.xml", "book"),
)
_MIME_TYPES = (
    ("application/vnd.oasis.opendocument.text", "opentext"),
    ("application/vnd.oasis.opendocument.presentation", "openslides"),
    ("application/vnd.oasis.opendocument.graphics", "openslides"),
    ("application/vnd.oasis.opendocument.spreadsheet", "sheet"),
    ("application/epub+zip", "book"),
    ("application/x-krita", "painting"),
    ("image/openraster", "painting"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "protected"),
    ("WordDocument", "oldword"),
    ("PowerPoint Document", "oldslides"),
    ("Workbook", "sheet"),
    ("Book", "sheet"),
    ("__properties_version1.0", "oldmail"),
)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")
_SENDING = frozenset((b"from", b"return-path", b"sender"))
_COMING = frozenset((b"to", b"received", b"message-id", b"delivered-to", b"mime-version", b"bcc"))
_OFFICE = frozenset({"word", "slides", "sheet", "opentext", "openslides", "oldword", "oldslides"})
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def true_form(source: Source, promised: str) -> str:
    """The form (a key of registry.FORMS) of a file whose name promises another, or none.

    Raises UnreadableFileError for a protected office file.
    """
    head = source.head()
    if promised == "comic":
        return promised
    if head.startswith(_ZIP):
        return _form_of_zip(source, promised)
    if head.startswith(_OLE):
        return _form_of_ole(source, promised)
    if promised in ("other", "text", "code") and _is_archive(head):
        return "archive"
    if head.startswith(b"{\\rtf"):
        return "rich"
    if b"%PDF-" in head[:1024] and promised not in ("text", "code", "mail", "web"):
        return "pdf"
    if (form := _form_of_picture(head, promised)) is not None:
        return form
    if (form := _form_of_medium(head, promised)) is not None:
        return form
    if head.startswith(b"AT&TFORM"):
        return "djvu"
    if promised in _OFFICE or promised == "rich":
        return _form_of_pretender(head, promised)
    if promised in ("web", "text", "other") and _is_bookmarks(head):
        return "bookmarks"
    if promised == "other" and looks_like_text(head):
        if is_mail(head):
            return "mail"
        return "web" if _MARKUP.match(head) else "text"
    return promised


def is_mail(head: bytes) -> bool:
    """Whether a file begins as mails do: those of a maildir, and old mailboxes, have no extension.

    Headers alone up to an empty line, one of who wrote it and one of how it came here.
    """
    top, end, _ = head.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = top.split(b"\n")
    if not end:
        del lines[-1]  # cut in two where the head ends
    if lines and lines[0].startswith(b"From "):
        del lines[0]
    if not all(_HEADER.match(line) for line in lines):
        return False
    names = {line.partition(b":")[0].lower() for line in lines}
    return bool(names & _SENDING) and bool(names & _COMING)


def _is_bookmarks(head: bytes) -> bool:
    """A browser's bookmarks: exported as a page, or as Chromium keeps them, without extension."""
    start = head.lstrip()[:32].lower()
    if start.startswith(b"<!doctype netscape-bookmark-file"):
        return True
    return start.startswith(b"{") and b'"checksum"' in head and b'"roots"' in head


def looks_like_text(head: bytes) -> bool:
    """Whether these first bytes are words in some encoding rather than a program's own format."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return len(_BINARY.findall(head)) <= len(head) // 500


def may_be_read(head: bytes) -> bool:
    """Whether some reader may read what begins with these bytes, whatever its name is."""
    known = (_ZIP, _OLE, b"{\\rtf", b"%PDF-")
    return head.startswith(known) or _is_image(head) or _is_archive(head) or looks_like_text(head)


def _is_archive(head: bytes) -> bool:
    return head.startswith(_ARCHIVES) or head[257:263] in (b"ustar\0", b"ustar ")


def _form_of_pretender(head: bytes, promised: str) -> str:
    """An office file that is none inside: programs export tables and letters as HTML or text."""
    if _MARKUP.match(head):
        return "web"
    if head.lstrip()[:6].lower() in (b"mime-v", b"from: "):
        return "mail"
    if promised in ("opentext", "openslides") and head.lstrip().startswith(b"<?xml"):
        return promised
    if promised in _OFFICE | {"rich"} and looks_like_text(head):
        return "table" if promised == "sheet" else "text"
    return promised


def _form_of_picture(head: bytes, promised: str) -> str | None:
    """Raw photos are TIFFs, and CR2 says so where a TIFF says nothing."""
    if head.startswith(_TIFF_STARTS) and (promised == "raw" or head[8:10] == b"CR"):
        return "raw"
    if head.startswith(_RAW_STARTS) or head[4:12] == b"ftypcrx ":
        return "raw"
    if head.startswith(b"gimp xcf "):
        return "xcf"
    if head.startswith(b"8BPS\x00\x02"):
        return "psb"
    return "image" if _is_image(head) else None


def _is_image(head: bytes) -> bool:
    if head.startswith(_IMAGE_STARTS):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in _IMAGE_BRANDS


def _form_of_medium(head: bytes, promised: str) -> str | None:
    """Film or sound; a container that holds either is what its name says."""
    if head.startswith(b"OggS") and b"\x80theora" in head[:200]:
        return "film"
    if promised in ("film", "sound"):
        return promised
    brand = head[8:12]
    if head.startswith(_SOUND_STARTS) or (
        head.startswith((b"RIFF", b"FORM")) and brand in _SOUND_FORMS
    ):
        return "sound"
    is_mp4 = head[4:8] == b"ftyp"
    if is_mp4 and brand in _SOUND_BRANDS:
        return "sound"
    is_stream = len(head) > 3 * _PACKET and all(head[n * _PACKET] == 0x47 for n in range(4))
    if (
        head.startswith(_FILM_STARTS)
        or (is_mp4 and (brand in _FILM_BRANDS or brand.startswith(b"3gp")))
        or (head.startswith(b"RIFF") and brand == b"AVI ")
        or (is_stream and not looks_like_text(head))
    ):
        return "film"
    return None


def _form_of_zip(source: Source, promised: str) -> str:
    try:
        archive, _ = zips.opened(source.open())
        with archive:
            names = {name.lower() for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    mime = member.read(200).decode("ascii", "replace").strip()
                for start, form in _MIME_TYPES:
                    if mime.startswith(start):
                        return form
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError):
        # Its own reader knows best what to save of a damaged archive.
        return promised
    names = {name.replace("\\", "/").lstrip("/") for name in names}
    for member_name, form in _ZIP_MEMBERS:
        if member_name in names:
            return form
    is_unknown = promised == "other" and source.extension not in _PROGRAMS
    return "archive" if is_unknown else promised


def _form_of_ole(source: Source, promised: str) -> str:
    from grsearch_desktop.extract.readers import ole

    try:
        with ole.opened(source) as file:
            for stream, form in _OLE_STREAMS:
                if file.exists(stream):
                    if form == "protected":
                        raise UnreadableFileError(reasons.PROTECTED)
                    return form
    except UnreadableFileError as error:
        if error.reason == reasons.PROTECTED:
            raise
    return promised
