"""The row of tools above a page: which page and which found words it is, and how large."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from grsearch_desktop.window.flow_layout import FlowLayout
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.preview_header import tell, tool_button
from grsearch_desktop.window.preview.reading import Way
from grsearch_desktop.window.theme import Theme

_ICON = 18


class PreviewTools(QFrame):
    """Groups of small controls, of which those are seen that fit what is looked at."""

    step_wanted = Signal(int)
    """Another page: 1 for the next one, -1 for the one before."""
    match_wanted = Signal(int)
    """Likewise of found words."""
    text_wanted = Signal(bool)
    """The text of the page, or (False) the page itself."""
    closer_wanted = Signal(bool)
    """Larger, or (False) smaller."""
    zoom_wanted = Signal(object)
    """A Zoom."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewTools")
        self.page_label, self.match_label = QLabel(), QLabel()
        self.back = tool_button(self.tr("Page before (Alt+Page Up)"))
        self.on = tool_button(self.tr("Next page (Alt+Page Down)"))
        self.previous = tool_button(self.tr("Found words before (Shift+F3)"))
        self.next = tool_button(self.tr("Next found words (F3)"))
        self.as_text = tool_button(self.tr("Show the text of the page"), checkable=True)
        self.smaller = tool_button(self.tr("Smaller (-)"))
        self.larger = tool_button(self.tr("Larger (+)"))
        self.wide = tool_button(self.tr("As wide as the window (1)"), checkable=True)
        self.whole = tool_button(self.tr("The whole page (0)"), checkable=True)
        self.pages = _group(self.page_label, self.back, self.on)
        self.matches = _group(self.match_label, self.previous, self.next)
        self.zooms = _group(self.smaller, self.larger, self.wide, self.whole)
        flow = FlowLayout(self, spacing=10)
        flow.setContentsMargins(14, 0, 10, 6)
        for part in (self.pages, self.matches, self.zooms, self.as_text):
            flow.addWidget(part)
        for button, step in ((self.back, -1), (self.on, 1)):
            button.clicked.connect(lambda _=False, step=step: self.step_wanted.emit(step))
        for button, step in ((self.previous, -1), (self.next, 1)):
            button.clicked.connect(lambda _=False, step=step: self.match_wanted.emit(step))
        self.as_text.toggled.connect(self.text_wanted)
        self.larger.clicked.connect(lambda: self.closer_wanted.emit(True))
        self.smaller.clicked.connect(lambda: self.closer_wanted.emit(False))
        self.wide.clicked.connect(lambda: self.zoom_wanted.emit(Zoom.WIDTH))
        self.whole.clicked.connect(lambda: self.zoom_wanted.emit(Zoom.WHOLE))
        self.use(theme)

    def show_way(self, way: Way, *, can_be_drawn: bool, has_text: bool) -> None:
        """Shows what fits a way of looking. has_text: whether there may be text to be shown."""
        self.zooms.setVisible(way is Way.PAGE)
        self.as_text.setVisible(can_be_drawn and has_text and way is not Way.CELLS)
        was_blocked = self.as_text.blockSignals(True)
        self.as_text.setChecked(can_be_drawn and way is Way.TEXT)
        self.as_text.blockSignals(was_blocked)

    def show_page(self, words: str, page: int, pages: int) -> None:
        """words: which page it is; none hide the group."""
        self.page_label.setText(words)
        self.pages.setVisible(bool(words))
        self.back.setEnabled(page > 1)
        self.on.setEnabled(page < pages)

    def show_match(self, number: int, count: int, *, elsewhere: bool) -> None:
        """Which of the found words it is, from 1. elsewhere: whether other pages have some."""
        if count:
            words = self.tr("{0} of {1} found").format(number, count)
        elif elsewhere:
            words = self.tr("None on this page")
        else:
            words = ""
        self.match_label.setText(words)
        self.matches.setVisible(bool(words))

    def show_zoom(self, zoom: Zoom) -> None:
        self.wide.setChecked(zoom is Zoom.WIDTH)
        self.whole.setChecked(zoom is Zoom.WHOLE)

    def name_whole(self, *, picture: bool) -> None:
        words = self.tr("The whole picture (0)") if picture else self.tr("The whole page (0)")
        tell(self.whole, words)

    def use(self, theme: Theme) -> None:
        # A page on is to the left where one reads from right to left.
        rtl = self.isRightToLeft()
        names: tuple[tuple[QToolButton, str], ...] = (
            (self.back, "page-on" if rtl else "page-back"),
            (self.on, "page-back" if rtl else "page-on"),
            (self.previous, "up"),
            (self.next, "down"),
            (self.as_text, "as-text"),
            (self.smaller, "zoom-out"),
            (self.larger, "zoom-in"),
            (self.wide, "fit-width"),
            (self.whole, "zoom-fit"),
        )
        for button, name in names:
            show_icon(button, name, theme.muted, _ICON)


def _group(*parts: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    for part in parts:
        row.addWidget(part)
    return group
