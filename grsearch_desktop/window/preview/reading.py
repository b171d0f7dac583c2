"""What is looked at: which file, which of its pages, and whether as a page, as text or as cells."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from grsearch_desktop.engine.protocol import Document, Hit, PageMatch
from grsearch_desktop.window import wording
from grsearch_desktop.window.message_page import Message
from grsearch_desktop.window.preview.preview_link import (
    DrawnPage,
    Opened,
    PreviewLink,
    ReadText,
    Wish,
)

_LONGEST_NAME = 32
"""Characters of a page's name above the page."""


class Way(Enum):
    """How a file is shown."""

    PAGE = "page"
    TEXT = "text"
    CELLS = "cells"


class Reading(QObject):
    """Follows the wishes of a person through a file, and has the engine give what they look at."""

    began = Signal(object)
    """A Hit, of whose file nothing is known yet."""
    said = Signal(object)
    """A Message in place of the file."""
    known = Signal(object)
    """The file's Document."""
    turned = Signal()
    """Another page is wanted, or there are more of them than was known."""
    drawn = Signal(object)
    """A DrawnPage."""
    read = Signal(object, str)
    """A ReadText, and a sentence why it is not the page itself, or ""."""

    def __init__(
        self, link: PreviewLink, side: Callable[[], int], parent: QObject | None = None
    ) -> None:
        """side: how many device pixels a page's longer side is to have."""
        super().__init__(parent)
        self._link = link
        self._side = side
        self._hit: Hit | None = None
        self._query = ""
        self._opened: Opened | None = None
        self._page: int | None = None
        self._pages = 0
        self._as_text = False
        self._trouble = ""
        """Why the page can't be drawn."""
        self._seen: Wish | None = None
        """What was drawn last."""
        self.from_end = False
        """Whether the page is entered by its last found words."""
        self._seeking = 0
        """The direction in which found words are looked for, page by page."""
        self._sought_from: int | None = None
        link.opened.connect(self._on_opened)
        link.drawn.connect(self._on_drawn)
        link.read.connect(self._on_read)
        link.open_failed.connect(self._on_failed)
        link.read_failed.connect(self._on_failed)
        link.draw_failed.connect(self._on_not_drawn)

    @property
    def hit(self) -> Hit | None:
        return self._hit

    @property
    def document(self) -> Document | None:
        """None until it is known."""
        return None if self._opened is None else self._opened.document

    @property
    def page(self) -> int | None:
        """From 1; None for a file without pages."""
        return self._page

    @property
    def pages(self) -> int:
        """Also of a text that has pages only when it is drawn."""
        return self._pages

    @property
    def can_be_drawn(self) -> bool:
        return self.document is not None and self.document.drawn and not self._trouble

    @property
    def way(self) -> Way:
        if self.document is not None and self.document.kind == "sheet":
            return Way.CELLS
        return Way.PAGE if self.can_be_drawn and not self._as_text else Way.TEXT

    def look_at(self, hit: Hit | None, query: str) -> None:
        """Shows the file of a hit, at the page that was found; the same again changes nothing."""
        before, words_before = self._hit, self._query
        if hit is None:
            self._forget()
            return
        same = before is not None and _known_by(before) == _known_by(hit)
        if same and query == words_before:
            return
        stays = before is not None and before.path == hit.path and query == words_before
        self._hit, self._query = hit, query
        if not stays:
            self._opened, self._page, self._pages = None, None, 0
            self._as_text, self._seen = False, None
            self.began.emit(hit)
        self._trouble = ""
        self._link.open(self._wish())

    def look_again(self) -> None:
        """Asks for all anew: the engine that should have answered has gone."""
        if self._hit is not None:
            self._link.open(self._wish())

    def show_as_text(self, as_text: bool) -> None:
        """The text of a page that could be drawn, or the page again."""
        if as_text != self._as_text:
            self._as_text = as_text
            self._show()

    def go_to(self, page: int, *, from_end: bool = False) -> None:
        """Shows another page, as far as there is one."""
        if self._pages and 1 <= page <= self._pages and page != self._page:
            self._seeking = 0
            self._turn_to(page, from_end)

    def step(self, step: int, *, from_end: bool = False) -> None:
        """Goes some pages on, or (below 0) back."""
        self.go_to((self._page or 1) + step, from_end=from_end)

    def ask_for_text(self) -> None:
        """Has the text of what is seen given for the clipboard (see `PreviewLink.copied`)."""
        if self.document is not None:
            self._link.copy_text(self._wish(self._page if self.document.text_pages else None))

    @property
    def has_more(self) -> bool:
        """Whether `seek` may find words on other pages."""
        pages = self._matching_pages()
        return any(page != self._page for page in pages) or self._has_unknown_words()

    def seek(self, direction: int) -> bool:
        """Goes to the nearest page with something found, in a direction (1 or -1) and from the
        other end again. False where there is no other one."""
        if found := self._matching_pages():
            page = nearest(found, self._page or 1, direction)
            if page == self._page:
                return False
            self._turn_to(page, from_end=direction < 0)
            return True
        if self._has_unknown_words():
            self._seeking, self._sought_from = direction, self._page
            return self._seek_on()
        return False

    def draw(self, side: int) -> None:
        """Has the page drawn with another number of pixels."""
        if self.way is Way.PAGE and self.document is not None:
            self._link.draw(self._wish(self._asked_page, side))

    def page_words(self) -> str:
        """Which page of how many is seen; "" where there are not several."""
        if self.document is None or self._page is None or self._pages < 2:
            return ""
        name = wording.part_in_words(self.page_name(self._page), _LONGEST_NAME)
        return wording.page_among(self.document.kind, self._page, self._pages, name)

    def page_name(self, page: int) -> str:
        """What a page is called, "" where it has no name."""
        names = self.document.page_names if self.document else ()
        return names[page - 1] if 1 <= page <= len(names) else ""

    def thumbnail(self, page: int, side: int) -> None:
        """Has a small picture of a page made (see `PreviewLink.small_came`)."""
        if self.document is not None and self.document.drawn and self._hit is not None:
            self._link.draw_small(replace(self._wish(page, side), query=""))

    def match_of(self, page: int) -> PageMatch | None:
        """What a page has to do with the search."""
        found = self.document.matches if self.document else ()
        return next((match for match in found if match.page == page), None)

    @property
    def _asked_page(self) -> int | None:
        """As the engine counts: a text that flows is asked for by its pages once they are known."""
        return self._page if self._pages else None

    def _wish(self, page: int | None = None, side: int = 0) -> Wish:
        assert self._hit is not None
        return Wish(self._hit.path, self._query, page, side, self._hit.modified)

    def _forget(self) -> None:
        self._hit, self._opened, self._page, self._pages = None, None, None, 0
        self._link.forget()
        self.said.emit(
            Message(
                "search",
                self.tr("Nothing is selected"),
                self.tr("Select a result to see its page, picture or text here."),
            )
        )

    def _on_opened(self, opened: Opened) -> None:
        document, hit = opened.document, self._hit
        if hit is None:
            return
        is_new = self._opened is None
        self._opened = opened
        if document.pages:
            self._pages = document.pages
        if is_new:
            self._page = self._first_page(document, hit)
            self.from_end = False
            if not document.pages and document.drawn and hit.marks:
                # Where the words are in a text that flows, only its drawn pages tell.
                self._seeking, self._sought_from = 1, None
            else:
                self._seeking = 0
        elif self._page is not None:
            self._page = min(self._page, max(self._pages, 1))
        self.known.emit(document)
        self.turned.emit()
        self._show()

    def _first_page(self, document: Document, hit: Hit) -> int | None:
        if not document.pages:
            return None
        if hit.page is not None and 1 <= hit.page <= document.pages:
            return hit.page
        return document.matches[0].page if document.matches else 1

    def _turn_to(self, page: int, from_end: bool) -> None:
        self._page, self.from_end, self._trouble = page, from_end, ""
        self.turned.emit()
        self._show()

    def _show(self) -> None:
        if self.document is None:
            return
        if self.way is Way.PAGE:
            self._link.draw(self._wish(self._asked_page, self._side()))
        else:
            by_page = self.document.text_pages
            self._link.read_text(self._wish(self._page if by_page else None))

    def _on_drawn(self, page: DrawnPage) -> None:
        if page.wish.page is None and page.pages > 1 and not self._pages:
            self._pages, self._page = page.pages, 1
            self.turned.emit()
        if self._seeking and not page.words and self._seek_on():
            return
        self._seeking = 0
        self._seen = page.wish
        self.drawn.emit(page)
        if self._page is not None and self._page < self._pages:
            self._link.draw_ahead(replace(page.wish, page=self._page + 1))

    def _seek_on(self) -> bool:
        """Turns to the next page of a text that flows; False when all were seen."""
        if self._pages < 2:
            return False
        page = ((self._page or 1) - 1 + self._seeking) % self._pages + 1
        if self._sought_from is None:
            self._sought_from = self._page
        if page == self._sought_from:
            self._seeking = 0
            if page == self._page:
                return False
        self._turn_to(page, from_end=self._seeking < 0)
        return True

    def _on_read(self, read: ReadText) -> None:
        if self.document is None:
            return
        if not read.text.text.strip() and not read.text.cells:
            self._say_empty()
            return
        self.read.emit(read, self._why_text())

    def _why_text(self) -> str:
        """Why the text is shown in place of the page."""
        if self._opened is not None and not self._opened.is_there:
            return self.tr("The file is not there any more. This is its text as it was read.")
        if self._trouble and not self._is_archive:  # of what lies within, most is text
            return self.tr("{0} This is its text.").format(self._trouble)
        return ""

    @property
    def _is_archive(self) -> bool:
        return self.document is not None and self.document.kind == "archive"

    def _say_empty(self) -> None:
        if self._opened is not None and not self._opened.is_there:
            headline = self.tr("The file is not there any more")
            sentence = self.tr("It may have been moved, or lies on a drive that is not connected.")
            self.said.emit(Message("unplugged", headline, sentence))
        elif self._trouble:
            self.said.emit(Message("alert", self.tr("This can't be shown"), self._trouble))
        elif self._as_text or (self.document is not None and self.document.text_pages):
            self.said.emit(Message("nothing", self.tr("No text on this page"), ""))
        else:
            headline = self.tr("There is no preview of this file")
            sentence = self.tr("Open it to see what is in it.")
            self.said.emit(Message("nothing", headline, sentence))

    def _on_failed(self, _wish: Wish, sentence: str) -> None:
        self.said.emit(Message("alert", self.tr("This can't be shown"), sentence))

    def _on_not_drawn(self, wish: Wish, sentence: str) -> None:
        """The page is read then; one that is seen already stays, only less sharp."""
        self._seeking = 0
        if self._seen is not None and replace(self._seen, side=wish.side) == wish:
            return
        self._trouble = sentence or self.tr("The page can't be drawn.")
        self._show()

    def _matching_pages(self) -> list[int]:
        matches = self.document.matches if self.document else ()
        with_words = sorted(match.page for match in matches if match.words)
        return with_words or sorted(match.page for match in matches)

    def _has_unknown_words(self) -> bool:
        """Whether only the drawing of a page tells whether words stand on it."""
        document = self.document
        return document is not None and document.drawn and not document.pages and self._pages > 1


def nearest(pages: list[int], here: int, direction: int) -> int:
    """The next of some pages (ascending) in a direction; from the end it goes on at the start."""
    ahead = [page for page in pages if (page - here) * direction > 0]
    if direction > 0:
        return ahead[0] if ahead else pages[0]
    return ahead[-1] if ahead else pages[-1]


def _known_by(hit: Hit) -> tuple[str, int | None, float | None]:
    return hit.path, hit.page, hit.modified
