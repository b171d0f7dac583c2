"""Keeps the preview beside the results: whether it is there, how wide, and with which hit."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from grsearch_desktop.window.preview.preview_pane import PreviewPane
from grsearch_desktop.window.theme import text_scale
from grsearch_desktop.window.window_state import WindowState

_RESULTS, _PANE = 320, 340
"""Pixels at the usual size of text that each needs at least."""
_OPEN, _WIDTH = "preview/open", "preview/share"
_SHARE = 0.5
"""Of the width, where nobody chose another."""


class PreviewBeside(QObject):
    """Shows the pane where it is wanted and where there is room for it."""

    shown = Signal(bool)
    """Whether the person wants it, when that changed."""

    def __init__(
        self,
        pane: PreviewPane,
        results: QWidget,
        halves: QSplitter,
        state: WindowState,
        has_results: Callable[[], bool],
        is_compact: Callable[[], bool],
    ) -> None:
        """has_results: whether there is something to look at; is_compact: whether the window is
        a search field alone."""
        super().__init__(halves)
        self.pane = pane
        self._results = results
        self._halves = halves
        self._state = state
        self._has_results = has_results
        self._is_compact = is_compact
        self.wanted = state.truth(_OPEN, otherwise=True)
        halves.addWidget(pane)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        pane.hide()
        halves.installEventFilter(self)
        halves.splitterMoved.connect(lambda *_: self._keep_share())

    def want(self, wanted: bool) -> None:
        """Shows or hides the pane, from now on and at the next start."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._state.keep(_OPEN, wanted)
            self.fit()
            self.shown.emit(wanted)

    def toggle(self) -> None:
        self.want(not self.wanted)

    @property
    def has_room(self) -> bool:
        """Whether results and pane both fit into the window."""
        return self._halves.width() >= (_RESULTS + _PANE) * text_scale()

    def fit(self) -> None:
        """Shows or hides the pane as it is wanted and as there is room."""
        scale = text_scale()
        self._results.setMinimumWidth(round(_RESULTS * scale) if self.has_room else 0)
        self.pane.setMinimumWidth(round(_PANE * scale))
        shows = self.wanted and self.has_room and self._has_results() and not self._is_compact()
        if shows and self.pane.isHidden():
            self.pane.show()
            self._spread()
        elif not shows:
            self.pane.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def _spread(self) -> None:
        wide = self._halves.width()
        share = self._kept_share()
        self._halves.setSizes([round(wide * (1 - share)), round(wide * share)])

    def _kept_share(self) -> float:
        try:
            share = float(self._state.text(_WIDTH))
        except ValueError:
            return _SHARE
        return share if 0.1 <= share <= 0.9 else _SHARE

    def _keep_share(self) -> None:
        results, pane = self._halves.sizes()
        if pane:
            self._state.keep(_WIDTH, f"{pane / (results + pane):.3f}")
