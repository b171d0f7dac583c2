"""Offers what a person may want to type, and takes it into the line."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from grsearch_desktop.window.completion import LISTED, Suggestion, asked_value, completions, earlier
from grsearch_desktop.window.search_history import SearchHistory
from grsearch_desktop.window.suggestion_popup import SuggestionPopup

_FRESH = 30.0
"""Seconds for which what the library holds of a filter is not asked anew."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Completing(QObject):
    """Filters come by themselves as they are typed.

    Earlier searches come when they are asked for: by Down or a click in the empty line, by Alt+Down
    or Ctrl+Space anywhere. Offered while words are typed they would lie over the results, and take
    the arrow keys from them.
    """

    values_wanted = Signal(str)
    """Of a filter: what the library holds of it, to be given to `take_values`."""

    def __init__(
        self,
        line: QLineEdit,
        popup: SuggestionPopup,
        history: SearchHistory,
        folders: Callable[[], tuple[str, ...]],
        take: Callable[[str], None],
    ) -> None:
        super().__init__(line)
        self._listed: dict[str, tuple[str, ...]] = {}
        self._asked_at: dict[str, float] = {}
        self._line, self._popup, self._history = line, popup, history
        self._folders, self._take = folders, take
        line.textEdited.connect(lambda _: self._complete())
        popup.taken.connect(self._accept)
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if event.type() == QEvent.Type.FocusOut:
            self._popup.hide()
        elif event.type() == QEvent.Type.MouseButtonRelease and not self._line.text():
            self._offer_earlier()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shown = bool(self._popup.offered)
            return self._key_in_popup(event) if shown else self._key_in_line(event)
        return super().eventFilter(watched, event)

    def _key_in_line(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        down = key == Qt.Key.Key_Down
        asked = (down and bool(modifiers & Qt.KeyboardModifier.AltModifier)) or (
            key == Qt.Key.Key_Space and bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        )
        if asked or (down and not self._line.text()):
            self._offer_earlier()
            return asked or bool(self._popup.offered)
        return False

    def _key_in_popup(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        chosen = self._popup.chosen
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._popup.move_choice(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self._popup.hide()
        elif key == Qt.Key.Key_Tab:
            self._accept(chosen or self._popup.offered[0])
        elif key in _ENTER and chosen:
            self._accept(chosen)
        elif key == Qt.Key.Key_Delete and chosen and chosen.kind == "recent":
            self._history.forget(chosen.query)
            self._offer_earlier()
        else:
            if key in _ENTER:
                self._popup.hide()
            return False
        return True

    def _complete(self) -> None:
        before = self._line.text()[: self._line.cursorPosition()]
        after = self._line.text()[self._line.cursorPosition() :]
        self._ask_for(asked_value(before))
        found = completions(before, after, self._folders(), self._listed)
        # A value that was begun is meant; a word may be meant as a word.
        begun = bool(found) and found[0].kind == "value" and not before.endswith(":")
        self._popup.offer(found, choose_first=begun)

    def _ask_for(self, key: str) -> None:
        """Asks what the library holds of a filter, unless that was asked a moment ago."""
        now = time.monotonic()
        if key in LISTED and now - self._asked_at.get(key, -_FRESH) >= _FRESH:
            self._asked_at[key] = now
            self.values_wanted.emit(key)

    def take_values(self, key: str, values: tuple[str, ...]) -> None:
        """What the library holds of a filter, as was asked for."""
        if self._listed.get(key) == values:
            return
        self._listed[key] = values
        if self._line.hasFocus() and asked_value(self._line.text()[: self._line.cursorPosition()]):
            self._complete()

    def _offer_earlier(self) -> None:
        found = earlier(self._line.text(), self._history.recent, self._history.saved)
        self._popup.offer(found, choose_first=False)

    def _accept(self, one: Suggestion) -> None:
        self._popup.hide()
        self._take(one.query)
        self._line.setCursorPosition(one.cursor)
        self._line.setFocus()
        if one.kind == "key":
            self._complete()
