"""Bookmarks: the file that every browser exports, and the one that Chromium's kin keep."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader, decoded

_DEEPEST = 100


class BookmarksReader(Reader):
    """Each bookmark with its address, and the folders that they are in."""

    def read_text(self, source: Source) -> Content:
        """One text; as plain text where nothing is marked."""
        text = decoded(source.read())
        lines = _of_json(text) if text.lstrip().startswith("{") else _of_page(text)
        words = tidy("\n".join(lines))
        if not words:
            return TextReader(self.form, self.kind).read_text(source)
        limit = source.limits.text
        cut = reasons.cut_at_text(limit) if len(words) > limit else ""
        return Content(self.kind, (PageText(None, words[:limit]),), cut=cut)


class _Page(HTMLParser):
    """A list of lists: headings name folders, links are bookmarks, DD holds what was noted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._tag = ""
        self._address = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h3", "a", "dd", "dt", "dl"):
            self._end()
            self._tag = tag
        if tag == "a":
            said = dict(attrs)
            tags = said.get("tags") or said.get("shortcuturl")
            self._address = " ".join(filter(None, (said.get("href"), tags)))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._end()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        words = " ".join("".join(self._words).split())
        if self._tag in ("h1", "h3") and words:
            self.lines += ["", words]
        elif self._tag == "a" and (words or self._address):
            self.lines.append(_line(words, self._address))
        elif self._tag == "dd" and words:
            self.lines.append(words)
        self._tag, self._address = "", ""
        self._words.clear()


def _of_page(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    page.close()
    return page.lines


def _of_json(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    roots = found.get("roots") if isinstance(found, dict) else None
    if not isinstance(roots, dict):
        return []
    return [line for root in roots.values() for line in _folder(root)]


def _folder(node: Any, depth: int = 0) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    name = str(node.get("name", ""))
    if node.get("type") == "url":
        yield _line(name, str(node.get("url", "")))
        return
    children = node.get("children")
    if isinstance(children, list) and children:
        yield from ("", name)
        for child in children:
            yield from _folder(child, depth + 1)


def _line(words: str, address: str) -> str:
    # Pictures and programs in an address are no words.
    address = "" if address.startswith(("data:", "javascript:", "place:")) else address
    return f"{words} {address}".strip()
