"""Asks the engine for what the preview shows, in threads of its own."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from grsearch_desktop.engine.protocol import Document, PageText
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.engine_thread import EngineThread, Line
from grsearch_desktop.window.preview.found_words import FoundWords, found_words

_KEPT, _LARGE = 32 << 20, 12 << 20
"""Bytes of drawn pages that are kept, beside the one that is seen; and of one that is not. A page
that fits the pane has 3 to 8 MB, one that is looked at closely 30."""
_AHEAD = 2_000
"""Pixels of a page's longer side up to which the next one is drawn ahead."""
_THUMBNAILS = 24
"""Small pages that may wait; older ones have scrolled away."""


@dataclass(frozen=True)
class Wish:
    """What is to be looked at, and for which words."""

    path: str
    query: str = ""
    page: int | None = None
    """From 1; None for a file without pages."""
    side: int = 0
    """Device pixels of the longer side."""
    modified: float | None = None
    """When the file was last changed, by the library."""


@dataclass(frozen=True)
class Opened:
    """A document, and whether its file is where it was."""

    wish: Wish
    document: Document
    is_there: bool


@dataclass(frozen=True)
class DrawnPage:
    """A page as a picture, decoded."""

    wish: Wish
    image: QImage
    words: tuple[FoundWords, ...]
    pages: int
    """As many as the file has when it is drawn."""

    @property
    def is_whole(self) -> bool:
        """Whether there are no more pixels to be had: a photograph has as many as it has."""
        return max(self.image.width(), self.image.height()) < self.wish.side - 2


@dataclass(frozen=True)
class ReadText:
    """The text of a page or a whole file."""

    wish: Wish
    text: PageText


class PreviewLink(QObject):
    """Gives what was asked for last; what comes for an earlier wish is dropped.

    Its threads begin with the first wish.
    """

    opened = Signal(object)
    """Opened"""
    drawn = Signal(object)
    """DrawnPage"""
    read = Signal(object)
    """ReadText"""
    copied = Signal(object)
    """ReadText of `copy_text`"""
    small_came = Signal(object, object)
    """A Wish of `draw_small`, and its QImage, null where there is none."""
    open_failed = Signal(object, str)
    """A Wish of `open`, and a sentence (or ""); `draw_failed` and `read_failed` likewise."""
    draw_failed = Signal(object, str)
    read_failed = Signal(object, str)

    _came = Signal(object)
    """A function that gives the answer out, in the window's thread."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = EngineThread(home, "preview-words", keep=4)
        self._pages = EngineThread(home, "preview-pages", keep=2)
        self._small = EngineThread(home, "preview-strip", keep=_THUMBNAILS, newest_first=True)
        self._wanted: dict[str, Wish | None] = {}
        self._kept: OrderedDict[Wish, DrawnPage] = OrderedDict()
        self._came.connect(lambda give: give(), Qt.ConnectionType.QueuedConnection)

    def open(self, wish: Wish) -> None:
        """Has `opened` emitted; nothing that was asked for before comes any more."""
        self._wanted = {"open": wish}
        self._submit(self._words, lambda line: self._open(line, wish))

    def draw(self, wish: Wish) -> None:
        """Has `drawn` emitted: at once when the page is here."""
        self._wanted["draw"] = wish
        if wish in self._kept:
            self._kept.move_to_end(wish)
            self.drawn.emit(self._kept[wish])
        else:
            self._submit(self._pages, lambda line: self._draw(line, wish, ahead=False))

    def draw_ahead(self, wish: Wish) -> None:
        """Has a page drawn that may be wanted next, unless something else is by then."""
        now = self._wanted.get("draw")
        if wish not in self._kept:
            self._submit(
                self._pages,
                lambda line: (
                    self._draw(line, wish, ahead=True) if self._wanted.get("draw") == now else None
                ),
            )

    def read_text(self, wish: Wish) -> None:
        """Has `read` emitted."""
        self._wanted["read"] = wish
        self._submit(self._words, lambda line: self._read(line, wish, "read"))

    def copy_text(self, wish: Wish) -> None:
        """Has `copied` emitted."""
        self._wanted["copy"] = wish
        self._submit(self._words, lambda line: self._read(line, wish, "copy"))

    def draw_small(self, wish: Wish) -> None:
        """Has `small_came` emitted, unless too much else is asked for in the meantime."""
        self._submit(self._small, lambda line: self._draw_small(line, wish))

    def forget(self) -> None:
        """Wants nothing any more."""
        self._wanted = {}

    def close(self) -> None:
        """Ends the threads."""
        for thread in self._threads:
            thread.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(2.0)

    @property
    def _threads(self) -> tuple[EngineThread, ...]:
        return self._words, self._pages, self._small

    def _submit(self, thread: EngineThread, job: Callable[[Line], None]) -> None:
        if thread.ident is None:
            thread.start()
        thread.submit(job)

    def _open(self, line: Line, wish: Wish) -> None:
        if self._wanted.get("open") != wish:
            return
        try:
            document = line.document(wish.path, wish.query)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self._give("open", wish, self.open_failed, wish, said(str(error)))
            return
        there = Path(wish.path).exists()
        self._give("open", wish, self.opened, Opened(wish, document, there))

    def _draw(self, line: Line, wish: Wish, *, ahead: bool) -> None:
        if not ahead and self._wanted.get("draw") != wish:
            return
        try:
            drawing = line.page_image(wish.path, wish.page, wish.side, wish.query)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            if not ahead:
                self._give("draw", wish, self.draw_failed, wish, said(str(error)))
            return
        image = ready(QImage.fromData(drawing.jpeg))
        if image.isNull():
            if not ahead:
                self._give("draw", wish, self.draw_failed, wish, "")
            return
        page = DrawnPage(wish, image, found_words(drawing.boxes, image), drawing.pages)
        self._came.emit(lambda: self._keep(page))
        if not ahead:
            self._give("draw", wish, self.drawn, page)

    def _read(self, line: Line, wish: Wish, what: str) -> None:
        if self._wanted.get(what) != wish:
            return
        try:
            text = line.page_text(wish.path, wish.page, wish.query)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self._give(what, wish, self.read_failed, wish, said(str(error)))
            return
        came = self.read if what == "read" else self.copied
        self._give(what, wish, came, ReadText(wish, text))

    def _draw_small(self, line: Line, wish: Wish) -> None:
        try:
            image = ready(QImage.fromData(line.page_image(wish.path, wish.page, wish.side).jpeg))
        except EngineUnreachableError:
            raise
        except EngineError:
            image = QImage()
        self._came.emit(lambda: self.small_came.emit(wish, image))

    def _give(self, what: str, wish: Wish, signal: object, *answer: object) -> None:
        def given() -> None:
            if self._wanted.get(what) == wish:
                signal.emit(*answer)  # type: ignore[attr-defined]

        self._came.emit(given)

    def _keep(self, page: DrawnPage) -> None:
        if page.image.sizeInBytes() > _LARGE:
            return
        self._kept[page.wish] = page
        self._kept.move_to_end(page.wish)
        while sum(page.image.sizeInBytes() for page in self._kept.values()) > _KEPT:
            self._kept.popitem(last=False)


def ready(image: QImage) -> QImage:
    """The picture as it is painted without being converted again, which takes long."""
    if image.isNull():
        return image
    formats = QImage.Format
    wanted = (
        formats.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else formats.Format_RGB32
    )
    return image.convertToFormat(wanted)
