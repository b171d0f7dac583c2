"""Mails saved by Outlook (MS-OXMSG)."""

import struct
from collections.abc import Iterator
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers import attachments, ole
from grsearch_desktop.extract.readers.correspondents import Correspondents
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import decoded
from grsearch_desktop.extract.readers.web import shown

_SUBJECT, _SENDER, _TO, _CC = "0037", "0C1A", "0E04", "0E03"
_PEOPLE = (("from", _SENDER), ("to", _TO), ("cc", _CC))
_LONGEST_LINE = 2_000
_BODY, _HTML_BODY = "1000", "1013"
_LONG_NAME, _SHORT_NAME, _CONTENT = "3707", "3704", "3701"
_MAIL_INSIDE = "__substg1.0_3701000D"
"""The folder that an attached mail, appointment or contact is (MS-OXMSG 2.2.2.1)."""
_DEEPEST = 3
"""Mails within mails within a mail."""
_CONTACT = ("3001", "3A16", "3A17", "3A08", "3A1C", "8083", "3003")
_SENT, _DELIVERED = 0x0039, 0x0E06
_TIME_TYPE = 0x0040
_SECONDS_TO_1970 = 11_644_473_600
_PICTURES = ("image",)


class OutlookReader(Reader):
    """Subject, people, date, body and attachments."""

    def read_text(self, source: Source) -> Content:
        """The mail as one text."""
        gatherer = Gatherer(source.limits.text)
        people = Correspondents()
        with ole.opened(source) as file:
            title = one_line(_words(file, "", _SUBJECT))
            for name, wanted in _PEOPLE:
                people.note(name, _words(file, "", wanted))
            facts = people.facts()
            _gather(file, "", source, gatherer)
            has_looks = any(map(_is_picture, _all_attachments(file, source)))
            created = _date(ole.stream(file, "__properties_version1.0"))
        text = tidy(gatherer.take())
        if not text.strip():
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        limit = source.limits.text
        return Content(
            self.kind,
            (PageText(None, text[:limit]),),
            title=title,
            author=facts.get("from", ""),
            created=created,
            details=facts,
            has_looks=has_looks,
            cut=reasons.cut_at_text(limit) if gatherer.is_full else "",
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The attached pictures."""
        with ole.opened(source) as file:
            media = Media(source, skip)
            for part in filter(_is_picture, _all_attachments(file, source)):
                yield from media.look(part.name, part.read(), None)


def _gather(file: Any, folder: str, source: Source, gatherer: Gatherer, depth: int = 0) -> None:
    """The words of the mail in a folder of the file, and of what is attached to it.

    folder: empty for the mail that the file is, else with "/" at its end.
    """
    for name, wanted in (("subject", _SUBJECT), *_PEOPLE):
        if words := one_line(_words(file, folder, wanted), _LONGEST_LINE):
            gatherer.add(f"{name.capitalize()}: {words}\n")
    gatherer.add("\n" + _body(file, folder) + "\n\n")
    for words in filter(None, (_words(file, folder, field) for field in _CONTACT)):
        gatherer.add(words + "\n")
    for part in _attachments(file, folder, source):
        gatherer.add(f"\n{one_line(part.name)}\n")
        if not _is_picture(part):
            attachments.gather(part, gatherer)
    for inner in _mails(file, folder, depth):
        if not (gatherer.is_full or source.is_late):
            gatherer.add("\n")
            _gather(file, inner, source, gatherer, depth + 1)


def _attachments(file: Any, folder: str, source: Source) -> Iterator[Source]:
    """The files that are attached to a mail."""
    for attached in _attached(file, folder):
        name = _words(file, attached, _LONG_NAME) or _words(file, attached, _SHORT_NAME)
        if name and not file.exists(f"{attached}{_MAIL_INSIDE}"):
            content = ole.stream(file, f"{attached}__substg1.0_{_CONTENT}0102")
            yield source.part(name, content)


def _all_attachments(
    file: Any, source: Source, folder: str = "", depth: int = 0
) -> Iterator[Source]:
    """The same, with those of the mails that are attached."""
    yield from _attachments(file, folder, source)
    for inner in _mails(file, folder, depth):
        yield from _all_attachments(file, source, inner, depth + 1)


def _mails(file: Any, folder: str, depth: int) -> Iterator[str]:
    """The folders of mails that are attached to a mail."""
    for attached in _attached(file, folder) if depth < _DEEPEST else ():
        if file.exists(f"{attached}{_MAIL_INSIDE}"):
            yield f"{attached}{_MAIL_INSIDE}/"


def _attached(file: Any, folder: str) -> list[str]:
    """The folders in which a mail keeps what is attached to it."""
    above = folder.split("/")[:-1]
    names = {
        path[len(above)]
        for path in file.listdir()
        if path[: len(above)] == above and path[len(above)].startswith("__attach_version1.0_")
    }
    return [f"{folder}{name}/" for name in sorted(names)]


def _is_picture(part: Source) -> bool:
    return registry.kind_of(part.name) in _PICTURES


def _body(file: Any, folder: str) -> str:
    if words := _words(file, folder, _BODY):
        return words
    raw = ole.stream(file, f"{folder}__substg1.0_{_HTML_BODY}0102")
    markup = decoded(raw) if raw else _words(file, folder, _HTML_BODY)
    return shown(markup).text if markup else ""


def _words(file: Any, folder: str, field: str) -> str:
    if wide := ole.stream(file, f"{folder}__substg1.0_{field}001F"):
        return wide.decode("utf-16-le", "replace").strip("\x00")
    return decoded(ole.stream(file, f"{folder}__substg1.0_{field}001E")).strip("\x00")


def _date(properties: bytes) -> float | None:
    """The time of sending; entries of 16 bytes follow a head of 32 (MS-OXMSG 2.4)."""
    for wanted in (_SENT, _DELIVERED):
        for at in range(32, len(properties) - 15, 16):
            kind, field, _, ticks = struct.unpack_from("<HHIQ", properties, at)
            if kind == _TIME_TYPE and field == wanted:
                return float(ticks / 1e7 - _SECONDS_TO_1970)
    return None
