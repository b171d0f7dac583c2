"""Which reader reads which file: by extension, corrected by what the file begins with."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from grsearch_desktop.extract.readers.reader import Reader
    from grsearch_desktop.extract.readers.source import Source


@dataclass(frozen=True)
class Form:
    """A form of file: what `type:` calls it, and the class that reads it, as "module:Class"."""

    kind: str
    reader: str
    extensions: str


DRAWN = frozenset(("archive", "pdf", "xps", "comic", "book", "drawing", "image", "word", "slides"))
"""Forms whose reader can draw what a person sees."""

FORMS: dict[str, Form] = {
    "pdf": Form("pdf", "fixed:FixedReader", "pdf ai"),
    "xps": Form("document", "fixed:FixedReader", "xps oxps"),
    "comic": Form("book", "fixed:FixedReader", "cbz"),
    "book": Form("book", "flowing:FlowingReader", "epub fb2 mobi prc"),
    "drawing": Form("image", "drawing:DrawingReader", "svg svgz"),
    "word": Form("document", "word:WordReader", "docx docm dotx dotm"),
    "slides": Form("slides", "slides:SlidesReader", "pptx pptm ppsx ppsm potx potm"),
    "opentext": Form("document", "opendocument:OpenDocumentReader", "odt ott fodt"),
    "openslides": Form("slides", "opendocument:OpenDocumentReader", "odp otp odg fodp"),
    "sheet": Form("sheet", "sheet:SheetReader", "xlsx xlsm xltx xlsb xls xlt ods ots"),
    "table": Form("sheet", "table:TableReader", "csv tsv tab"),
    "rich": Form("document", "rich:RichTextReader", "rtf"),
    "web": Form("web", "web:WebReader", "html htm xhtml xht mhtml mht"),
    "mail": Form("mail", "mail:MailReader", "eml mbox emlx"),
    "oldmail": Form("mail", "oldmail:OutlookReader", "msg"),
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
    "text": Form(
        "text",
        "text:TextReader",
        "txt text md markdown rst adoc asciidoc org log json jsonl ndjson json5 geojson ipynb xml "
        "xsd xsl rss atom opml toml ini cfg conf yaml yml properties env tex bib sty srt vtt sub "
        "nfo me readme po pot diff patch vcf ics gpx kml sfv strings desktop",
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


def form_of(name: str) -> str:
    """The form (a key of FORMS) that a file name promises."""
    lowered = name.lower()
    if (whole := _BY_WHOLE_NAME.get(lowered)) is not None:
        return whole
    _, dot, extension = lowered.rpartition(".")
    return _BY_EXTENSION.get(extension, "other") if dot else "other"


def kind_of(name: str) -> str:
    """The kind (one of content.KINDS) that a file name promises, "other" where it promises none.

    >>> kind_of("Holiday.JPG"), kind_of("notes.md"), kind_of("strange.zzz")
    ('image', 'text', 'other')
    """
    return FORMS[form_of(name)].kind


def reader_for(source: "Source") -> "Reader":
    """The reader for an opened file. Only for reader children: it imports heavy libraries."""
    from grsearch_desktop.extract.readers import sniff

    form = sniff.true_form(source, form_of(source.name))
    return reader_class(form)(form, FORMS[form].kind)


def reader_class(form: str) -> "type[Reader]":
    """What reads a form (a key of FORMS). Only for reader children."""
    module, _, name = FORMS[form].reader.partition(":")
    reader = getattr(import_module(f"grsearch_desktop.extract.readers.{module}"), name)
    return cast("type[Reader]", reader)
