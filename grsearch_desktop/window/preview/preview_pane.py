"""The pane beside the results, in which the selected file is looked at."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import Document, Hit
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_drag import drag_hit
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.message_page import Message, MessagePage
from grsearch_desktop.window.preview.cells_view import CellsView
from grsearch_desktop.window.preview.facts_panel import FactsPanel
from grsearch_desktop.window.preview.found_passage import first_match_of
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.page_strip import PageStrip
from grsearch_desktop.window.preview.page_view import PageView
from grsearch_desktop.window.preview.preview_header import PreviewHeader
from grsearch_desktop.window.preview.preview_link import DrawnPage, PreviewLink, ReadText, Wish
from grsearch_desktop.window.preview.preview_tools import PreviewTools
from grsearch_desktop.window.preview.reading import Reading, Way
from grsearch_desktop.window.preview.text_view import TextView
from grsearch_desktop.window.result_delegate import PICTURE
from grsearch_desktop.window.theme import Theme, text_scale
from grsearch_desktop.window.window_state import WindowState

_RESTED = 170
"""Milliseconds that a hit must stay selected: who walks down the list waits for no page."""
_PATIENCE = 300
"""Milliseconds for which the file before is still seen, since an empty pane would flicker."""
_FACTS_FROM = 420
"""Pixels of height from which on there is room for what a file says of itself."""
_STRIP_FROM = 430
"""Pixels at the usual size of text from which on there is room for the strip."""
_ZOOM = "preview/zoom"


class PreviewPane(QFrame):
    """A header, and below it the page, its text, its cells or a sentence."""

    open_wanted = Signal(object, object)
    """A path, and the page that is looked at or None."""
    folder_wanted = Signal(object)
    similar_wanted = Signal(object)
    close_wanted = Signal()
    told = Signal(str)
    """What was done, in a sentence."""

    def __init__(
        self, home: Home, paint: HitPainter, state: WindowState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = paint.theme
        self._paint = paint
        self.setObjectName("preview")
        self._state = state
        self._next: tuple[Hit | None, str] = (None, "")
        self._shown: tuple[str, float | None] = ("", None)
        self.link = PreviewLink(home, self)
        self.header, self.tools = PreviewHeader(theme), PreviewTools(theme)
        self.strip = PageStrip(theme)
        self.view, self.text = PageView(theme), TextView(theme)
        self.cells = CellsView(theme)
        self.message = MessagePage(theme)
        self.facts = FactsPanel()
        self.reading = Reading(self.link, self._side, self)
        self.notice = QLabel()
        self.notice.setObjectName("previewNotice")
        self.notice.setWordWrap(True)
        self._busy = QProgressBar(maximum=0, textVisible=False)
        self._busy.setAccessibleName(self.tr("The file is being opened"))
        self._resting = QTimer(self, interval=_RESTED, singleShot=True)
        self._waiting = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._build()
        self._connect()
        self._say_nothing()

    def follow(self, hit: Hit | None, query: str) -> None:
        """Shows a hit soon, unless another one is selected by then."""
        if (hit, query) != self._next:
            self._next = hit, query
            self._resting.start()

    def look_again(self) -> None:
        """Asks for all anew: the engine that should have answered has gone."""
        self.strip.strip.ask_again()
        self.reading.look_again()

    def walk(self, direction: int) -> None:
        """Goes to the next found words (1) or those before (-1), on this page or another one."""
        view = self._matching
        if view is None or (view.next_match() if direction > 0 else view.previous_match()):
            return
        if not self.reading.seek(direction):
            view.show_match(1 if direction > 0 else view.matches)

    def turn(self, step: int) -> None:
        """Goes pages on, or (below 0) back."""
        self.reading.step(step)

    def zoom(self, zoom: Zoom) -> None:
        """Fits page or picture into the pane."""
        self.view.set_zoom(zoom)
        self._on_zoom(zoom)

    def open(self) -> None:
        """Has the file opened at the page that is looked at."""
        if hit := self.reading.hit:
            self.open_wanted.emit(hit.path, self.reading.page)

    def copy(self) -> None:
        """Puts the picture, what is selected, or the text of the page into the clipboard."""
        document = self.reading.document
        if document is None:
            return
        if self._is_picture(document) and self.view.page is not None:
            QGuiApplication.clipboard().setImage(self.view.page.image)
            self.told.emit(self.tr("Copied the picture"))
        elif isinstance(self._matching, TextView | CellsView):
            self._matching.copy()
            self.told.emit(self.tr("Copied the text"))
        else:
            self.reading.ask_for_text()

    def close_link(self) -> None:
        """Ends the threads that ask the engine."""
        self.link.close()

    def use(self, theme: Theme) -> None:
        for part in (self.header, self.tools, self.strip, self.message):
            part.use(theme)
        for view in (self.view, self.text, self.cells):
            view.use(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - as Qt has it
        super().showEvent(event)
        # What was selected while nobody looked.
        self._resting.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_strip()
        self._show_facts()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for part in (self.message, self.view, self.text, self.cells):
            self._stack.addWidget(part)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.strip)
        below.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (self.header, self.tools, self.notice, self._busy):
            column.addWidget(above)
        column.addLayout(below, 1)
        column.addWidget(self.facts)
        self._busy.hide()

    def _connect(self) -> None:
        reading, header, tools, view = self.reading, self.header, self.tools, self.view
        self._resting.timeout.connect(self._look)
        self._waiting.timeout.connect(self._show_waiting)
        reading.began.connect(self._begin)
        reading.said.connect(self._say)
        reading.known.connect(self._on_known)
        reading.turned.connect(self._on_turned)
        reading.drawn.connect(self._show_page)
        reading.read.connect(self._show_text)
        self.link.small_came.connect(self._take_small)
        self.link.copied.connect(self._copy_text)
        header.open_wanted.connect(self.open)
        header.copy_wanted.connect(self.copy)
        header.close_wanted.connect(self.close_wanted)
        header.folder_wanted.connect(lambda: self.folder_wanted.emit(self._path))
        header.similar_wanted.connect(lambda: self.similar_wanted.emit(self._path))
        for dragged in (header.drag_wanted, view.drag_wanted):
            dragged.connect(self._drag)
        tools.step_wanted.connect(self.turn)
        tools.match_wanted.connect(self.walk)
        tools.text_wanted.connect(reading.show_as_text)
        tools.closer_wanted.connect(lambda on: view.zoom_in() if on else view.zoom_out())
        tools.zoom_wanted.connect(self.zoom)
        view.side_wanted.connect(reading.draw)
        view.step_wanted.connect(lambda step: reading.step(step, from_end=step < 0))
        view.zoom_changed.connect(self._on_zoom)
        for part in (view, self.text, self.cells):
            part.match_changed.connect(self._on_match)
        for chosen in (self.strip.page_wanted, self.cells.sheet_wanted):
            chosen.connect(reading.go_to)
        self.strip.strip.small_wanted.connect(lambda page: reading.thumbnail(page, self.strip.side))

    @property
    def _matching(self) -> PageView | TextView | CellsView | None:
        """Where found words are walked through."""
        seen = self._stack.currentWidget()
        return seen if isinstance(seen, PageView | TextView | CellsView) else None

    def _side(self) -> int:
        hit, page = self.reading.hit, self.view.page
        same = hit is not None and page is not None and page.wish.path == hit.path
        return self.view.side if same else self.view.usual_side

    def _look(self) -> None:
        if self.isVisible():
            self.reading.look_at(*self._next)

    def _begin(self, hit: Hit) -> None:
        self.header.show_hit(hit)
        self.tools.show_page("", 1, 1)
        self.tools.show_match(0, 0, elsewhere=False)
        self._waiting.start()

    def _show_waiting(self) -> None:
        self.view.clear()
        self._stack.setCurrentWidget(self.view)
        self.notice.hide()
        self._show_strip()
        self._busy.show()

    def _end_waiting(self) -> None:
        self._waiting.stop()
        self._busy.hide()

    def _say(self, message: Message) -> None:
        self._end_waiting()
        self.message.say(message)
        self._stack.setCurrentWidget(self.message)
        self.notice.hide()
        if self.reading.hit is None:
            self._say_nothing()
        else:
            self._show_way()
            self._show_facts()
            self.tools.show_match(0, 0, elsewhere=self.reading.has_more)

    def _say_nothing(self) -> None:
        self.header.show_nothing()
        self.tools.hide()
        self.strip.hide()
        self.notice.hide()
        self.facts.hide()

    def _on_known(self, document: Document) -> None:
        self.header.show_copying(picture=self._is_picture(document))
        self.tools.name_whole(picture=self._is_picture(document))
        self._show_facts()

    def _on_turned(self) -> None:
        reading, document = self.reading, self.reading.document
        if document is None:
            return
        self.tools.show_page(reading.page_words(), reading.page or 1, reading.pages)
        hit = reading.hit
        shown = (document.path, hit.modified if hit else None)
        if shown != self._shown or self.strip.strip.rowCount() != reading.pages:
            anew, self._shown = shown != self._shown, shown
            self.strip.show_pages(document, reading.pages, anew=anew)
        elif self.strip.strip.matches != document.matches:
            self.strip.show_pages(document, reading.pages, anew=False)
        self.strip.show_page(reading.page)
        self._show_strip()

    def _show_strip(self) -> None:
        document = self.reading.document
        self.strip.setVisible(
            document is not None
            and document.kind != "sheet"
            and self.reading.pages > 1
            and self.width() >= _STRIP_FROM * text_scale()
        )

    def _show_facts(self) -> None:
        """Where there is room for them beside what they are said of."""
        roomy = self.height() >= _FACTS_FROM * text_scale()
        self.facts.show_document(self.reading.document if roomy else None)

    def _show_way(self) -> None:
        document, reading = self.reading.document, self.reading
        has_text = document is not None and (document.recognised or not self._is_picture(document))
        self.tools.show()
        self.tools.show_way(reading.way, can_be_drawn=reading.can_be_drawn, has_text=has_text)

    def _show_page(self, page: DrawnPage) -> None:
        self._end_waiting()
        self.notice.hide()
        self._show_way()
        old = self.view.page
        zoom = None
        if old is None or old.wish.path != page.wish.path:
            is_picture = page.wish.page is None and page.pages == 1 and not page.words
            zoom = Zoom.WHOLE if is_picture else self._kept_zoom
        self._stack.setCurrentWidget(self.view)
        self.view.show_page(page, at_end=self.reading.from_end, zoom=zoom)
        self.tools.show_zoom(self.view.zoom)
        self.strip.show_shape(page.image.height() / max(page.image.width(), 1))

    def _show_text(self, read: ReadText, notice: str) -> None:
        self._end_waiting()
        self._show_way()
        document = self.reading.document
        assert document is not None
        view = self.cells if self.reading.way is Way.CELLS else self.text
        self._stack.setCurrentWidget(view)
        if view is self.cells:
            self.cells.show_cells(read.text, document.page_names, read.wish.page or 1)
        else:
            self.text.show_text(read.text, wording.name_of(read.wish.path), document.kind)
            if hit := self.reading.hit:
                self.text.show_match(first_match_of(hit.snippet, read.text))
        if self.reading.from_end:
            view.show_match(view.matches)
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def _on_match(self, number: int, count: int) -> None:
        if self.sender() is self._stack.currentWidget():
            self.tools.show_match(number, count, elsewhere=self.reading.has_more)

    def _on_zoom(self, zoom: Zoom) -> None:
        self.tools.show_zoom(zoom)
        document = self.reading.document
        if zoom is not Zoom.FREE and document is not None and not self._is_picture(document):
            self._state.keep(_ZOOM, zoom.value)

    @property
    def _kept_zoom(self) -> Zoom:
        return Zoom.WHOLE if self._state.text(_ZOOM) == Zoom.WHOLE.value else Zoom.WIDTH

    def _is_picture(self, document: Document) -> bool:
        return document.kind == "image"

    def _take_small(self, wish: Wish, image: QImage) -> None:
        if (wish.path, wish.modified) == self._shown:
            self.strip.take(wish, image)

    def _copy_text(self, read: ReadText) -> None:
        if not read.text.text.strip():
            self.told.emit(self.tr("There is no text to copy."))
            return
        QGuiApplication.clipboard().setText(read.text.text)
        if read.wish.page is None:
            self.told.emit(self.tr("Copied the text"))
        else:
            words = self.tr("Copied the text of page {0}")
            self.told.emit(words.format(wording.number(read.wish.page)))

    @property
    def _path(self) -> str:
        """The file that is looked at, or ""."""
        return self.reading.hit.path if self.reading.hit else ""

    def _drag(self) -> None:
        if hit := self.reading.hit:
            drag_hit(self, hit, self._paint, PICTURE)
