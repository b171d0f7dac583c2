"""What this program is, and where its things lie."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from grsearch_desktop import __version__
from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.library.cards import Card, Page, label


class AboutPage(Page):
    """Version, licence, home folder, and how large the library is."""

    folder_wanted = Signal(object)

    def __init__(self, home: Home) -> None:
        super().__init__(self.tr("About"))
        open_home = QPushButton(self.tr("Open"))
        open_home.setAccessibleName(self.tr("Open the folder of the library"))
        open_home.clicked.connect(lambda: self.folder_wanted.emit(str(home.root)))
        card = Card()
        card.add_row(
            self.tr("GR Search {0}").format(__version__),
            label("", "rowText"),
            self.tr("Finds your own files by what they mean, on your own computer."),
        )
        card.add_row(
            self.tr("Licence"),
            label("", "rowText"),
            self.tr(
                "Free software under the GNU Affero General Public License, version 3 or later. "
                "It comes without any warranty."
            ),
        )
        card.add_row(
            self.tr("Library, settings and models"), open_home, wording.home_shown(str(home.root))
        )
        self.amount = card.add_row(self.tr("Size"), label("", "rowText"), " ")
        self.add(card)
        self.fill()

    def show_status(self, status: Status) -> None:
        parts = [
            wording.size(status.size_bytes),
            self.tr("%Ln files", "", int(status.files.get("total", 0))),
            self.tr("%Ln passages", "", int(status.items.get("passages", 0))),
            self.tr("%Ln pages", "", int(status.items.get("pages", 0))),
            self.tr("%Ln pictures", "", int(status.items.get("pictures", 0))),
        ]
        self.amount.setText("  ·  ".join(parts))
