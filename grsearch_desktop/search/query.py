"""The query language: words, "exact phrase", -without and filters. A query is never an error."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date

from grsearch_desktop.search import places
from grsearch_desktop.search.days import stretch
from grsearch_desktop.store import facts
from grsearch_desktop.store.files import Conditions

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What SQL can't be asked for: NUL, and halves of characters (bytes that were not UTF-8)."""

_TOKEN = re.compile(
    r"""(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)

_KINDS = {
    "pdf": ("pdf",),
    "book": ("book",),
    "document": ("document",),
    "doc": ("document",),
    "slides": ("slides",),
    "presentation": ("slides",),
    "sheet": ("sheet",),
    "spreadsheet": ("sheet",),
    "web": ("web",),
    "html": ("web",),
    "text": ("text",),
    "note": ("text",),
    "code": ("code",),
    "mail": ("mail",),
    "email": ("mail",),
    "archive": ("archive",),
    "zip": ("archive",),
    "image": ("image",),
    "photo": ("image",),
    "picture": ("image",),
    "video": ("video",),
    "film": ("video",),
    "movie": ("video",),
    "audio": ("audio",),
    "sound": ("audio",),
    "music": ("audio",),
    "song": ("audio",),
    "other": ("other",),
}
"""What may stand after `type:`, and the kinds of file it means."""

_UNITS = {"": 1, "b": 1, "k": 10**3, "kb": 10**3, "m": 10**6, "mb": 10**6, "g": 10**9, "gb": 10**9}
_SIZE = re.compile(r"(?P<sign>[<>]=?|)(?P<number>\d+(?:\.\d+)?)(?P<unit>[a-z]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """A query taken apart."""

    text: str
    """What is meant, as words to be encoded: without filters and what is to be left out."""
    phrases: tuple[str, ...] = ()
    """Must stand in the file, word for word."""
    without: tuple[str, ...] = ()
    """Words and phrases that must not stand in the file."""
    conditions: Conditions = field(default_factory=Conditions)
    unknown_places: tuple[str, ...] = ()
    """What stands after `near:` and is no place that anybody knows: it is taken for a word."""

    @property
    def filters_only(self) -> bool:
        """Whether nothing is asked for but files of some kind, place or time."""
        return not self.text and self.conditions != Conditions()


def parse(written: str, today: date | None = None) -> Query:
    """Takes a query apart. What can't be parsed is words. `today` is what `date:today` means."""
    today = today or date.today()
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    unknown_places: list[str] = []
    conditions = Conditions()
    for token in _TOKEN.finditer(_UNWRITABLE.sub("\ufffd", written)):
        value = token["phrase"] if token["phrase"] is not None else token["word"]
        named = (token["field"] or "").lower()
        if named:
            narrowed = _narrowed(conditions, named, value, today, negated=bool(token["minus"]))
            if narrowed is not None:
                conditions = narrowed
            else:
                words.append(token[0])
                if named == "near" and value:
                    unknown_places.append(value)
        elif not value.strip():
            continue
        elif token["minus"]:
            without.append(value)
        else:
            words.append(value)
            if token["phrase"] is not None:
                phrases.append(value)
    return Query(" ".join(words), tuple(phrases), tuple(without), conditions, tuple(unknown_places))


def _narrowed(
    known: Conditions, name: str, value: str, today: date, *, negated: bool
) -> Conditions | None:
    """The conditions with one filter more; None when it is none."""
    if not value:
        return None
    if name in ("type", "kind"):
        kinds = _KINDS.get(value.lower()) or _KINDS.get(value.lower().removesuffix("s"))
        if kinds is None:
            return None
        if negated:
            return replace(known, not_kinds=known.not_kinds + kinds)
        return replace(known, kinds=known.kinds + kinds)
    if name == "ext":
        extension = value.lower().lstrip(".")
        if negated:
            return replace(known, not_extensions=(*known.not_extensions, extension))
        return replace(known, extensions=(*known.extensions, extension))
    if name == "in":
        if negated:
            return replace(known, not_folders=(*known.not_folders, value))
        return replace(known, folders=(*known.folders, value))
    if name == "name":
        if negated:
            return replace(known, not_names=(*known.not_names, value))
        return replace(known, names=(*known.names, value))
    if name in facts.SOURCES:
        return _said(known, name, value, negated=negated)
    if name == "near":
        return _near(known, value, negated=negated)
    if negated:
        return None
    if name == "taken":
        return _taken(known, value, today)
    if name in ("before", "after", "date"):
        return _dated(known, name, value, today)
    if name == "size":
        return _sized(known, value)
    return None


def _dated(known: Conditions, name: str, value: str, today: date) -> Conditions | None:
    """`before:2024-05` ends where May begins; `after:2023` begins where 2023 ends."""
    if name != "date" and ".." in value:
        return None
    found = stretch(value, today)
    if found is None:
        return None
    begin, end = found
    if name == "before":
        return replace(known, before=begin)
    if name == "after":
        return replace(known, after=end)
    return replace(known, after=begin, before=end)


def _said(known: Conditions, name: str, value: str, *, negated: bool) -> Conditions | None:
    if not facts.words(value):
        return None
    if negated:
        return replace(known, not_said=(*known.not_said, (name, value)))
    return replace(known, said=(*known.said, (name, value)))


def _near(known: Conditions, value: str, *, negated: bool) -> Conditions | None:
    """Near a city, of several of that name near any; None for one that nobody knows."""
    circles = places.circles(value)
    if not circles:
        return None
    if negated:
        return replace(known, not_near=known.not_near + circles)
    return replace(known, near=known.near + circles)


def _taken(known: Conditions, value: str, today: date) -> Conditions | None:
    # A camera's clock knows no zone: its days are those of UTC in the library.
    found = stretch(value, today, UTC)
    if found is None:
        return None
    begin, end = found
    return replace(known, taken_after=begin, taken_before=end)


def _sized(known: Conditions, value: str) -> Conditions | None:
    match = _SIZE.fullmatch(value)
    if not match or match["unit"].lower() not in _UNITS:
        return None
    size = int(min(float(match["number"]) * _UNITS[match["unit"].lower()], 2.0**62))
    if match["sign"].startswith("<"):
        return replace(known, largest=size)
    if match["sign"].startswith(">"):
        return replace(known, smallest=size)
    # A size that is given without a sign means about as large.
    return replace(known, smallest=int(size * 0.9), largest=int(size * 1.1))
