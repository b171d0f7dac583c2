"""Address books (vCard 2.1 to 4.0): people, with their photos."""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import vobject  # type: ignore[import-untyped]

from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader, decoded

_LINES = (
    ("nickname",),
    ("org", "title", "role"),
    ("email",),
    ("tel", "impp"),
    ("adr",),
    ("url",),
    ("bday",),
    ("categories",),
    ("note",),
)
"""What is told of a person, and what of it shares a line."""
_START = re.compile(r"^(?=BEGIN:VCARD)", re.M | re.I)
_FAILURES = (
    vobject.base.VObjectError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    LookupError,
)
"""What vobject raises on cards that break the rules."""


class ContactsReader(Reader):
    """Names, addresses, telephones, notes. Of several people, each is a page."""

    def read_text(self, source: Source) -> Content:
        """One text for each person; as plain text where the file is no proper address book."""
        gatherer = Gatherer(source.limits.text)
        texts: list[tuple[str, str]] = []
        has_looks = False
        for card in _cards(source):
            name = _name(card)
            gatherer.add(_text(name, card))
            texts.append((one_line(name), tidy(gatherer.take())))
            has_looks = has_looks or any(_photos(card))
            if gatherer.is_full or source.is_late or len(texts) >= source.limits.pages:
                break
        if not any(text for _, text in texts):
            return TextReader(self.form, self.kind).read_text(source)
        is_one = len(texts) == 1
        limits = source.limits
        cut = reasons.cut_at_text(limits.text) if gatherer.is_full else ""
        if not cut and len(texts) == limits.pages:
            total = len(_START.findall(decoded(source.read())))
            cut = reasons.cut_at_pages(limits.pages, total) if total > limits.pages else ""
        return Content(
            self.kind,
            tuple(
                PageText(None if is_one else number, text, name)
                for number, (name, text) in enumerate(texts, start=1)
            ),
            title=texts[0][0] if is_one else "",
            has_looks=has_looks,
            cut=cut,
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The photos."""
        media = Media(source, skip)
        cards = list(_cards(source))
        for number, card in enumerate(cards, start=1):
            for photo in _photos(card):
                yield from media.look("photo.jpg", photo, number if len(cards) > 1 else None)


def _cards(source: Source) -> Iterator[Any]:
    """Each card, a `vobject` component; one that breaks the rules as the text that it is."""
    for block in _START.split(decoded(source.read()))[1:]:
        try:
            yield vobject.readOne(block, ignoreUnreadable=True, allowQP=True)
        except _FAILURES:
            yield block


def _name(card: Any) -> str:
    if isinstance(card, str):
        return ""
    for name in ("fn", "n", "org", "email"):
        for found in card.contents.get(name, ()):
            if words := one_line(_words(found)):
                return words
    return ""


def _text(name: str, card: Any) -> str:
    if isinstance(card, str):
        return card
    lines = [name]
    for group in _LINES:
        found = [_words(one) for field in group for one in card.contents.get(field, ())]
        lines.append(", ".join(filter(None, map(str.strip, found))))
    return "\n".join(filter(None, lines))


def _words(found: Any) -> str:
    value = found.value
    if isinstance(value, bytes):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    words = str(value)
    if not isinstance(value, str):  # a name or an address: its parts stand on lines of their own
        words = ", ".join(filter(None, map(one_line, words.splitlines())))
    return words.removeprefix("tel:").removeprefix("mailto:")


def _photos(card: Any) -> Iterator[bytes]:
    """The photos, which version 4.0 writes as addresses with the data in them."""
    for photo in () if isinstance(card, str) else card.contents.get("photo", ()):
        if isinstance(photo.value, bytes):
            yield photo.value
            continue
        _, _, encoded = str(photo.value).partition("base64,")
        with suppress(binascii.Error, ValueError):
            yield base64.b64decode(encoded)
