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
_BODY, _HTML_BODY = "1000", "1013"
_LONG_NAME, _SHORT_NAME, _CONTENT = "3707", "3704", "3701"
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
        with ole.opened(source) as file:
            title = one_line(_words(file, "", _SUBJECT))
            people = Correspondents()
            for name, wanted in (("from", _SENDER), ("to", _TO), ("cc", _CC)):
                people.note(name, _words(file, "", wanted))
            facts = people.facts()
            for name, words in (("subject", title), *facts.items()):
                if words:
                    gatherer.add(f"{name.capitalize()}: {words}\n")
            gatherer.add("\n" + _body(file) + "\n\n")
            for words in filter(None, (_words(file, "", field) for field in _CONTACT)):
                gatherer.add(words + "\n")
            has_looks = False
            for part in _attachments(file, source):
                gatherer.add(f"\n{one_line(part.name)}\n")
                if registry.kind_of(part.name) in _PICTURES:
                    has_looks = True
                else:
                    attachments.gather(part, gatherer)
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
            for part in _attachments(file, source):
                if registry.kind_of(part.name) in _PICTURES:
                    yield from media.look(part.name, part.read(), None)


def _attachments(file: Any, source: Source) -> Iterator[Source]:
    folders = {path[0] for path in file.listdir() if path[0].startswith("__attach_version1.0_")}
    for folder in sorted(folders):
        name = _words(file, folder, _LONG_NAME) or _words(file, folder, _SHORT_NAME)
        content = ole.stream(file, f"{folder}/__substg1.0_{_CONTENT}0102")
        if name:
            yield source.part(name, content)


def _body(file: Any) -> str:
    if words := _words(file, "", _BODY):
        return words
    raw = ole.stream(file, f"__substg1.0_{_HTML_BODY}0102")
    markup = decoded(raw) if raw else _words(file, "", _HTML_BODY)
    return shown(markup).text if markup else ""


def _words(file: Any, folder: str, field: str) -> str:
    start = f"{folder}/" if folder else ""
    if wide := ole.stream(file, f"{start}__substg1.0_{field}001F"):
        return wide.decode("utf-16-le", "replace").strip("\x00")
    return decoded(ole.stream(file, f"{start}__substg1.0_{field}001E")).strip("\x00")


def _date(properties: bytes) -> float | None:
    """The time of sending; entries of 16 bytes follow a head of 32 (MS-OXMSG 2.4)."""
    for wanted in (_SENT, _DELIVERED):
        for at in range(32, len(properties) - 15, 16):
            kind, field, _, ticks = struct.unpack_from("<HHIQ", properties, at)
            if kind == _TIME_TYPE and field == wanted:
                return float(ticks / 1e7 - _SECONDS_TO_1970)
    return None
