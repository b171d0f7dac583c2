"""Calendars (iCalendar, RFC 5545): appointments and tasks."""

import re
from datetime import date, datetime
from typing import Any

import icalendar

from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.correspondents import Correspondents
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader, decoded

# One value against the rules costs that value, not the calendar; for appointments it is so already.
icalendar.Component.ignore_exceptions = True

_KINDS = ("VEVENT", "VTODO", "VJOURNAL")
_START = re.compile(rf"^(?=BEGIN:(?:{'|'.join(_KINDS)})\b)", re.M | re.I)
_NAME = re.compile(r"^X-WR-CALNAME[^:\n]*:(.+)$", re.M)
_ENTRIES_FOR_A_PAGE = 10
"""Appointments are shorter than pages: so many times the limit of pages are read."""
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError)
"""What icalendar raises on values that break the rules."""


class AppointmentsReader(Reader):
    """What, when, where, with whom. Of several, each is a page."""

    def read_text(self, source: Source) -> Content:
        """One text for each appointment; as plain text where the file is no proper calendar."""
        text = decoded(source.read())
        blocks = _START.split(text)[1:]
        most = source.limits.pages * _ENTRIES_FOR_A_PAGE
        people = Correspondents()
        gatherer = Gatherer(source.limits.text)
        pages: list[PageText] = []
        for number, block in enumerate(blocks[:most], start=1):
            entry = _parsed(block)
            if entry is None:
                title = ""
                gatherer.add(block)
            else:
                title = one_line(_words(entry, "SUMMARY"))
                gatherer.add(_text(entry))
                _note(people, entry)
            page = number if len(blocks) > 1 else None
            pages.append(PageText(page, tidy(gatherer.take()), title))
            if gatherer.is_full or source.is_late:
                break
        if not any(page.text for page in pages):
            return TextReader(self.form, self.kind).read_text(source)
        name = _NAME.search(text)
        if gatherer.is_full:
            cut = reasons.cut_at_text(source.limits.text)
        else:
            cut = reasons.cut_short(len(pages), len(blocks), most)
        return Content(
            self.kind,
            tuple(pages),
            title=one_line(name[1]) if name else pages[0].part if len(blocks) == 1 else "",
            details=people.facts(),
            cut=cut,
        )


def _parsed(block: str) -> Any:
    """The entry that begins here; None where it breaks the rules.

    Each by itself, for a calendar of many years takes a minute, and one entry must not cost all.
    """
    kind = next(kind for kind in _KINDS if block[len("BEGIN:") :].upper().startswith(kind))
    end = re.search(rf"^END:{kind}\b", block, re.M | re.I)
    inside = block[: end.start()] if end else block.rstrip() + "\n"
    try:
        return icalendar.Component.from_ical(f"{inside}END:{kind}\n")
    except _FAILURES:
        return None


def _text(entry: Any) -> str:
    times = [_moment(entry, name) for name in ("DTSTART", "DTEND", "DUE")]
    repeated = entry.get("RRULE")
    rule = repeated.get("FREQ", [""])[0] if isinstance(repeated, dict) else ""
    lines = [
        _words(entry, "SUMMARY"),
        _told("When", " to ".join(filter(None, times)) + (f", {rule.lower()}" if rule else "")),
        _told("Where", _words(entry, "LOCATION")),
        _told("With", ", ".join((*_people(entry, "ORGANIZER"), *_people(entry, "ATTENDEE")))),
        _told("Tags", ", ".join(_categories(entry))),
        "",
        _words(entry, "DESCRIPTION"),
        _words(entry, "COMMENT"),
        _words(entry, "URL"),
    ]
    return "\n".join(line for line in lines if line or line == "")


def _told(name: str, words: str) -> str:
    return f"{name}: {words}" if words else ""


def _words(entry: Any, name: str) -> str:
    found = entry.get(name, "")
    return "\n".join(map(str, found)) if isinstance(found, list) else str(found)


def _moment(entry: Any, name: str) -> str:
    """A day as it is written and as it is said: 2026-07-04 18:30, Saturday 4 July."""
    found = entry.get(name)
    found = found[0] if isinstance(found, list) else found
    if isinstance(found, icalendar.vBroken):
        return str(found)
    day = getattr(found, "dt", None)
    if isinstance(day, datetime):
        return f"{day:%Y-%m-%d %H:%M}, {day:%A} {day.day} {day:%B}"
    if isinstance(day, date):
        return f"{day:%Y-%m-%d}, {day:%A} {day.day} {day:%B}"
    return ""


def _people(entry: Any, name: str) -> list[str]:
    found = entry.get(name, [])
    people = []
    for one in found if isinstance(found, list) else [found]:
        address = str(one).removeprefix("mailto:").removeprefix("MAILTO:")
        called = "" if isinstance(one, icalendar.vBroken) else str(one.params.get("CN", ""))
        people.append(f"{called} <{address}>" if called and called != address else address)
    return people


def _categories(entry: Any) -> list[str]:
    found = entry.get("CATEGORIES", [])
    return [
        str(name)
        for one in (found if isinstance(found, list) else [found])
        if isinstance(one, icalendar.vCategory)
        for name in one.cats
    ]


def _note(people: Correspondents, entry: Any) -> None:
    for name, wanted in (("from", "ORGANIZER"), ("to", "ATTENDEE")):
        for one in _people(entry, wanted):
            people.note(name, one)
