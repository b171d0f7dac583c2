"""How the filter chips say what they hold."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from grsearch_desktop.window import wording
from grsearch_desktop.window.filter_terms import STRETCHES, Term, ends_of, size_bound

_LONGEST = 26
"""Characters of a chip."""


def facet_name(facet: str) -> str:
    return {
        "kind": QCoreApplication.translate("filters", "Kind"),
        "folder": QCoreApplication.translate("filters", "Folder"),
        "date": QCoreApplication.translate("filters", "Date"),
        "size": QCoreApplication.translate("filters", "Size"),
    }[facet]


def kind_name(kind: str) -> str:
    """A kind of file as a person calls many of them."""
    return {
        "pdf": QCoreApplication.translate("filters", "PDFs"),
        "document": QCoreApplication.translate("filters", "Documents"),
        "slides": QCoreApplication.translate("filters", "Slides"),
        "sheet": QCoreApplication.translate("filters", "Spreadsheets"),
        "image": QCoreApplication.translate("filters", "Pictures"),
        "text": QCoreApplication.translate("filters", "Notes and text"),
        "mail": QCoreApplication.translate("filters", "Mail"),
        "web": QCoreApplication.translate("filters", "Web pages"),
        "book": QCoreApplication.translate("filters", "Books"),
        "code": QCoreApplication.translate("filters", "Program code"),
        "other": QCoreApplication.translate("filters", "Other files"),
    }[kind]


def stretch_name(name: str) -> str:
    """One of STRETCHES."""
    return {
        "today": QCoreApplication.translate("filters", "Today"),
        "yesterday": QCoreApplication.translate("filters", "Yesterday"),
        "thisweek": QCoreApplication.translate("filters", "This week"),
        "lastweek": QCoreApplication.translate("filters", "Last week"),
        "thismonth": QCoreApplication.translate("filters", "This month"),
        "lastmonth": QCoreApplication.translate("filters", "Last month"),
        "thisyear": QCoreApplication.translate("filters", "This year"),
        "lastyear": QCoreApplication.translate("filters", "Last year"),
    }[name]


def label(facet: str, terms: tuple[Term, ...]) -> str:
    """What a chip shows for the filters of its facet; its own name when there are none."""
    if not terms:
        return facet_name(facet)
    said = [one(term) for term in terms]
    whole = ", ".join(said)
    if len(whole) > _LONGEST and len(said) > 1:
        more = QCoreApplication.translate("filters", "{0} and {1} more")
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
    else:
        said = _time(term.key, term.value)
    return QCoreApplication.translate("filters", "not {0}").format(said) if term.negated else said


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
        ">": QCoreApplication.translate("filters", "over {0}"),
        "<": QCoreApplication.translate("filters", "under {0}"),
        "": QCoreApplication.translate("filters", "about {0}"),
    }[bound.sign]
    return words.format(bytes_of(bound.size))


def _time(key: str, value: str) -> str:
    first, last = ends_of(value)
    if key == "before":
        return QCoreApplication.translate("filters", "before {0}").format(_day(first, mid=True))
    if key == "after":
        return QCoreApplication.translate("filters", "after {0}").format(_day(first, mid=True))
    if first == last:
        return _day(first)
    if not last:
        return QCoreApplication.translate("filters", "since {0}").format(_day(first, mid=True))
    if not first:
        return QCoreApplication.translate("filters", "until {0}").format(_day(last, mid=True))
    return f"{_day(first)} – {_day(last, mid=True)}"


def _day(value: str, *, mid: bool = False) -> str:
    """A day, month or year; `mid`: within a phrase."""
    if value in STRETCHES:
        name = stretch_name(value)
        return name[:1].lower() + name[1:] if mid else name
    parts = [int(part) for part in value.split("-")]
    day = date(parts[0], *(parts[1:] + [1] * (3 - len(parts))))
    form = {1: "yyyy", 2: "MMM yyyy", 3: "d MMM yyyy"}[len(parts)]
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def key_hint(key: str) -> str:
    """What a filter is for."""
    return {
        "type": QCoreApplication.translate("filters", "a kind of file"),
        "in": QCoreApplication.translate("filters", "a folder"),
        "date": QCoreApplication.translate("filters", "when it was changed"),
        "ext": QCoreApplication.translate("filters", "the end of the name"),
        "size": QCoreApplication.translate("filters", "how large it is"),
        "name": QCoreApplication.translate("filters", "a part of the name"),
        "before": QCoreApplication.translate("filters", "changed before"),
        "after": QCoreApplication.translate("filters", "changed after"),
    }[key]


def value_hint(key: str, value: str) -> str:
    """A value in plain words, where it does not say it itself."""
    if key == "size":
        return _size(value)
    return stretch_name(value) if value in STRETCHES else ""
