"""Keeps the preview beside the results: whether it is there, how wide, and with which hit."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from grsearch_desktop.window.asking import Asking
from grsearch_desktop.window.file_actions import FileActions
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.preview_header import tool_button
from grsearch_desktop.window.preview.preview_pane import PreviewPane
from grsearch_desktop.window.status_strip import StatusStrip
from grsearch_desktop.window.theme import Theme, text_scale
from grsearch_desktop.window.window_state import WindowState

_RESULTS, _PANE = 420, 360
"""Pixels at the usual size of text that each needs at least."""
_OPEN, _WIDTH = "preview/open", "preview/share"
_SHARE = 0.5
"""Of the width, where nobody chose another."""


class PreviewBeside(QObject):
    """Shows the pane where it is wanted and where there is room for it."""

    def __init__(
        self,
        pane: PreviewPane,
        results: QStackedWidget,
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
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        halves.addWidget(pane)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        pane.hide()
        self.button = tool_button(self.tr("Show the preview (Alt+P)"), checkable=True)
        self.button.setChecked(self.wanted)
        self.button.toggled.connect(self.want)
        pane.close_wanted.connect(lambda: self.want(False))
        window = halves.window()
        for keys, act in (
            ("Alt+P", self.button.toggle),
            ("F3", lambda: pane.walk(1)),
            ("Shift+F3", lambda: pane.walk(-1)),
            ("Alt+PgDown", lambda: pane.turn(1)),
            ("Alt+PgUp", lambda: pane.turn(-1)),
            ("Ctrl++", pane.view.zoom_in),
            ("Ctrl+=", pane.view.zoom_in),
            ("Ctrl+-", pane.view.zoom_out),
            ("Ctrl+0", lambda: pane.zoom(Zoom.WHOLE)),
        ):
            QShortcut(QKeySequence(keys), window, act)
        halves.installEventFilter(self)
        results.currentChanged.connect(lambda _: self.fit())
        halves.splitterMoved.connect(lambda *_: self._keep_share())

    def connect_to(self, files: FileActions, asking: Asking, status: StatusStrip) -> None:
        """Has done what a person wants with the file that is looked at."""
        self.pane.told.connect(status.show_count)
        self.pane.open_wanted.connect(files.open)
        self.pane.folder_wanted.connect(files.show_in_folder)
        self.pane.similar_wanted.connect(asking.search_like)
        for wanted in (self.pane.open_wanted, self.pane.folder_wanted):
            wanted.connect(asking.remember)

    def want(self, wanted: bool) -> None:
        """Shows or hides the pane, from now on and at the next start."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._state.keep(_OPEN, wanted)
            self.button.setChecked(wanted)
            self.fit()

    def use(self, theme: Theme) -> None:
        show_icon(self.button, "preview", theme.muted, 18)
        self.pane.use(theme)
        self.fit()

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
