"""Which reader reads which file: by extension, corrected by what the file begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from grsearch_desktop.extract import third_party
from grsearch_desktop.extract.form import Form
from grsearch_desktop.extract.third_party import Admitted, Declared, Refused

if TYPE_CHECKING:
    from grsearch_desktop.extract.readers.reader import Reader
    from grsearch_desktop.extract.readers.source import Source


READERS = 1
"""Counts the times that readers learnt to say more of files that they read before: what an older
state of them read is read again."""


DRAWN = frozenset(
    (
        *("pdf", "xps", "comic", "book", "djvu", "drawing", "image", "word", "slides", "archive"),
        *("film", "raw", "xcf", "psb", "painting", "pages", "numbers", "keynote"),
    )
)
"""Forms whose reader can draw what a person sees."""

FORMS: dict[str, Form] = {
    "pdf": Form("pdf", "fixed:FixedReader", "pdf ai"),
    "xps": Form("document", "fixed:FixedReader", "xps oxps"),
    "comic": Form("book", "fixed:FixedReader", "cbz"),
    "book": Form("book", "flowing:FlowingReader", "epub fb2 mobi prc azw azw3"),
    "djvu": Form("book", "djvu:DjvuReader", "djvu djv"),
    "drawing": Form("image", "drawing:DrawingReader", "svg svgz"),
    "word": Form("document", "word:WordReader", "docx docm dotx dotm"),
    "slides": Form("slides", "slides:SlidesReader", "pptx pptm ppsx ppsm potx potm"),
    "opentext": Form("document", "opendocument:OpenDocumentReader", "odt ott fodt"),
    "openslides": Form("slides", "opendocument:OpenDocumentReader", "odp otp odg fodp"),
    "pages": Form("document", "iwork:IWorkReader", "pages"),
    "numbers": Form("sheet", "iwork:IWorkReader", "numbers"),
    "keynote": Form("slides", "iwork:IWorkReader", "key"),
    "sheet": Form("sheet", "sheet:SheetReader", "xlsx xlsm xltx xlsb xls xlt ods ots"),
    "table": Form("sheet", "table:TableReader", "csv tsv tab"),
    "rich": Form("document", "rich:RichTextReader", "rtf"),
    "web": Form("web", "web:WebReader", "html htm xhtml xht mhtml mht"),
    "mail": Form("mail", "mail:MailReader", "eml mbox emlx"),
    "oldmail": Form("mail", "oldmail:OutlookReader", "msg"),
    "appointments": Form("mail", "appointments:AppointmentsReader", "ics ical ifb vcs"),
    "contacts": Form("mail", "contacts:ContactsReader", "vcf vcard"),
    "oldword": Form("document", "oldword:OldWordReader", "doc dot wps"),
    "oldslides": Form("slides", "oldslides:OldSlidesReader", "ppt pps"),
    "archive": Form(
        "archive",
        "archive:ArchiveReader",
        "zip zipx 7z tar tgz tbz tbz2 txz tzst gz bz2 xz lzma zst",
    ),
    "image": Form(
        "image",
        "image:ImageReader",
        "jpg jpeg jpe jfif png apng webp gif tif tiff bmp dib heic heif hif avif jp2 j2k jpx jpf "
        "ppm pgm pbm pnm pfm qoi ico cur icns tga dds psd fli flc pcx sgi rgb xbm xpm im msp mpo "
        "ras dcx spi wal ftex bw rgba blp",
    ),
    "raw": Form(
        "image",
        "raw:RawReader",
        "dng cr2 cr3 crw nef nrw arw sr2 srf orf rw2 raf pef srw 3fr erf kdc dcr mef mos mrw x3f "
        "iiq rwl gpr",
    ),
    "xcf": Form("image", "xcf:XcfReader", "xcf"),
    "psb": Form("image", "psb:LargePhotoshopReader", "psb"),
    "painting": Form("image", "painting:PaintingReader", "kra ora"),
    "film": Form(
        "video",
        "film:FilmReader",
        "mp4 m4v mov qt mkv webm avi divx mpg mpeg mpe m2v vob wmv asf ogv ogm 3gp 3g2 flv f4v mts "
        "m2ts dv mxf rm rmvb",
    ),
    "sound": Form(
        "audio",
        "sound:SoundReader",
        "mp3 mp2 flac m4a m4b m4r ogg oga opus spx wav wave aif aiff aifc wma aac ape wv mpc mka "
        "ac3 amr caf au snd tta dsf",
    ),
    "note": Form("text", "notes:MarkdownReader", "md markdown mdown mkd"),
    "org": Form("text", "notes:OrgReader", "org"),
    "notebook": Form("code", "notebooks:NotebookReader", "ipynb"),
    "tex": Form("text", "tex:TexReader", "tex ltx latex"),
    "subtitles": Form("text", "subtitles:SubtitlesReader", "srt vtt sbv ass ssa"),
    "bookmarks": Form("web", "bookmarks:BookmarksReader", ""),
    "webarchive": Form("web", "webarchive:WebArchiveReader", "webarchive"),
    "text": Form(
        "text",
        "text:TextReader",
        "txt text rst adoc asciidoc log json jsonl ndjson json5 geojson xml "
        "xsd xsl rss atom opml toml ini cfg conf yaml yml properties env bib sty sub "
        "nfo me readme po pot diff patch gpx kml sfv strings desktop",
    ),
    "code": Form(
        "code",
        "text:TextReader",
        "py pyi pyx js mjs cjs jsx ts tsx c h cc cpp cxx hpp hh hxx m mm java kt kts scala groovy "
        "go rs rb php pl pm lua r jl swift cs vb fs fsx hs lhs elm erl hrl ex exs clj cljs edn "
        "lisp el scm rkt ml mli sh bash zsh fish ps1 bat cmd sql css scss sass less vue svelte "
        "dart zig nim d pas f f90 f95 for asm s v sv vhd vhdl cmake mk gradle dockerfile tf proto "
        "graphql qml glsl hlsl cu cl tcl awk sed ada adb ads cob",
    ),
    "printer": Form("other", "other:OtherReader", "eps ps prn"),
    "other": Form("other", "other:OtherReader", ""),
}

_BY_EXTENSION = {
    extension: name for name, form in FORMS.items() for extension in form.extensions.split()
}
_BY_WHOLE_NAME = {
    "makefile": "code",
    "dockerfile": "code",
    "cmakelists.txt": "code",
    "readme": "text",
    "license": "text",
    "copying": "text",
    "changelog": "text",
    "todo": "text",
}


_handed: tuple[Declared, ...] | None = None


@dataclass(frozen=True)
class Known:
    """Our forms and those of other packages."""

    forms: dict[str, Form]
    by_extension: dict[str, str]
    admitted: tuple[Admitted, ...] = ()
    refused: tuple[Refused, ...] = ()


def hand(declared: Sequence[Declared]) -> None:
    """Tells a reader child what its parent found declared."""
    global _handed
    _handed = tuple(declared)
    known.cache_clear()


@cache
def known() -> Known:
    """All forms that there are readers for."""
    declared = third_party.declared() if _handed is None else _handed
    admitted, refused = third_party.examined(declared, FORMS, _BY_EXTENSION)
    forms = {**FORMS, **{one.declared.name: one.form for one in admitted}}
    by_extension = dict(_BY_EXTENSION)
    for one in admitted:
        by_extension |= dict.fromkeys(one.form.extensions.split(), one.declared.name)
    return Known(forms, by_extension, admitted, refused)


def form_of(name: str) -> str:
    """The form (a key of `known().forms`) that a file name promises."""
    return _promised(name, known().by_extension)


def _promised(name: str, by_extension: dict[str, str]) -> str:
    lowered = name.lower()
    if (whole := _BY_WHOLE_NAME.get(lowered)) is not None:
        return whole
    _, dot, extension = lowered.rpartition(".")
    return by_extension.get(extension, "other") if dot else "other"


def is_drawn(name: str) -> bool:
    """Whether the reader of such a file can draw what a person sees."""
    form = form_of(name)
    return form in DRAWN or known().forms[form].drawn


def kind_of(name: str) -> str:
    """The kind (one of content.KINDS) that a file name promises, "other" where it promises none.

    >>> kind_of("Holiday.JPG"), kind_of("notes.md"), kind_of("strange.zzz")
    ('image', 'text', 'other')
    """
    return known().forms[form_of(name)].kind


def reader_for(source: "Source") -> "Reader":
    """The reader for an opened file. Only for reader children: it imports heavy libraries."""
    from grsearch_desktop.extract.readers import sniff

    promised = form_of(source.name)
    if promised not in FORMS and (reader := _of_third_party(promised)) is not None:
        return reader
    form = sniff.true_form(source, _promised(source.name, _BY_EXTENSION))
    return reader_class(form)(form, FORMS[form].kind)


def reader_class(form: str) -> "type[Reader]":
    """What reads a form (a key of FORMS). Only for reader children."""
    module, _, name = FORMS[form].reader.partition(":")
    reader = getattr(import_module(f"grsearch_desktop.extract.readers.{module}"), name)
    return cast("type[Reader]", reader)


@cache
def _of_third_party(name: str) -> "Reader | None":
    """Its reader; None where it can't be started, which `grsearch doctor` tells."""
    form = known().forms[name]
    try:
        return cast("Reader", third_party.class_of(form)(name, form.kind))
    except Exception:  # noqa: BLE001
        # Code of others may raise anything; its files are read as they were without it.
        return None
