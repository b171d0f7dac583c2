"""Mails and mailboxes; an attachment is content of its mail."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import cast

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import decoded
from grsearch_desktop.extract.readers.web import shown

_DEEPEST = 3
"""Files within files within a mail."""
_MOST_PARTS = 300
_SHOWN_HEADERS = ("subject", "from", "to", "cc", "date")
_MBOX_START = re.compile(rb"^From \S+.*\d{4}", re.M)
_HEADER_START = re.compile(rb"^(?:From |[\w-]+:)", re.M)
_EMLX_LENGTH = re.compile(rb"^\s*\d+\s*\n")
_FAILURES = (LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What the email package raises on mails that break its rules."""


class MailReader(Reader):
    """One mail, or the mails of an mbox file, of which each is a page."""

    def read_text(self, source: Source) -> Content:
        """Subject, people, date, body and attachments."""
        gatherer = Gatherer(source.limits.text)
        mails = list(self._mails(source))
        pages = []
        has_looks = False
        for number, mail in enumerate(mails, start=1):
            _gather(mail, source, gatherer)
            has_looks = has_looks or any(_is_picture(part) for part in _parts(mail))
            text = tidy(gatherer.take())
            if len(mails) > 1:
                pages.append(PageText(number, text, one_line(_header(mail, "subject"))))
            else:
                pages.append(PageText(None, text))
            if gatherer.is_full or source.is_late:
                break
        if not any(page.text.strip() for page in pages) and not has_looks:
            raise UnreadableFileError(reasons.DAMAGED)
        first = mails[0]
        return Content(
            self.kind,
            tuple(pages),
            title=one_line(_header(first, "subject")) if len(mails) == 1 else "",
            author=one_line(_header(first, "from")) if len(mails) == 1 else "",
            created=_date(first) if len(mails) == 1 else None,
            has_looks=has_looks,
            cut=self._cut(len(pages), len(mails), gatherer, source),
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The attached pictures."""
        media = Media(source, skip)
        mails = list(self._mails(source))
        for number, mail in enumerate(mails, start=1):
            for part in _parts(mail):
                if _is_picture(part):
                    name = _name(part) or f"picture.{part.get_content_subtype()}"
                    page = number if len(mails) > 1 else None
                    yield from media.look(name, _bytes(part), page)

    def _mails(self, source: Source) -> Iterator[EmailMessage]:
        raw = source.read()
        if source.extension == "emlx":
            raw = _EMLX_LENGTH.sub(b"", raw, count=1)
        if not _HEADER_START.search(raw[:2000]):
            raise UnreadableFileError(reasons.DAMAGED)
        starts = [0]
        if raw.startswith(b"From "):
            starts = [match.start() for match in _MBOX_START.finditer(raw)] or [0]
        ends = [*starts[1:], len(raw)]
        for start, end in list(zip(starts, ends, strict=True))[: source.limits.pages]:
            block = raw[start:end]
            if block.startswith(b"From "):
                block = block.partition(b"\n")[2]
            yield email.message_from_bytes(block, policy=email.policy.default)

    @staticmethod
    def _cut(read: int, total: int, gatherer: Gatherer, source: Source) -> str:
        if gatherer.is_full:
            return reasons.cut_at_text(source.limits.text)
        return reasons.cut_at_time(read, total) if read < total else ""


def _gather(mail: EmailMessage, source: Source, gatherer: Gatherer) -> None:
    for name in _SHOWN_HEADERS:
        if words := one_line(_header(mail, name), 2000):
            gatherer.add(f"{name.capitalize()}: {words}\n")
    gatherer.add("\n")
    body = _body(mail)
    if body is not None:
        gatherer.add(_words(body) + "\n\n")
    for part in _parts(mail):
        if part is not body and not _is_alternative(part):
            _gather_attachment(part, source, gatherer)


def _gather_attachment(part: EmailMessage, source: Source, gatherer: Gatherer) -> None:
    name = _name(part)
    if name:
        gatherer.add(f"{one_line(name)}\n")
    if not name and part.get_content_maintype() == "text":
        gatherer.add(_words(part) + "\n\n")
        return
    content = _bytes(part)
    if not content or _is_picture(part) or source.inside >= _DEEPEST or source.is_late:
        return
    inner = source.part(name or f"part.{part.get_content_subtype()}", content)
    try:
        read = registry.reader_for(inner).read_text(inner)
    except UnreadableFileError:
        # The mail can be read; that a file in it can't is no fault of the mail.
        return
    for page in read.pages:
        gatherer.add(page.text + "\n\n")


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
