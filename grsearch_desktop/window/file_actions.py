"""What a person does with a found file elsewhere: open it, see it in its folder, copy its path."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from grsearch_desktop.window.viewers import opened_at
from grsearch_desktop.window.wording import name_in_words, shown

log = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds that a file manager may take to answer."""


def url_of(path: str) -> QUrl:
    """A file as a URL, byte for byte, also where its name is not UTF-8."""
    return QUrl.fromEncoded(Path(path).as_uri().encode("ascii"))


class FileActions(QObject):
    """Hands files to other programs. Looks at the disk in a thread: a drive may be asleep."""

    failed = Signal(str)
    """A sentence for the person."""
    _checked = Signal(object, bool)
    """A file that is to be opened plainly, and whether it is there."""
    # The path as an object: a string of Qt's can't hold a name that is not UTF-8.

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checked.connect(self._open_checked, Qt.ConnectionType.QueuedConnection)

    def open(self, path: str, page: int | None = None) -> None:
        """Opens the file with the program that the system has for it.

        page: from 1, where it is to be opened there; by programs that can't, it is passed by.
        """
        _in_background(lambda: self._open(path, page))

    def show_in_folder(self, path: str) -> None:
        """Opens the file manager with the file selected, where it can do that."""
        _in_background(lambda: self._show(path))

    def copy_path(self, path: str) -> None:
        QGuiApplication.clipboard().setText(shown(path))

    def _open(self, path: str, page: int | None) -> None:
        there = Path(path).exists()
        if not there or page is None or not opened_at(path, page):
            self._checked.emit(path, there)

    def _open_checked(self, path: str, there: bool) -> None:
        if not there:
            self.failed.emit(self.tr("“{0}” is not there any more.").format(name_in_words(path)))
        elif not QDesktopServices.openUrl(url_of(path)):
            sentence = self.tr("No program was found that opens “{0}”.")
            self.failed.emit(sentence.format(name_in_words(path)))

    def _show(self, path: str) -> None:
        if not Path(path).parent.exists():
            self.failed.emit(
                self.tr("The folder of “{0}” is not there.").format(name_in_words(path))
            )
        elif not any(_runs(command) for command in _folder_commands(path)):
            self.failed.emit(self.tr("No file manager could be opened."))


def _folder_commands(path: str) -> list[list[str]]:
    """What shows a file in its folder on this system, best first."""
    if sys.platform == "darwin":
        return [["open", "-R", path]]
    if sys.platform == "win32":
        return [["explorer", f"/select,{path}"]]
    files = f"['{Path(path).as_uri()}']".replace("%27", "\\'")
    manager, method = "org.freedesktop.FileManager1", "org.freedesktop.FileManager1.ShowItems"
    call = ["gdbus", "call", "--session", "--dest", manager]
    return [
        [*call, "--object-path", f"/{manager.replace('.', '/')}", "--method", method, files, ""],
        ["xdg-open", str(Path(path).parent)],
    ]


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.info("%s did not run: %s", command[0], type(error).__name__)
        return False
    # explorer gives 1 even when all went well.
    return done.returncode == 0 or command[0] == "explorer"


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="file-action", daemon=True).start()
