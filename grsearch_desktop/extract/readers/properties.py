"""What an office file says of itself: title, author, dates, keywords."""

from datetime import UTC, datetime
from typing import Any

from grsearch_desktop.extract.readers.package import Attributes, Package, walk
from grsearch_desktop.extract.readers.prose import one_line

_FIELDS = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
    "keyword": "keywords",
}


def of_package(package: Package, part: str) -> dict[str, Any]:
    """Title, author, date and details as keyword arguments of Content.

    `part` is docProps/core.xml (Office Open XML) or meta.xml (OpenDocument).
    """
    found: dict[str, list[str]] = {}
    inside: list[str] = []

    def start(name: str, _attributes: Attributes) -> None:
        inside.append(name)

    def end(_name: str) -> None:
        inside.pop()

    def words(text: str) -> None:
        if inside and inside[-1] in _FIELDS and text.strip():
            found.setdefault(_FIELDS[inside[-1]], []).append(text)

    walk(package.read(part), start, end, words)
    lines = {name: one_line(", ".join(values)) for name, values in found.items()}
    return {
        "title": lines.pop("title", ""),
        "author": lines.pop("author", ""),
        "created": iso_date(lines.pop("created", "")),
        "details": {name: line for name, line in lines.items() if line},
    }


def iso_date(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date; without a zone it is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, OverflowError):
        return None
