"""The words of office files by other programs' word, for `office.py`."""

import re
import shutil
import subprocess
from pathlib import Path

import pymupdf

Words = frozenset[str]

_WRITER = ("txt:Text (encoded):UTF8", frozenset(("doc", "docx", "odt", "rtf")))
# All sheets, each a file of its own: the last number.
_CALC = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    frozenset(("xls", "xlsx", "ods")),
)
_DRAWN = ("pdf", frozenset(("ppt", "pptx", "odp", "html")))
_AS_IT_STANDS = frozenset(("md", "csv"))
_SECONDS = 90
_WORD = re.compile(r"[^\W\d_]{2,}")
_SOFT_HYPHEN = "\u00ad"

_ARABIC = (
    "testHTMLNoisyMetaEncoding_3.html",
    "testHTMLNoisyMetaEncoding_4.html",
    "f5c592-testHTMLNoisyMetaEncoding_3.html",
    "f5c592-testHTMLNoisyMetaEncoding_4.html",
)
"""LibreOffice takes their letters for those of another alphabet."""

READ_BY_A_PERSON = {
    "test-incremental-updates.eml": "test incremental updates Tim Allison apache container email",
    "testEML_embedded_xhtml_and_img.eml": "This is the subject Sender using inline content test",
    "testGroupWiseEml.eml": "test333 Novell GroupWise test",
    "testRFC822_dkim.eml": "Is dinner ready? Suzie Joe SixPack We lost the game. hungry yet",
    "testRFC822_x-.eml": "Julien Nioche RFC822 messages not parsed Joshua Turner Thunderbird",
    "testThunderbirdEml.eml": "JUnit test message Vladimir Dear",
    "multiline2.mbox": "Test content",
    "testMBOX_lengthy_x-headers.mbox": "Var simulation naveen andrews the quick brown fox jumped",
    "test-outlook.msg": "messagerie et groupes de discussion Carnets adresses annuaires Plus",
    "testMSG.msg": "MIME registry use cases Jukka Zitting type detection code modular extensible",
    "testMSG_Appointment.msg": "Quick brown fox Allison Timothy meeting to discuss jumping",
    "testMSG_Contact.msg": "Quick Brown Fox Saw him jump lazy dog once Fence Jumper",
    "testMSG_Post.msg": "QuickBrownFox Is going to jump over the lazy brown dog",
    "testMSG_att_doc.msg": "pièce jointe contenu école euro chinois copyright pj1",
    "testMSG_forwarded.msg": "FW Testing Paul Allan Hill Forwarded Body Original",
    "testEPUB_multi-metadata-vals.epub": "ebook product of many hours hard work by volunteers for "
    "Standard Ebooks builds on hard work of other literature lovers made possible public domain",
    **dict.fromkeys(_ARABIC, "الاتحاد الجزائري أسفه لهذا الموقف الرياضي الإجراءات المنظمات"),
    "IMJPCLE.CHM": "Japanese",
    "IMTCEN.CHM": "Chinese",
    "testChm_oom.chm": "help",
}
"""Words that a person reads in files that LibreOffice does not open, or not rightly."""

_PROGRAMS = {
    "doc": ("antiword", "-m", "UTF-8.txt"),
    "xls": ("xls2csv", "-d", "utf-8"),
    "ppt": ("catppt", "-d", "utf-8"),
    "rtf": ("unrtf", "--text"),
    "docx": ("pandoc", "-f", "docx", "-t", "plain"),
    "odt": ("pandoc", "-f", "odt", "-t", "plain"),
    "html": ("pandoc", "-f", "html", "-t", "plain"),
    "md": ("cat",),
    "csv": ("cat",),
    "eml": ("cat",),
    "mbox": ("cat",),
}
_BY_MUPDF = frozenset(("xlsx", "pptx", "epub"))


def words(text: str) -> Words:
    """The distinct words in small letters.

    Numbers and dates are left out: they are written in another way by each program, and slides show
    the date of today.
    """
    return frozenset(_WORD.findall(text.replace(_SOFT_HYPHEN, "").casefold()))


def need() -> None:
    """Ends the program with a sentence where one of the other programs is missing."""
    for command in ("soffice", *{command[0] for command in _PROGRAMS.values()}):
        if shutil.which(command) is None:
            raise SystemExit(f"{command} is missing; the packages are named in office.py")


def held(paths: list[Path], exports: Path) -> dict[str, Words]:
    """The words of each file that holds some, by its name."""
    found = {path.name: READ_BY_A_PERSON.get(path.name, "") for path in paths}
    for path in paths:
        if _ending(path) in _AS_IT_STANDS:
            found[path.name] = path.read_text("utf-8", "replace")
    for form, endings in (_WRITER, _CALC, _DRAWN):
        chosen = [path for path in paths if _ending(path) in endings]
        exported(chosen, form, exports)
        for path in chosen:
            found[path.name] = found[path.name] or _text(exports / path.name)
    return {name: kept for name, text in found.items() if (kept := words(text))}


def exported(paths: list[Path], form: str, exports: Path) -> None:
    """Has LibreOffice write each file anew, in a folder of its own under `exports`."""
    for path in paths:
        folder = exports / path.name
        if folder.is_dir():
            continue
        folder.mkdir(parents=True)
        profile = f"-env:UserInstallation=file://{exports.absolute()}/.profile"
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
        try:
            subprocess.run(
                [*command, str(path)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            continue


def by_programs(paths: list[Path]) -> dict[str, Words]:
    """The words that the programs give which textract calls for each kind of file."""
    found = {}
    for path in paths:
        if (command := _PROGRAMS.get(_ending(path))) is not None:
            found[path.name] = words(_printed(*command, str(path)))
        elif _ending(path) in _BY_MUPDF:
            found[path.name] = words(_by_mupdf(path))
    return found


def _printed(*command: str) -> str:
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout.decode("utf-8", "replace")


def _by_mupdf(path: Path) -> str:
    try:
        with pymupdf.open(path) as document:
            return "\n".join(page.get_text() for page in document)
    except (RuntimeError, ValueError):
        return ""


def _text(folder: Path) -> str:
    texts = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            texts.append(_printed("pdftotext", str(path), "-"))
        else:
            texts.append(path.read_text("utf-8", "replace"))
    return "\n".join(texts)


def _ending(path: Path) -> str:
    return path.suffix.lstrip(".").lower()
