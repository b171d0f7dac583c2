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
_CARDS_FOR_A_PAGE = 10
"""Cards are shorter than pages: so many times the limit of pages are read."""
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
        blocks = _blocks(source)
        most = source.limits.pages * _CARDS_FOR_A_PAGE
        gatherer = Gatherer(source.limits.text)
        pages: list[PageText] = []
        has_looks = False
        for number, card in enumerate(map(_parsed, blocks[:most]), start=1):
            name = one_line(_name(card))
            gatherer.add(_text(name, card))
            page = number if len(blocks) > 1 else None
            pages.append(PageText(page, tidy(gatherer.take()), name))
            has_looks = has_looks or any(_photos(card))
            if gatherer.is_full or source.is_late:
                break
        if not any(page.text for page in pages):
            return TextReader(self.form, self.kind).read_text(source)
        if gatherer.is_full:
            cut = reasons.cut_at_text(source.limits.text)
        else:
            cut = reasons.cut_short(len(pages), len(blocks), most)
        return Content(
            self.kind,
            tuple(pages),
            title=pages[0].part if len(blocks) == 1 else "",
            has_looks=has_looks,
            cut=cut,
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The photos."""
        media = Media(source, skip)
        blocks = _blocks(source)
        for number, card in enumerate(map(_parsed, blocks), start=1):
            if source.is_late:
                return
            for photo in _photos(card):
                yield from media.look("photo.jpg", photo, number if len(blocks) > 1 else None)


def _blocks(source: Source) -> list[str]:
    return _START.split(decoded(source.read()))[1:]


def _parsed(block: str) -> Any:
    """The card, a `vobject` component; one that breaks the rules as the text that it is."""
    try:
        return vobject.readOne(block, ignoreUnreadable=True, allowQP=True)
    except _FAILURES:
        return block


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
