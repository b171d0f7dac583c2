"""Calendars (iCalendar, RFC 5545): appointments and tasks."""

from collections.abc import Iterator
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
_FAILURES = (ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError)
"""What icalendar raises on values that break the rules."""


class AppointmentsReader(Reader):
    """What, when, where, with whom. Of several, each is a page."""

    def read_text(self, source: Source) -> Content:
        """One text for each appointment; as plain text where the file is no proper calendar."""
        try:
            calendars = icalendar.Calendar.from_ical(decoded(source.read()), multiple=True)
        except _FAILURES:
            return TextReader(self.form, self.kind).read_text(source)
        entries = list(_entries(calendars))
        people = Correspondents()
        gatherer = Gatherer(source.limits.text)
        pages: list[PageText] = []
        for number, entry in enumerate(entries[: source.limits.pages], start=1):
            gatherer.add(_text(entry))
            _note(people, entry)
            page = number if len(entries) > 1 else None
            pages.append(PageText(page, tidy(gatherer.take()), one_line(_words(entry, "SUMMARY"))))
            if gatherer.is_full or source.is_late:
                break
        if not any(page.text for page in pages):
            return TextReader(self.form, self.kind).read_text(source)
        name = next((words for one in calendars if (words := _words(one, "X-WR-CALNAME"))), "")
        cut = reasons.cut_at_text(source.limits.text) if gatherer.is_full else ""
        if not cut and len(pages) < len(entries):
            cut = reasons.cut_at_pages(len(pages), len(entries))
        return Content(
            self.kind,
            tuple(pages),
            title=one_line(name) or (pages[0].part if len(entries) == 1 else ""),
            details=people.facts(),
            cut=cut,
        )


def _entries(calendars: list[Any]) -> Iterator[Any]:
    for calendar in calendars:
        yield from (part for part in calendar.walk() if part.name in _KINDS)


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
