"""Brings a window to the front, where keys and shortcuts go."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def come_forward(qtbot: QtBot, window: QWidget) -> None:
    """Makes a window the active one, and asks until it is.

    A screen without a window manager passes over who asks before the window lies on it, and over
    who asks while another one closes.
    """

    def is_in_front() -> bool:
        window.raise_()
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(window.isVisible)
    qtbot.waitUntil(is_in_front, timeout=20_000)
