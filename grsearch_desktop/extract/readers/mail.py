"""Mails and mailboxes; an attachment is content of its mail."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any, cast

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers import attachments, correspondents
from grsearch_desktop.extract.readers.correspondents import Correspondents
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import decoded
from grsearch_desktop.extract.readers.web import shown

_MOST_PARTS = 300
_OF_PROGRAMS = frozenset(("css", "javascript", "x-javascript", "ecmascript"))
"""Texts in a saved page that nobody reads."""
_MAILS_FOR_A_PAGE = 10
"""Mails are shorter than pages: so many times the limit of pages are read from a mailbox."""
_ENDINGS = {"calendar": "ics", "vcard": "vcf", "x-vcard": "vcf", "directory": "vcf"}
"""What an attachment without a name is, by its media type."""
_SHOWN_HEADERS = ("subject", "from", "to", "cc", "date")
_MBOX_START = re.compile(rb"^From \S+.*\d{4}", re.M)
_HEADER_START = re.compile(rb"^(?:From |[\w-]+:)", re.M)
_EMLX_LENGTH = re.compile(rb"^\s*\d+\s*\n")
_FAILURES = (LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What the email package raises on mails that break its rules."""


class MailReader(Reader):
    """One mail, or the mails of an mbox file, of which each is a page.

    A web page that was saved whole (MHTML) is a mail as well, which a program wrote to nobody.
    """

    def read_text(self, source: Source) -> Content:
        """Subject, people, date, body and attachments."""
        gatherer = Gatherer(source.limits.text)
        people = Correspondents()
        found = _found(source)
        pages = []
        has_looks = False
        for number, mail in enumerate(found, start=1):
            if not self._is_page:
                _gather_headers(mail, people, gatherer)
            _gather(mail, source, gatherer)
            has_looks = has_looks or any(_is_picture(part) for part in _parts(mail))
            text = tidy(gatherer.take())
            if found.total > 1:
                pages.append(PageText(number, text, one_line(_header(mail, "subject"))))
            else:
                pages.append(PageText(None, text))
            if gatherer.is_full or source.is_late:
                break
        if not any(page.text.strip() for page in pages) and not has_looks:
            raise UnreadableFileError(reasons.DAMAGED)
        return Content(
            self.kind,
            tuple(pages),
            details=people.facts(),
            has_looks=has_looks,
            cut=_cut(len(pages), found, gatherer, source),
            **(self._about(found.mail(0)) if found.total == 1 else {}),
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The attached pictures."""
        media = Media(source, skip)
        found = _found(source)
        for number, mail in enumerate(found, start=1):
            for part in _parts(mail):
                if _is_picture(part):
                    name = _name(part) or f"picture.{part.get_content_subtype()}"
                    page = number if found.total > 1 else None
                    yield from media.look(name, _bytes(part), page)

    @property
    def _is_page(self) -> bool:
        return self.kind == "web"

    def _about(self, mail: EmailMessage) -> dict[str, Any]:
        """Title, author and date of a single mail, as keyword arguments of Content."""
        return {
            "title": one_line(_header(mail, "subject")),
            "author": "" if self._is_page else one_line(_header(mail, "from")),
            "created": _date(mail),
        }


@dataclass(frozen=True)
class _Mailbox:
    """One mail, or one after another as in an mbox file; each is parsed when it is its turn."""

    raw: bytes
    starts: tuple[int, ...]
    most: int

    @property
    def total(self) -> int:
        return len(self.starts)

    def mail(self, place: int) -> EmailMessage:
        """The mail at a place from 0."""
        end = self.starts[place + 1] if place + 1 < self.total else len(self.raw)
        block = self.raw[self.starts[place] : end]
        if block.startswith(b"From "):
            block = block.partition(b"\n")[2]
        return email.message_from_bytes(block, policy=email.policy.default)

    def __iter__(self) -> Iterator[EmailMessage]:
        return (self.mail(place) for place in range(min(self.total, self.most)))


def _found(source: Source) -> _Mailbox:
    raw = source.read()
    if source.extension == "emlx":
        raw = _EMLX_LENGTH.sub(b"", raw, count=1)
    if not _HEADER_START.search(raw[:2000]):
        raise UnreadableFileError(reasons.DAMAGED)
    starts = [0]
    if raw.startswith(b"From "):
        starts = [match.start() for match in _MBOX_START.finditer(raw)] or [0]
    return _Mailbox(raw, tuple(starts), source.limits.pages * _MAILS_FOR_A_PAGE)


def _cut(read: int, found: _Mailbox, gatherer: Gatherer, source: Source) -> str:
    if gatherer.is_full:
        return reasons.cut_at_text(source.limits.text)
    return reasons.cut_short(read, found.total, found.most)


def _gather_headers(mail: EmailMessage, people: Correspondents, gatherer: Gatherer) -> None:
    for name in _SHOWN_HEADERS:
        if words := one_line(_header(mail, name), 2000):
            gatherer.add(f"{name.capitalize()}: {words}\n")
            if name in correspondents.NAMES:
                people.note(name, words)
    gatherer.add("\n")


def _gather(mail: EmailMessage, source: Source, gatherer: Gatherer) -> None:
    body = _body(mail)
    if body is not None:
        gatherer.add(_words(body) + "\n\n")
    for part in _parts(mail):
        is_said = part is body or _is_alternative(part)
        if not is_said and part.get_content_subtype() not in _OF_PROGRAMS:
            _gather_attachment(part, source, gatherer)


def _gather_attachment(part: EmailMessage, source: Source, gatherer: Gatherer) -> None:
    name = _name(part)
    if name:
        gatherer.add(f"{one_line(name)}\n")
    ending = _ENDINGS.get(part.get_content_subtype(), part.get_content_subtype())
    if not name and part.get_content_maintype() == "text" and ending not in _ENDINGS.values():
        gatherer.add(_words(part) + "\n\n")
        return
    content = _bytes(part)
    if content and not _is_picture(part):
        attachments.gather(source.part(name or f"part.{ending}", content), gatherer)


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    for count, part in enumerate(mail.walk()):
        if count > _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _body(mail: EmailMessage) -> EmailMessage | None:
    try:
        return cast("EmailMessage | None", mail.get_body(("plain", "html")))
    except _FAILURES:
        return next((part for part in _parts(mail) if _is_text(part)), None)


def _words(part: EmailMessage) -> str:
    text = decoded(_bytes(part), part.get_content_charset() or "")
    return shown(text).text if part.get_content_subtype() == "html" else text


def _bytes(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _FAILURES:
        return b""
    return content if isinstance(content, bytes) else b""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name) or "")
    except _FAILURES:
        return ""


def _name(part: EmailMessage) -> str:
    try:
        return str(part.get_filename() or "")
    except _FAILURES:
        return ""


def _is_text(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text"


def _is_picture(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "image"


def _is_alternative(part: EmailMessage) -> bool:
    """Whether it says the same as the body in another form."""
    return _is_text(part) and not _name(part) and part.get_content_subtype() == "html"


def _date(mail: EmailMessage) -> float | None:
    try:
        return parsedate_to_datetime(_header(mail, "date")).timestamp()
    except (*_FAILURES, OverflowError):
        return None
