"""Days, months and years as a query names them: `2024`, `2024-05`, `2024-05-17`, `today`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

_NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda now: (now, now),
    "yesterday": lambda now: (now - timedelta(1), now - timedelta(1)),
    "thisweek": lambda now: (_monday(now), _monday(now) + timedelta(6)),
    "lastweek": lambda now: (_monday(now) - timedelta(7), _monday(now) - timedelta(1)),
    "thismonth": lambda now: (now.replace(day=1), _month_end(now.year, now.month)),
    "lastmonth": lambda now: (
        (now.replace(day=1) - timedelta(1)).replace(day=1),
        now.replace(day=1) - timedelta(1),
    ),
    "thisyear": lambda now: (date(now.year, 1, 1), date(now.year, 12, 31)),
    "lastyear": lambda now: (date(now.year - 1, 1, 1), date(now.year - 1, 12, 31)),
}
"""Stretches that move with the day, so that a kept search for this week means each week anew."""


def stretch(
    value: str, today: date, zone: tzinfo | None = None
) -> tuple[float | None, float | None] | None:
    """The first moment of a stretch of days and the first one after it, in seconds since 1970.

    A year, a month, a day or a name; `A..B` from the first day of A to the last one of B, either
    of which may be left out (None). None when it is no such thing. zone: of the days, None: ours.
    """
    first, dots, last = value.lower().partition("..")
    try:
        begin = _days(first, today) if first else None
        end = begin if not dots else _days(last, today) if last else None
        if (begin is None and first) or (end is None and last) or not (begin or end):
            return None
        return (
            _moment(begin[0], zone) if begin else None,
            _moment(end[1] + timedelta(1), zone) if end else None,
        )
    except (ValueError, OverflowError, OSError):
        return None


def _days(value: str, today: date) -> tuple[date, date] | None:
    """The first and the last day. Raises ValueError for a day that no calendar has."""
    if value in _NAMED:
        return _NAMED[value](today)
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    if day is not None:
        return first, first
    if month is not None:
        return first, _month_end(first.year, first.month)
    return first, date(first.year, 12, 31)


def _moment(day: date, zone: tzinfo | None) -> float:
    """Midnight, where no zone is given the local one: a person means their own days."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
