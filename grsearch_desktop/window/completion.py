"""What may stand where a person types: filters and their values, searches made before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grsearch_desktop.window.filter_terms import FACETS, KINDS, STRETCHES, written_out
from grsearch_desktop.window.search_history import SavedSearch

KEYS = ("type", "in", "date", "ext", "size", "name", "before", "after")
"""In the order in which they are offered."""
SAID = FACETS["said"]
"""Filters for what files say of themselves; many begin as common words do, and come later."""
LISTED = tuple(key for key in SAID if key not in ("taken", "near", "title"))
"""Those of which the library can tell what there is (`completions`)."""
_LATER = 3
"""Letters after which they are offered."""
_OFFERED = 5
"""How many of them are offered unasked."""
_EXTENSIONS = (
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "md", "rtf", "csv", "html"),
    *("jpg", "jpeg", "png", "heic", "webp", "svg", "gif", "tiff", "eml", "msg", "epub", "py"),
)
_SIZES = (">1mb", ">10mb", ">100mb", ">1gb", "<10mb", "<1mb", "<100kb")
_MOST = 8
_MOST_RECENT = 6
_TYPED_VALUE = re.compile(r'(?:^|(?<=\s))(-?)([a-z]+):("[^"]*|[^\s"]*)$', re.IGNORECASE)
_TYPED_KEY = re.compile(r"(?:^|(?<=\s))-?([a-z]{2,})$", re.IGNORECASE)


@dataclass(frozen=True)
class Suggestion:
    """`kind`: "key", "value", "recent" or "saved". Taken, it makes the line `query`."""

    kind: str
    text: str
    """A key, a value, a query, or the name of a saved one."""
    query: str
    cursor: int
    key: str = ""
    """Of a value: the filter that it is for."""


Listed = Mapping[str, Sequence[str]]
"""What the library holds of some filters: cameras, tags."""


def asked_value(before: str) -> str:
    """The filter whose value is being typed at the end of `before`, or ""."""
    value = _TYPED_VALUE.search(before)
    return value[2].lower() if value else ""


def completions(
    before: str, after: str, folders: Iterable[str], listed: Listed | None = None
) -> tuple[Suggestion, ...]:
    """How the filter goes on that ends at the cursor, between `before` and `after`."""
    if value := _TYPED_VALUE.search(before):
        return _values(before, after, value, folders, listed or {})
    if key := _TYPED_KEY.search(before):
        typed = key[1].lower()
        if typed in KEYS + SAID or before[: key.start()].count('"') % 2:
            return ()
        start = before[: key.start(1)]
        names = KEYS + SAID if len(typed) >= _LATER else KEYS
        return tuple(_key(start, after, name) for name in names if name.startswith(typed))
    return ()


def earlier(
    written: str, recent: Iterable[str], saved: Iterable[SavedSearch]
) -> tuple[Suggestion, ...]:
    """Searches that were made or saved and hold what is written; on an empty line filters too."""
    part = written.strip().casefold()
    kept = [
        Suggestion("saved", one.name, one.query, len(one.query))
        for one in saved
        if part in one.name.casefold() or part in one.query.casefold()
    ]
    known = {one.query for one in kept}
    made = [
        Suggestion("recent", query, query, len(query))
        for query in recent
        if part in query.casefold() and query != written.strip() and query not in known
    ]
    keys = [_key("", "", name) for name in KEYS + SAID[:_OFFERED]] if not part else []
    return (*kept[:_MOST], *made[:_MOST_RECENT], *keys)


def _key(start: str, after: str, name: str) -> Suggestion:
    begun = f"{start}{name}:"
    return Suggestion("key", name, begun + after, len(begun))


def _values(
    before: str, after: str, typed: re.Match[str], folders: Iterable[str], listed: Listed
) -> tuple[Suggestion, ...]:
    key = typed[2].lower()
    part = typed[3].lstrip('"').casefold()
    found = []
    for value in listed.get(key, ()) or _known_values(key, folders):
        term = written_out(key, value)
        if not _fits(key, value, part) or value.casefold() == part:
            continue
        start = f"{before[: typed.start()]}{typed[1]}{term} "
        found.append(Suggestion("value", value, start + after.lstrip(), len(start), key))
    return tuple(found[:_MOST])


def _known_values(key: str, folders: Iterable[str]) -> Iterable[str]:
    if key in ("type", "kind"):
        return KINDS
    if key == "ext":
        return _EXTENSIONS
    if key == "in":
        return folders
    if key == "size":
        return _SIZES
    this = date.today().year
    years = [str(this - back) for back in range(5)]
    if key in ("date", "taken"):
        return (*STRETCHES, *years)
    return years if key in ("before", "after") else ()


def _fits(key: str, value: str, part: str) -> bool:
    if key == "in":
        return part in value.casefold()
    if key in LISTED:
        return f" {part}" in f" {value.casefold()}"
    others = KINDS.get(value, ()) if key in ("type", "kind") else ()
    return any(name.startswith(part) for name in (value, *others))
