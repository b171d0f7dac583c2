"""The icon in the system's tray: a way to the search from anywhere."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import application_icon
from grsearch_desktop.window.window_state import WindowState

_STAYS = "window/stays"


class Tray(QObject):
    """A click opens the compact search; the menu holds the rest.

    Only where somebody said so does the program stay here when its window closes.
    """

    quick_wanted = Signal()
    window_wanted = Signal()
    pause_wanted = Signal(bool)
    quit_wanted = Signal()

    def __init__(self, state: WindowState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._paused = False
        self._menu = QMenu()
        self._menu.addAction(self.tr("Search…"), self.quick_wanted.emit)
        self._menu.addAction(self.tr("Open the window"), self.window_wanted.emit)
        self._menu.addSeparator()
        self._pause = self._menu.addAction("", lambda: self.pause_wanted.emit(not self._paused))
        self._stay = self._menu.addAction(self.tr("Stay here when the window closes"))
        self._stay.setCheckable(True)
        self._stay.setChecked(state.truth(_STAYS))
        self._stay.toggled.connect(lambda stays: state.keep(_STAYS, stays))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit"), self.quit_wanted.emit)
        self._icon = QSystemTrayIcon(application_icon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_click)
        self.show_progress(Progress("idle"))

    @property
    def is_there(self) -> bool:
        """Whether this system has a tray, and the icon is in it."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self._icon.isVisible()

    @property
    def stays(self) -> bool:
        """Whether the program is to go on when the window closes."""
        return self.is_there and self._stay.isChecked()

    def show(self) -> None:
        self._icon.show()

    def show_progress(self, now: Progress) -> None:
        """What the engine does, as the icon's tooltip."""
        self._paused = now.paused
        self._pause.setText(
            self.tr("Go on with the work") if now.paused else self.tr("Pause the work")
        )
        words = wording.progress(now)
        name = self.tr("GR Search")
        self._icon.setToolTip(f"{name}\n{words}" if words else name)

    def _on_click(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_wanted.emit()
