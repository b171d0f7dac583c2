"""The filters that stand in a query as it is typed: read for the chips, written and taken out.

The engine alone decides what a query means (`search/query.py`, whose rules these are again); this
reads the same without asking it, for the chips follow each key press.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

_TOKEN = re.compile(
    r"""(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?P<sign>[<>]=?|)(?P<number>\d+(?:\.\d+)?)(?P<unit>[a-z]*)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_UNWRITABLE = re.compile('["\0-\x1f\x7f\ud800-\udfff]')
"""What a line of text or the quotes around a value can't hold."""

FACETS: dict[str, tuple[str, ...]] = {
    "kind": ("type", "kind", "ext"),
    "folder": ("in",),
    "date": ("date", "before", "after"),
    "size": ("size",),
    "said": (
        *("taken", "near", "from", "tag", "camera", "to", "lens"),
        *("artist", "album", "author", "title"),
    ),
}
"""What the chips are for, and the filters that each one stands for."""

KINDS: dict[str, tuple[str, ...]] = {
    "pdf": (),
    "document": ("doc",),
    "slides": ("presentation",),
    "sheet": ("spreadsheet",),
    "image": ("photo", "picture"),
    "video": ("film", "movie"),
    "audio": ("sound", "music", "song"),
    "text": ("note",),
    "mail": ("email",),
    "archive": ("zip",),
    "web": ("html",),
    "book": (),
    "code": (),
    "other": (),
}
"""The kinds of file as `type:` names them, with their other names."""

STRETCHES = (
    "today",
    "yesterday",
    "thisweek",
    "lastweek",
    "thismonth",
    "lastmonth",
    "thisyear",
    "lastyear",
)
"""The days that `date:` knows by a name."""

UNITS = {"": 1, "b": 1, "k": 10**3, "kb": 10**3, "m": 10**6, "mb": 10**6, "g": 10**9, "gb": 10**9}


@dataclass(frozen=True)
class Term:
    """A filter and where it stands: the characters from `start` up to `end`."""

    start: int
    end: int
    key: str
    """As written, in small letters: "type", "in", "before", ..."""
    value: str
    """Of `type:` always the kind's first name; else as written."""
    negated: bool = False


@dataclass(frozen=True)
class SizeBound:
    """`sign` is "<", ">" or "" (about as large)."""

    sign: str
    size: int
    """Bytes."""


def read(written: str, facet: str | None = None) -> tuple[Term, ...]:
    """The filters in a query, all or those of one facet, in their order."""
    found = []
    for token in _TOKEN.finditer(written):
        key = (token["field"] or "").lower()
        if not key:
            continue
        value = token["phrase"] if token["phrase"] is not None else token["word"]
        meant = _meant(key, value, bool(token["minus"]))
        if meant and (facet is None or key in FACETS[facet]):
            found.append(Term(token.start(), token.end(), key, meant, bool(token["minus"])))
    return tuple(found)


def without(written: str, terms: Iterable[Term]) -> str:
    """The query with these filters taken out, the rest as it was typed."""
    for term in sorted(terms, key=lambda term: -term.start):
        before, after = written[: term.start], written[term.end :]
        if after[:1].isspace():
            after = after.lstrip() if not before or before[-1].isspace() else after
        elif not after:
            before = before.rstrip()
        written = before + after
    return written


def added(written: str, key: str, value: str) -> str:
    """The query with one filter more."""
    term = written_out(key, value)
    if not written.strip():
        return term
    if written.count('"') % 2:
        # A quote that nobody has closed yet would take the term for its end.
        return f"{term} {written}"
    return f"{written.rstrip()} {term}"


def replaced(written: str, facet: str, terms: Iterable[tuple[str, str]]) -> str:
    """The query with these keys and values as all that the facet asks for."""
    kept = without(written, read(written, facet))
    for key, value in terms:
        kept = added(kept, key, value)
    return kept


def toggled(written: str, key: str, value: str) -> str:
    """The query with a filter more, or without it where it stands there."""
    known = [term for term in read(written) if (term.key, term.value) == (key, value)]
    return without(written, known) if known else added(written, key, value)


def written_out(key: str, value: str) -> str:
    """A filter as the query language has it."""
    if key == "in":
        value = writable_folder(value)
    elif key in FACETS["said"]:
        value = _UNWRITABLE.sub(" ", value).strip()
    return f'{key}:"{value}"' if re.search(r"\s", value) else f"{key}:{value}"


def writable_folder(path: str) -> str:
    """A folder as it can stand in a query, with * for what can't be written.

    A * counts in a stretch of a path alone, so such a path loses what makes it start at the root.
    """
    if not _UNWRITABLE.search(path):
        return path
    return _UNWRITABLE.sub("*", path).lstrip("/")


def size_bound(value: str) -> SizeBound | None:
    """What a `size:` means; None when it is none."""
    match = _SIZE.fullmatch(value)
    if not match or match["unit"].lower() not in UNITS:
        return None
    size = min(float(match["number"]) * UNITS[match["unit"].lower()], 2.0**62)
    return SizeBound(match["sign"][:1], int(size))


def ends_of(value: str) -> tuple[str, str]:
    """The two ends of `A..B`, or the one twice."""
    first, dots, last = value.lower().partition("..")
    return (first, last) if dots else (first, first)


def _meant(key: str, value: str, negated: bool) -> str:
    """The value of a filter, "" where the engine takes it for a word."""
    if not value:
        return ""
    if key in ("type", "kind"):
        return _kind(value.lower()) or _kind(value.lower().removesuffix("s"))
    if key in ("ext", "in", "name"):
        return value
    if key in FACETS["said"] and key != "taken":
        # Whether anybody knows a place, the engine finds out: if not, it takes it for a word.
        return value if re.search(r"\w", normalize("NFKD", value)) else ""
    if negated:
        return ""
    if key in ("date", "before", "after", "taken"):
        return value if _is_time(value, ends=key in ("date", "taken")) else ""
    if key == "size":
        return value if size_bound(value) else ""
    return ""


def _kind(name: str) -> str:
    return next((kind for kind, others in KINDS.items() if name in (kind, *others)), "")


def _is_time(value: str, *, ends: bool) -> bool:
    if ".." in value and not ends:
        return False
    given = [end for end in ends_of(value) if end]
    return bool(given) and all(_is_day(end) for end in given)


def _is_day(value: str) -> bool:
    if value in STRETCHES:
        return True
    match = _DATE.fullmatch(value)
    if not match:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        # The last day of what is named must have a day after it.
        date(year or 0, 12 if month is None else month, 28 if day is None else day)
        last = date(year or 0, month or 12, day or (31 if (month or 12) == 12 else 28))
        return last + timedelta(1) > last
    except (ValueError, OverflowError):
        return False
