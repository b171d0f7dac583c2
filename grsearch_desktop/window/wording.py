"""How the window says things: names, sizes, progress and reasons in plain words."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QDate, QDateTime, QLocale
from PySide6.QtGui import QKeySequence

from grsearch_desktop.engine.protocol import (
    DuplicateGroup,
    Duplicates,
    Hit,
    KeptVectors,
    PageMatch,
    Progress,
    Why,
)
from grsearch_desktop.window.language import isolated
from grsearch_desktop.window.language import tr as _tr

_SLIDES = frozenset({".pptx", ".ppt", ".odp", ".key"})
_SHEETS = frozenset({".xlsx", ".xls", ".ods", ".xlsb"})
_LONGEST_PART = 44
"""Characters of a page's name among other words."""
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")


def shown(path: str) -> str:
    """A path or name as it can be painted: what is not UTF-8 in it is a replacement character."""
    return _HALF_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", path)


def name_of(path: str) -> str:
    return shown(PurePath(path).name or path)


def folder_of(path: str) -> str:
    """The folder that holds a file, with `~` for the person's own."""
    return home_shown(str(PurePath(path).parent))


def in_words(path: str) -> str:
    """A path or name among other words."""
    return isolated(shown(path))


def name_in_words(path: str) -> str:
    return isolated(name_of(path))


def home_shown(path: str) -> str:
    """A path with `~` for the person's own folder."""
    try:
        return in_words(str(PurePath("~") / PurePath(path).relative_to(Path.home())))
    except ValueError:
        return in_words(path)


def kind_of(hit: Hit) -> str:
    """What sort of file it is: "PDF", "JPG", "MD"."""
    ending = PurePath(hit.path).suffix.lstrip(".")
    return shown((ending or hit.kind)[:5].upper())


def page_of(hit: Hit) -> str:
    """The page that was found, by its name or as its kind of file calls it; nothing for files
    without pages."""
    if hit.part:
        return part_in_words(hit.part)
    if hit.page is None:
        return ""
    ending = PurePath(hit.path).suffix.lower()
    if ending in _SLIDES:
        words = _tr("slide {0}")
    elif ending in _SHEETS:
        words = _tr("sheet {0}")
    else:
        words = _tr("page {0}")
    return words.format(number(hit.page))


def part_in_words(part: str, longest: int = _LONGEST_PART) -> str:
    """What a page is called, among other words; of a path what is left out is at its begin."""
    part = shown(part)
    if len(part) > longest:
        is_path = "/" in part or "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}" in part
        part = f"…{part[1 - longest :]}" if is_path else f"{part[: longest - 1]}…"
    return isolated(part)


def page_among(kind: str, page: int, pages: int, name: str = "") -> str:
    """Which page of how many, by its name or as a kind of file calls it."""
    if name:
        return _tr("{0} ({1} of {2})").format(name, number(page), number(pages))
    if kind == "slides":
        words = _tr("Slide {0} of {1}")
    elif kind == "sheet":
        words = _tr("Sheet {0} of {1}")
    elif kind == "video":
        words = _tr("Moment {0} of {1}")
    else:
        words = _tr("Page {0} of {1}")
    return words.format(number(page), number(pages))


def page_match(kind: str, page: int, pages: int, match: PageMatch | None, name: str = "") -> str:
    """Which page it is, and what it has to do with the search. name: of the page, if it has one."""
    words = page_among(kind, page, pages, in_words(name) if name else "")
    if match is None:
        return words
    share = round(match.score * 100)
    if match.words:
        return _tr("{0}. Holds found words; fits {1} % as well as the best.").format(words, share)
    return _tr("{0}. Fits by its meaning, {1} % as well as the best.").format(words, share)


def map_kind(kind: str) -> str:
    """What a point of the library map is: a passage, page or picture."""
    return {"passage": _tr("text"), "page": _tr("page"), "picture": _tr("picture")}[kind]


def place_of(hit: Hit, shortened: Callable[[str, str], str] | None = None) -> str:
    """The folder of a file, the day of its last change, how many copies it has, and whether what
    was found in it is text in a picture.

    shortened: gives the folder as short as there is room for, of the folder and what follows it.
    """
    folder = folder_of(hit.path)
    parts = (when_of(hit), copies_of(hit), _tr("text in picture") if hit.recognised else "")
    rest = "".join(f"  ·  {part}" for part in parts if part)
    return isolated(folder if shortened is None else shortened(folder, rest)) + rest


def when_of(hit: Hit) -> str:
    """The day of a file's last change; nothing where it is not known."""
    return "" if hit.modified is None else day(hit.modified)


def copies_of(hit: Hit) -> str:
    """How many other files are the same; nothing where there is none."""
    return _tr("+%Ln copies", "", len(hit.copies)) if hit.copies else ""


def copies_in_words(group: DuplicateGroup) -> tuple[str, str]:
    """What the files of a group have in common, and what room it takes without need."""
    same = {
        "bytes": _tr("%Ln files, exactly the same", "", group.count),
        "picture": _tr("%Ln files, nearly the same picture", "", group.count),
        "text": _tr("%Ln files, nearly the same text", "", group.count),
    }[group.why]
    frees = _tr("{0} could be freed").format(size(group.saves)) if group.saves else ""
    return same, frees


def copies_found(shown: Sequence[DuplicateGroup], found: Duplicates) -> list[str]:
    """Sentences on the groups that are shown, and on what may be missing."""
    said = []
    if shown:
        counted = _tr("%Ln groups", "", len(shown))
        freed = size(sum(group.saves for group in shown))
        said.append(_tr("{0}; at most {1} could be freed.").format(counted, freed))
    if len(found.groups) < found.total:
        words = _tr("Of {0} groups, those are listed that take most space.")
        said.append(words.format(number(found.total)))
    if found.waiting:
        said.append(_tr("%Ln files are still to be read.", "", found.waiting))
    return said


def day(moment: float) -> str:
    """A day as the person's language writes it; `moment` in seconds since 1970."""
    return date_shown(QDateTime.fromSecsSinceEpoch(int(moment)).date())


def date_shown(date: QDate) -> str:
    #: How a day is written: d is its number, MMM the month's short name.
    return QLocale().toString(date, _tr("d MMM yyyy"))


def reason(why: Why) -> str:
    """Why a hit was found, as a sentence; empty when nothing is known."""
    shares = [
        (why.words, _tr("its words")),
        (why.text, _tr("the meaning of its text")),
        (why.look, _tr("how it looks")),
    ]
    known = sorted(((share, name) for share, name in shares if share), reverse=True)
    if not known:
        return ""
    named = [_tr("{0} ({1} %)").format(name, round(share * 100)) for share, name in known]
    return _tr("Found by {0}.").format(_joined(named))


def plain_reason(why: Why) -> str:
    """The strongest reason alone, for a hit that has no words to show."""
    if why.look and why.look >= max(why.words or 0, why.text or 0):
        return _tr("Found by how it looks.")
    if why.words:
        return _tr("Found by its name.")
    if why.text:
        return _tr("Found by what its text means.")
    return ""


def part_name(part: str) -> str:
    """The short name of a part of the reason: of "words", "text" or "look"."""
    return {"words": _tr("words"), "text": _tr("text"), "look": _tr("look")}[part]


def spoken(hit: Hit) -> str:
    """A hit for a screen reader."""
    words = " ".join(shown(hit.snippet).split())
    parts = [name_of(hit.path), page_of(hit), place_of(hit), words, reason(hit.why)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def progress(now: Progress) -> str:
    """What the engine does, in a line; empty when it rests."""
    if now.stage == "idle" and not now.paused:
        return ""
    stages = {
        "names": _tr("Looking through your folders"),
        "text": _tr("Reading files"),
        "meaning": _tr("Learning what they mean"),
        "ocr": _tr("Reading text in pictures"),
    }
    doing = stages.get(now.stage, now.stage)
    if now.model:
        doing = _tr("Encoding with {0}").format(isolated(now.model))
    parts = [_tr("Paused") if now.paused else doing]
    if now.total:
        parts.append(_counted(now.unit).format(number(now.done), number(now.total)))
    if now.rate and not now.paused:
        digits = 0 if now.rate >= 10 else 1
        parts.append(_tr("{0} a second").format(QLocale().toString(now.rate, "f", digits)))
    if now.seconds_left is not None and not now.paused:
        parts.append(time_left(now.seconds_left))
    if now.answers:
        parts.append(_tr("{0} answers meanwhile").format(isolated(now.answers)))
    return "  ·  ".join(parts)


def filling(following: KeptVectors, answers: str, now: Progress) -> str:
    """How far the model is that will answer next, and which one answers until then."""
    words = _tr("The library is being read with {0}, {1} of {2}; until then, {3} answers.").format(
        isolated(following.name), number(following.vectors), number(following.total), answers
    )
    if now.model and now.seconds_left is not None and not now.paused:
        words += f"  ·  {time_left(now.seconds_left)}"
    return words


def time_left(seconds: float) -> str:
    if seconds < 8:
        return _tr("a few seconds left")
    if seconds < 90:
        return _tr("about {0} seconds left").format(round(seconds / 5) * 5)
    if seconds < 5400:
        return _tr("about {0} minutes left").format(round(seconds / 60))
    return _tr("about {0} hours left").format(round(seconds / 3600))


def found(count: int, took_ms: float, corrected: Mapping[str, Sequence[str]]) -> str:
    """How many results, how fast, and which words were taken for others."""
    words = _tr("%Ln results in {0} ms", "", count).format(number(max(1, round(took_ms))))
    taken = [
        _tr("“{0}” was taken for “{1}”").format(shown(word), ", ".join(instead))
        for word, instead in corrected.items()
    ]
    return "  ·  ".join((words, *taken))


def unknown_places(places: Sequence[str]) -> str:
    """What is said of places that nobody knows; nothing where there are none."""
    if not places:
        return ""
    named = ", ".join(f"“{shown(place)}”" for place in places)
    return _tr("No place called {0} is known; it is searched for as words.").format(named)


def with_keys(words: str, keys: str) -> str:
    """What a button does, with the keys that do the same, as this keyboard's language has them."""
    return f"{words} ({keys_shown(keys)})"


def keys_shown(keys: str) -> str:
    """Keys by their names: "Strg+O" in German for "Ctrl+O"."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def number(value: int) -> str:
    return QLocale().toString(value)


def size(count: int) -> str:
    """Bytes, as a person says it."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def stage_name(stage: str) -> str:
    """What a stage of the work does."""
    names = {
        "names": _tr("Names of files"),
        "text": _tr("Text"),
        "meaning": _tr("Meaning of texts and pictures"),
        "ocr": _tr("Text in pictures"),
    }
    return names.get(stage, stage)


def folder_state(state: str, waiting: int = 0) -> str:
    """How it stands with a folder: "done", "looking", "reading", "paused" or "offline"."""
    if state == "offline":
        return _tr("Not connected; what was read can still be found")
    if state == "done":
        return _tr("Up to date")
    if state == "looking":
        return _tr("Being looked through")
    words = _tr("Paused, {0} to be read") if state == "paused" else _tr("{0} still to be read")
    return words.format(number(waiting))


def languages(languages: str) -> str:
    """What the texts of a model may be written in; empty where that is not known."""
    return {"English": _tr("English"), "many": _tr("many languages")}.get(languages, languages)


def speed(speed: str) -> str:
    """How fast a model is on an ordinary computer; empty where that is not known."""
    return {"quick": _tr("quick"), "middle": _tr("middling"), "slow": _tr("slow")}.get(speed, speed)


def _counted(unit: str) -> str:
    """How far the work is, in units of its stage."""
    return {
        "files": _tr("{0} of {1} files"),
        "passages": _tr("{0} of {1} passages"),
        "pages": _tr("{0} of {1} pages"),
        "pictures": _tr("{0} of {1} pictures"),
    }.get(unit, _tr("{0} of {1} items"))


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _tr("{0} and {1}").format(", ".join(parts[:-1]), parts[-1])
