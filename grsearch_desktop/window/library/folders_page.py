"""Which folders are searched: their state, one more, one less."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from grsearch_desktop.engine.protocol import FolderStatus, Status
from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.library.cards import Card, Page, label
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.theme import Theme, text_scale

UNDO = 8000
"""Milliseconds in which a person may change their mind."""


class FoldersPage(Page):
    """A row for each folder. One that is removed stays for some seconds, in case of a mistake."""

    folder_wanted = Signal(object)
    """A path, to be shown in the file manager."""

    def __init__(self, theme: Theme, errands: LibraryErrands) -> None:
        super().__init__(
            self.tr("Folders"),
            self.tr(
                "Files in these folders can be found. They are read on this computer and stay "
                "where they are; none is changed, moved or sent anywhere."
            ),
        )
        self._theme = theme
        self._errands = errands
        self._status: Status | None = None
        self._going: str | None = None
        """A folder that is removed unless the person thinks better of it."""
        self._rows: dict[str, QWidget] = {}
        self._shown: object = None
        self.card = Card()
        self.add_button = QPushButton(self.tr("Add folder…"))
        self.add_button.setAccessibleName(self.tr("Add a folder to the library"))
        self.add_button.clicked.connect(self._choose)
        self._undo_bar = self._built_undo_bar()
        self._wait = QTimer(self, interval=UNDO, singleShot=True)
        self._wait.timeout.connect(self.let_go)
        self.add(self.card)
        self.add(self._undo_bar)
        self.add_line([self.add_button])
        self.fill()

    @property
    def texts(self) -> dict[str, str]:
        """The state of each folder, as it is written."""
        return {path: row.property("state") for path, row in self._rows.items()}

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._show(anew=True)

    def show_status(self, status: Status) -> None:
        self._status = status
        self._show()

    def remove(self, path: str) -> None:
        """Takes a folder out of the library, unless `keep` is called within some seconds."""
        self.let_go()
        self._going = path
        words = self.tr(
            "“{0}” leaves the library; none of its files is touched, and they can no longer be "
            "found here."
        )
        self._undo_words.setText(words.format(wording.name_in_words(path)))
        self._undo_bar.show()
        self._wait.start()
        self._show()
        self.undo.setFocus()

    def keep(self) -> None:
        """The folder that was to be removed stays."""
        self._going = None
        self._wait.stop()
        self._undo_bar.hide()
        self._show()

    def let_go(self) -> None:
        """What was to be removed is removed now."""
        path, self._going = self._going, None
        self._wait.stop()
        self._undo_bar.hide()
        if path is not None:
            self._errands.forget([path])

    def _built_undo_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("notice")
        self._undo_words = label("", "rowText")
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setAccessibleName(self.tr("Keep the folder"))
        self.undo.clicked.connect(self.keep)
        self.now = QPushButton(self.tr("Remove now"))
        self.now.setAccessibleName(self.tr("Remove the folder now"))
        self.now.clicked.connect(self.let_go)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self._undo_words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.now)
        bar.hide()
        return bar

    def _choose(self) -> None:
        title = self.tr("Add a folder to the library")
        if folder := QFileDialog.getExistingDirectory(self, title):
            self._errands.add([folder])

    def _show(self, *, anew: bool = False) -> None:
        status = self._status
        if status is None:
            return
        folders = [folder for folder in status.folders if folder.path != self._going]
        now = [(folder, _state(folder, status)) for folder in folders]
        if now == self._shown and not anew:
            return
        self._shown = now
        self.card.clear()
        self._rows = {folder.path: self._row(folder, state) for folder, state in now}
        self.card.setVisible(bool(folders))

    def _row(self, folder: FolderStatus, state: str) -> QWidget:
        name = wording.name_of(folder.path)
        words = self.tr("{0}\n{1}  ·  {2}").format(
            wording.home_shown(folder.path), state, self.tr("%Ln files", "", folder.files)
        )
        controls = QWidget()
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for drawing, tip, slot in (
            (
                "folder",
                self.tr("Show “{0}” in the file manager").format(
                    wording.name_in_words(folder.path)
                ),
                lambda: self.folder_wanted.emit(folder.path),
            ),
            (
                "trash",
                self.tr("Remove “{0}” from the library").format(wording.name_in_words(folder.path)),
                lambda: self.remove(folder.path),
            ),
        ):
            button = QToolButton()
            side = round(20 * text_scale())
            button.setIcon(icon(drawing, self._theme.muted, side))
            button.setIconSize(QSize(side, side))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.card.add_row(name, controls, words)
        controls.setProperty("state", state)
        return controls


def _state(folder: FolderStatus, status: Status) -> str:
    if not folder.online:
        return wording.folder_state("offline")
    if folder.waiting and status.progress.paused:
        return wording.folder_state("paused", folder.waiting)
    if folder.waiting:
        return wording.folder_state("reading", folder.waiting)
    if not folder.looked_at:
        return wording.folder_state("looking")
    return wording.folder_state("done")
