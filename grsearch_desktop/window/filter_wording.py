"""How the filter chips say what they hold."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from grsearch_desktop.window import wording
from grsearch_desktop.window.filter_terms import FACETS, STRETCHES, Term, ends_of, size_bound
from grsearch_desktop.window.language import tr as _tr

_LONGEST = 26
"""Characters of a chip."""


def facet_name(facet: str) -> str:
    return {
        "kind": _tr("Kind"),
        "folder": _tr("Folder"),
        "date": _tr("Date"),
        "size": _tr("Size"),
        "said": _tr("Details"),
    }[facet]


def kind_name(kind: str) -> str:
    """A kind of file as a person calls many of them."""
    return {
        "pdf": _tr("PDFs"),
        "document": _tr("Documents"),
        "slides": _tr("Slides"),
        "sheet": _tr("Spreadsheets"),
        "image": _tr("Pictures"),
        "video": _tr("Films"),
        "audio": _tr("Music and sound"),
        "text": _tr("Notes and text"),
        "mail": _tr("Mail"),
        "archive": _tr("Archives"),
        "web": _tr("Web pages"),
        "book": _tr("Books"),
        "code": _tr("Program code"),
        "other": _tr("Other files"),
    }[kind]


def stretch_name(name: str) -> str:
    """One of STRETCHES."""
    return {
        "today": _tr("Today"),
        "yesterday": _tr("Yesterday"),
        "thisweek": _tr("This week"),
        "lastweek": _tr("Last week"),
        "thismonth": _tr("This month"),
        "lastmonth": _tr("Last month"),
        "thisyear": _tr("This year"),
        "lastyear": _tr("Last year"),
    }[name]


def _stretch_within(name: str) -> str:
    """One of STRETCHES after "before", "after", "since" or "until"."""
    return {
        "today": _tr("today"),
        "yesterday": _tr("yesterday"),
        "thisweek": _tr("this week"),
        "lastweek": _tr("last week"),
        "thismonth": _tr("this month"),
        "lastmonth": _tr("last month"),
        "thisyear": _tr("this year"),
        "lastyear": _tr("last year"),
    }[name]


def label(facet: str, terms: tuple[Term, ...]) -> str:
    """What a chip shows for the filters of its facet; its own name when there are none."""
    if not terms:
        return facet_name(facet)
    said = [one(term) for term in terms]
    whole = ", ".join(said)
    if len(whole) > _LONGEST and len(said) > 1:
        more = _tr("{0} and {1} more")
        whole = more.format(said[0], wording.number(len(said) - 1))
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"


def one(term: Term) -> str:
    """One filter in plain words."""
    if term.key == "in":
        said = wording.name_of(term.value.rstrip("/\\")) or term.value
    elif term.key == "ext":
        said = "." + term.value.lstrip(".").lower()
    elif term.key in ("type", "kind"):
        said = kind_name(term.value)
    elif term.key == "size":
        said = _size(term.value)
    elif term.key == "taken":
        said = _tr("taken: {0}").format(_time("date", term.value))
    elif term.key in FACETS["said"]:
        said = _said(term.key, term.value)
    else:
        said = _time(term.key, term.value)
    return _tr("not {0}").format(said) if term.negated else said


def _said(key: str, value: str) -> str:
    """What a file says of itself."""
    words = {
        "near": _tr("near {0}"),
        "from": _tr("from {0}"),
        "to": _tr("to {0}"),
        "tag": _tr("tag {0}"),
        "album": _tr("album {0}"),
        "title": _tr("title {0}"),
        "artist": _tr("by {0}"),
        "author": _tr("by {0}"),
    }.get(key, "{0}")
    return words.format(wording.in_words(value))


def bytes_of(count: int) -> str:
    """A size in units of a thousand, as `size:` counts them."""
    return QLocale().formattedDataSize(
        count, 1 if count % 10**6 and count > 10**6 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def _size(value: str) -> str:
    bound = size_bound(value)
    if bound is None:
        return value
    words = {
        ">": _tr("over {0}"),
        "<": _tr("under {0}"),
        "": _tr("about {0}"),
    }[bound.sign]
    return words.format(bytes_of(bound.size))


def _time(key: str, value: str) -> str:
    first, last = ends_of(value)
    if key == "before":
        return _tr("before {0}").format(_day(first, mid=True))
    if key == "after":
        return _tr("after {0}").format(_day(first, mid=True))
    if first == last:
        return _day(first)
    if not last:
        return _tr("since {0}").format(_day(first, mid=True))
    if not first:
        return _tr("until {0}").format(_day(last, mid=True))
    return _tr("{0} – {1}").format(_day(first), _day(last))


def _day(value: str, *, mid: bool = False) -> str:
    """A day, month or year; `mid`: within a phrase."""
    if value in STRETCHES:
        return _stretch_within(value) if mid else stretch_name(value)
    parts = [int(part) for part in value.split("-")]
    day = date(parts[0], *(parts[1:] + [1] * (3 - len(parts))))
    if len(parts) == 3:
        return wording.date_shown(QDate(day.year, day.month, day.day))
    #: How a month is written: MMM is its short name.
    form = _tr("MMM yyyy") if len(parts) == 2 else "yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def key_hint(key: str) -> str:
    """What a filter is for."""
    return {
        "type": _tr("a kind of file"),
        "in": _tr("a folder"),
        "date": _tr("when it was changed"),
        "ext": _tr("the end of the name"),
        "size": _tr("how large it is"),
        "name": _tr("a part of the name"),
        "before": _tr("changed before"),
        "after": _tr("changed after"),
        "taken": _tr("when a picture was taken"),
        "near": _tr("the place it was taken at"),
        "from": _tr("who a mail is from"),
        "to": _tr("who a mail is to"),
        "camera": _tr("the camera"),
        "lens": _tr("the lens"),
        "tag": _tr("a tag or keyword"),
        "artist": _tr("who plays"),
        "album": _tr("the album"),
        "author": _tr("who wrote it"),
        "title": _tr("the title it gives itself"),
    }[key]


def value_hint(key: str, value: str) -> str:
    """A value in plain words, where it does not say it itself."""
    if key == "size":
        return _size(value)
    return stretch_name(value) if value in STRETCHES else ""
