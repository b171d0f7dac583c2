"""What is read, and when: hidden files, text in pictures, the battery, what is left out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout

from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.settings import Settings
from grsearch_desktop.window.language import isolated
from grsearch_desktop.window.library.cards import Card, Page, label
from grsearch_desktop.window.library.choice import Choice
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.library.recognition_card import RecognitionCard
from grsearch_desktop.window.library.switch import Switch

_BATTERY = (0, 10, 20, 30, 50, 80)
"""Percent."""


class ReadingPage(Page):
    """Choices that the engine keeps and follows; it refuses what makes no sense."""

    def __init__(self, errands: LibraryErrands) -> None:
        super().__init__(self.tr("What is read"))
        self._errands = errands
        self._known = Settings()
        self.hidden = Switch()
        self.hidden.clicked.connect(lambda on: errands.change_settings(hidden=on))
        self.login = Switch()
        self.login.setEnabled(False)
        self.login.clicked.connect(errands.start_at_login)
        self.battery = Choice()
        self.battery.activated.connect(
            lambda _: errands.change_settings(battery=self.battery.currentData())
        )
        card = Card()
        card.add_row(
            self.tr("Hidden files"),
            self.hidden,
            self.tr("Files and folders whose name begins with a dot."),
        )
        card.add_row(
            self.tr("Start at login"),
            self.login,
            self.tr("Keeps the library up to date while no window is open."),
        )
        card.add_row(
            self.tr("Battery"),
            self.battery,
            self.tr("Work waits when the battery has less left, until power is connected."),
        )
        self.add(card)
        self.recognition = RecognitionCard(errands)
        self.add(self.recognition)
        self.add_heading(self.tr("Left out"))
        self.add(self._built_ignore())
        self.fill()
        self.show_settings(Settings())

    def show_settings(self, settings: Settings) -> None:
        """Leaves alone what a person is writing."""
        self.hidden.setChecked(settings.hidden)
        self._show_battery(settings.battery)
        self.recognition.show_settings(settings)
        unsaved = self._patterns() != self._known.ignore
        self._known = settings
        if not unsaved:
            self.ignore.setPlainText("\n".join(settings.ignore))
        self._show_whether_saved()

    def show_status(self, status: Status) -> None:
        self.login.setEnabled(status.autostart is not None)
        self.login.setChecked(bool(status.autostart))

    def show_trouble(self, sentence: str) -> None:
        """What the engine said to a change."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _built_ignore(self) -> Card:
        self.ignore = QPlainTextEdit()
        self.ignore.setAccessibleName(self.tr("Files and folders to leave out"))
        examples = ("*.bak", "drafts/", "/Music/")
        self.ignore.setPlaceholderText("\n".join(map(isolated, examples)))
        self.ignore.setTabChangesFocus(True)
        # Patterns read from the left in every language.
        for part in (self.ignore, self.ignore.viewport()):
            part.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.ignore.document().setDefaultTextOption(option)
        self.ignore.textChanged.connect(self._show_whether_saved)
        self.trouble = label("", "trouble")
        self.trouble.hide()
        self.save = QPushButton(self.tr("Save"))
        self.save.setAccessibleName(self.tr("Save what is left out"))
        self.save.clicked.connect(self._save)
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(
            label(
                self.tr(
                    "One pattern a line, as in .gitignore: “*.bak” leaves out files by their "
                    "ending, “drafts/” folders by their name. What is left out disappears from "
                    "the library at once; the files stay. Caches, version control and the "
                    "like are always left out."
                ),
                "rowText",
            )
        )
        column.addWidget(self.ignore)
        column.addWidget(self.trouble)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
        card = Card()
        card.add(column)
        return card

    def _patterns(self) -> tuple[str, ...]:
        lines = self.ignore.toPlainText().splitlines()
        return tuple(line.rstrip() for line in lines if line.strip())

    def _save(self) -> None:
        self.show_trouble("")
        self._errands.change_settings(ignore=list(self._patterns()))

    def _show_whether_saved(self) -> None:
        self.save.setEnabled(self._patterns() != self._known.ignore)

    def _show_battery(self, percent: int) -> None:
        words = self.tr("Below {0} %")
        choices = sorted({*_BATTERY, percent})
        self.battery.offer(
            [(one, words.format(one) if one else self.tr("Never mind it")) for one in choices],
            percent,
        )
