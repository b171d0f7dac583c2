"""A page or picture, sharp at any size, with the found words marked in their places."""

from PySide6.QtCore import QRectF, QSizeF, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from grsearch_desktop.window.preview import page_painting
from grsearch_desktop.window.preview.found_words import FoundWords
from grsearch_desktop.window.preview.page_fit import Zoom, moved_to_show
from grsearch_desktop.window.preview.preview_link import DrawnPage
from grsearch_desktop.window.preview.sheet_area import SheetArea
from grsearch_desktop.window.theme import Theme


class PageView(SheetArea):
    """Shows one page, and walks through what was found on it."""

    match_changed = Signal(int, int)
    """The found words that are looked at, from 1 (0: none), and how many there are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: DrawnPage | None = None
        self._current = -1
        self.setAccessibleName(self.tr("Page"))

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self.viewport().update()

    def show_page(self, page: DrawnPage, *, at_end: bool = False, zoom: Zoom | None = None) -> None:
        """Shows a page from its first found word, or (at_end) its last; or the same page, drawn
        anew, as it is being looked at. zoom: another than before."""
        old = self._page
        if zoom is not None:
            self._zoom = zoom
        self._page = page
        self._picture = page.image
        self._is_whole = page.is_whole
        self._hangs = page.wish.page is not None or page.pages > 1
        if old is None or (old.wish.path, old.wish.page) != (page.wish.path, page.wish.page):
            self._begin(at_end)
        elif [w.box for w in old.words] != [w.box for w in page.words]:
            self._fit()
            self._look_at(0 if page.words else -1)
        else:
            self._fit()
        self._say()
        self._resting.start()
        self.viewport().update()

    def clear(self) -> None:
        self._page, self._picture = None, QImage()
        self._current = -1
        self._fit()
        self.viewport().update()

    @property
    def page(self) -> DrawnPage | None:
        """What is shown."""
        return self._page

    @property
    def matches(self) -> int:
        """How many found words there are; those side by side count as one."""
        return len(self._words)

    @property
    def match(self) -> int:
        """The found words that are looked at, from 1; 0: none."""
        return self._current + 1

    def next_match(self) -> bool:
        """Goes to the next found words; False where there are none left."""
        return self._go(self._current + 1)

    def previous_match(self) -> bool:
        return self._go(self._current - 1)

    def show_match(self, number: int) -> bool:
        """Goes to found words, from 1; False when there are none of that number."""
        return self._go(number - 1)

    def word_area(self, number: int) -> QRectF:
        """Where found words are in the view; number from 0."""
        return self._words[number].within(self.page_area)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - as Qt has it
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.desk))
        if self._page is not None:
            area = self.page_area
            page_painting.page(painter, area, self._picture, self._theme, quickly=self._is_changing)
            page_painting.words(painter, area, self._words, self._current)
        if self.hasFocus():
            page_painting.focus(painter, QRectF(self.viewport().rect()), self._theme)
        painter.end()

    @property
    def _words(self) -> tuple[FoundWords, ...]:
        return () if self._page is None else self._page.words

    def _begin(self, at_end: bool) -> None:
        """Another page is looked at from where its words are."""
        if self._zoom is not Zoom.FREE:
            self._fit()
        else:
            self._size = QSizeF(self._size.width(), self._size.width() * self._shape)
            self._set_ranges()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if at_end and not self._words else bar.minimum())
        self._beyond = 0
        if self._words:
            self._look_at(len(self._words) - 1 if at_end else 0)
        else:
            self._current = -1
            self.match_changed.emit(0, 0)

    def _go(self, number: int) -> bool:
        if not 0 <= number < len(self._words):
            return False
        self._look_at(number)
        return True

    def _look_at(self, number: int) -> None:
        self._current = number
        if number >= 0:
            area, room = self.word_area(number), self.viewport().size()
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            by = moved_to_show(area.left(), area.right(), room.width(), 24)
            across.setValue(across.value() + by)
            by = moved_to_show(area.top(), area.bottom(), room.height(), 48)
            down.setValue(down.value() + by)
        self.match_changed.emit(number + 1, len(self._words))
        self._say()
        self.viewport().update()

    def _say(self) -> None:
        """Tells a screen reader what is seen."""
        count = len(self._words)
        if count:
            words = self.tr("Found words {0} of {1}").format(self._current + 1, count)
        else:
            words = self.tr("No found words")
        self.setAccessibleDescription(words)
