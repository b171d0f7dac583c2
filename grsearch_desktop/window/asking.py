"""What the window asks for: the words, the filters, the example, and how they are weighed."""

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QToolButton, QWidget

from grsearch_desktop.engine.protocol import SearchAnswer, SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.comparison import Comparison
from grsearch_desktop.window.completing import Completing
from grsearch_desktop.window.example import Example, ExampleFiles, holds_picture, local_file
from grsearch_desktop.window.filter_chips import FilterChips
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.language import isolated
from grsearch_desktop.window.method_panel import MethodPanel
from grsearch_desktop.window.saved_searches import SavedSearches
from grsearch_desktop.window.search_box import SearchBox
from grsearch_desktop.window.search_history import SavedSearch, SearchHistory
from grsearch_desktop.window.suggestion_popup import SuggestionPopup
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.window_state import WindowState

_RESTED = 4000
"""Milliseconds after which a search that found something counts as one that was meant."""


class Asking(QObject):
    """Keeps search field, chips and example together, and makes one request of them."""

    changed = Signal(bool)
    """Another search is wanted: at once, or (False) when the person has stopped typing."""
    failed = Signal(str)
    undo_offered = Signal(str, object)
    """What was done, and a function that undoes it."""

    def __init__(self, theme: Theme, home: Home, state: WindowState, window: QWidget) -> None:
        super().__init__(window)
        self.box = SearchBox(theme)
        self.chips = FilterChips(theme)
        self.method = MethodPanel(theme, state)
        self.method_button = self._built_method_button()
        self._comparison = Comparison(home, self)
        self.history = SearchHistory(home, state, self)
        self.star = SavedSearches(theme, self.history)
        self.popup = SuggestionPopup(theme, self.box)
        self.box.add_at_end(self.star)
        self.completing = Completing(
            self.box.line,
            self.popup,
            self.history,
            lambda: self.chips.folders,
            self.box.set_text,
        )
        self._rested = QTimer(self, interval=_RESTED, singleShot=True)
        self._rested.timeout.connect(self.remember)
        self.star.wanted.connect(self._rewrite)
        self.star.deleted.connect(self._offer_undo)
        self.files = ExampleFiles(home, self)
        self.files.forget_all()
        self._words_before = ""
        box = self.box
        box.typed.connect(self._on_typed)
        box.minus.textChanged.connect(lambda _: self.changed.emit(False))
        box.chip.removed.connect(self.drop_example)
        box.paste_wanted.connect(self.paste)
        self.chips.rewritten.connect(self._rewrite)
        self.method.changed.connect(self.changed)
        self._comparison.compared.connect(self.method.show_shift)
        self.files.drawn.connect(box.chip.show_look)
        self.files.kept.connect(self._take)
        self.files.failed.connect(self.failed)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.method_button.setChecked(state.truth("method/open"))
        self.use(theme)

    @property
    def example(self) -> Example | None:
        return self.box.chip.example

    @property
    def spoken(self) -> str:
        """What is asked for, in the person's words."""
        if self.box.text.strip() or not self.example:
            return self.box.text
        return self.box.chip.accessibleName()

    def request(self, limit: int) -> SearchRequest | None:
        """The search as it stands in the window; None when it asks for nothing."""
        example = self.example
        if example is None and not self.box.text.strip():
            return None
        request = SearchRequest(
            query=self.box.text,
            limit=limit,
            alpha=self.method.alpha,
            calibrated=self.method.is_calibrated,
        )
        if example is None:
            return request
        request = replace(request, minus=self.box.minus.text().strip())
        if example.like_file:
            return replace(request, similar=example.path)
        return replace(request, image=example.path)

    def use(self, theme: Theme) -> None:
        self.box.use(theme)
        self.chips.use(theme)
        self.method.use(theme)
        self.star.use(theme)
        self.popup.use(theme)
        show_icon(self.method_button, "tune", theme.muted, 18)

    def search_like(self, path: str) -> None:
        """Searches for what resembles a file of the library."""
        self._take(Example(path, like_file=True))

    def search_by(self, path: str) -> None:
        """Searches for what looks like a picture, which may lie anywhere."""
        self._take(Example(path))

    def paste(self) -> None:
        """Takes what lies in the clipboard: a picture as an example, text as words."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Takes what was pasted or dropped."""
        if holds_picture(data):
            if path := local_file(data):
                self.search_by(path)
            else:
                self.files.keep(QImage(data.imageData()))
        elif data.hasUrls():
            self.failed.emit(self.tr("Only pictures on this computer can be searched by."))
        elif data.hasText():
            self.box.setFocus()
            self.box.line.insert(data.text())

    def drop_example(self) -> None:
        """Goes on without the example, with the words that stood there before it."""
        words = self.box.text or self._words_before
        self._end_example()
        self.box.set_text_quietly(words)
        self._follow(words)
        self.box.setFocus()
        self.changed.emit(True)

    def show_answer(self, request: SearchRequest, answer: SearchAnswer) -> None:
        """Has the panel show what the way of weighing changes."""
        self.box.chip.tell("")
        self.chips.take_unknown_places(answer.unknown_places)
        if answer.hits:
            self._rested.start()
        if self.method_button.isChecked():
            self.method.show_answer(answer)
            self._comparison.compare(request, answer)

    def exactly(self, answer: SearchAnswer) -> Callable[[], object] | None:
        """What asks for the words as they were written; None where none was taken for another."""
        if not answer.corrected:
            return None
        written = answer.query
        for word in answer.corrected:
            written = re.sub(rf'(?<![\w":-]){re.escape(word)}(?![\w"])', f'"{word}"', written)
        return lambda: self._rewrite(written)

    def remember(self) -> None:
        """The search as it stands was meant: a hit of it was opened, or looked at for a while."""
        self.history.remember(self.box.text)

    def show_nothing(self) -> None:
        """Nothing is asked for."""
        self.method.show_nothing()

    def tell(self, request: SearchRequest, trouble: str) -> None:
        """A search could not be made."""
        if request.image or request.similar:
            self.box.chip.tell(trouble)

    def close(self) -> None:
        self.files.forget(self.example)
        self._comparison.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if isinstance(event, QDropEvent) and event.source() is None:
            wanted = holds_picture(event.mimeData()) or event.mimeData().hasText()
            if isinstance(event, QDragEnterEvent) or event.type() == QEvent.Type.DragMove:
                self.box.show_target(wanted)
                event.setAccepted(wanted)
                return True
            if event.type() == QEvent.Type.Drop:
                self.box.show_target(False)
                event.acceptProposedAction()
                self.take(event.mimeData())
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self.box.show_target(False)
        return super().eventFilter(watched, event)

    def _take(self, example: Example) -> None:
        if self.example is None:
            self._words_before = self.box.text
        self.files.forget(self.example)
        if example.like_file:
            # The words found the file; what resembles it need not fit them.
            self.box.set_text_quietly("")
            self._follow("")
        self.box.show_example(example)
        self.files.draw(example)
        self.box.setFocus()
        self.changed.emit(True)

    def _end_example(self) -> None:
        self.files.forget(self.example)
        self._words_before = ""
        self.box.show_example(None)

    def _on_typed(self, text: str) -> None:
        self._follow(text)
        self.changed.emit(False)

    def _rewrite(self, query: str) -> None:
        self.box.set_text_quietly(query)
        self._follow(query)
        self.changed.emit(True)

    def _follow(self, query: str) -> None:
        self._rested.stop()
        self.chips.read(query)
        self.star.follow(query)

    def _offer_undo(self, saved: SavedSearch) -> None:
        self.undo_offered.emit(
            self.tr("Deleted the saved search “{0}”").format(isolated(saved.name)),
            lambda: self.history.save(saved.name, saved.query),
        )

    def _built_method_button(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        words = self.tr("Show how text and look are weighed")
        button.setAccessibleName(words)
        button.setToolTip(wording.with_keys(words, "Ctrl+E"))
        button.setShortcut("Ctrl+E")
        button.toggled.connect(self.method.open)
        return button
