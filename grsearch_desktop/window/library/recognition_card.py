"""Whether and how text in pictures is read."""

import re

from PySide6.QtWidgets import QLineEdit

from grsearch_desktop.settings import Settings
from grsearch_desktop.window.library.cards import Card
from grsearch_desktop.window.library.choice import Choice
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.library.switch import Switch


class RecognitionCard(Card):
    """A switch, what reads, and in which languages."""

    def __init__(self, errands: LibraryErrands) -> None:
        super().__init__()
        self._errands = errands
        self._known = Settings()
        self.recognise = Switch()
        self.recognise.clicked.connect(lambda on: errands.change_settings(recognise=on))
        self.recogniser = Choice()
        self.recogniser.activated.connect(
            lambda _: errands.change_settings(recogniser=self.recogniser.currentData())
        )
        self.languages = QLineEdit()
        self.languages.editingFinished.connect(self._save_languages)
        self.add_row(
            self.tr("Text in pictures"),
            self.recognise,
            self.tr("Photos, screenshots and scans, after everything else has been read."),
        )
        self.add_row(
            self.tr("Read with"),
            self.recogniser,
            self.tr("RapidOCR comes with GR Search; Tesseract is used where it is installed."),
        )
        self.add_row(
            self.tr("Further languages"),
            self.languages,
            self.tr(
                "Beyond Latin and Chinese script, by their short names: “cyrillic”, for Tesseract "
                "“deu”."
            ),
        )

    def show_settings(self, settings: Settings) -> None:
        """Leaves alone what a person is writing."""
        unsaved = self._written() != self._known.recogniser_languages
        self._known = settings
        self.recognise.setChecked(settings.recognise)
        names = [("rapidocr", "RapidOCR"), ("tesseract", "Tesseract")]
        self.recogniser.offer(names, settings.recogniser)
        if not (unsaved and self.languages.hasFocus()):
            self.languages.setText(", ".join(settings.recogniser_languages))
        for control in (self.recogniser, self.languages):
            control.setEnabled(settings.recognise)

    def _written(self) -> tuple[str, ...]:
        return tuple(filter(None, re.split(r"[\s,;]+", self.languages.text())))

    def _save_languages(self) -> None:
        if self._written() != self._known.recogniser_languages:
            self._errands.change_settings(recogniser_languages=list(self._written()))
