"""The window speaks one language at a time: its own words, Qt's, numbers, days, direction."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Progress, Why
from grsearch_desktop.paths import Home
from grsearch_desktop.window import filter_terms, filter_wording, language, wording
from tests.window.conftest import OpenWindow, Speak
from tests.window.fake_engine import FakeEngine
from tests.window.test_translations import release_words

_CHRISTMAS = 1_735_127_000.0
"""Seconds since 1970: 25 December 2024, about noon."""


def test_the_window_speaks_german(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow, speak: Speak
) -> None:
    speak("de")
    window = open_window(home)
    assert window.add.accessibleName() == "Einen Ordner zur Bibliothek hinzufügen"
    assert window.add.toolTip().endswith("(Strg+O)")
    assert window.chips.chips["size"].text == "Größe"
    window.show_library()
    assert window.library is not None
    names = [window.library.pages.item(row).text() for row in range(window.library.pages.count())]
    assert names[:3] == ["Ordner", "Fortschritt", "Probleme"]


def test_numbers_sizes_and_days_are_german_in_german(speak: Speak) -> None:
    speak("de")
    assert wording.found(12_345, 7.0, {}) == "12.345 Treffer in 7 ms"
    assert wording.size(3_500_000) == "3,3 MB"
    assert wording.day(_CHRISTMAS) == "25. Dez. 2024"
    now = Progress("text", 3, 1200, rate=2.5, seconds_left=600)
    assert wording.progress(now) == (
        "Dateien werden gelesen  ·  3 von 1.200 Dateien  ·  2,5 pro Sekunde  ·  "
        "noch etwa 10 Minuten"
    )
    assert wording.reason(Why(0.25, 0.75)) == (
        "Gefunden durch die Bedeutung des Textes (75 %) und die Wörter (25 %)."
    )


@pytest.mark.parametrize(
    ("code", "said"), [("en", "1 result in 2 ms"), ("de", "1 Treffer in 2 ms")]
)
def test_one_is_no_plural(speak: Speak, code: str, said: str) -> None:
    speak(code)
    assert wording.found(1, 2.0, {}) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("before:thisweek", "vor dieser Woche"),
        ("date:2024-05", "Mai 2024"),
        ("date:2024-05..", "seit Mai 2024"),
        ("size:>5mb", "über 5 MB"),
        ("-type:image", "ohne Bilder"),
    ],
)
def test_a_filter_is_typed_in_english_and_shown_in_german(
    speak: Speak, written: str, said: str
) -> None:
    speak("de")
    (term,) = filter_terms.read(written)
    assert filter_wording.one(term) == said


def test_what_qt_says_is_german_too(qtbot: QtBot, speak: Speak) -> None:
    speak("de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Abbrechen"
    line = QLineEdit("Wort")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    assert any("Kopieren" in action.text().replace("&", "") for action in menu.actions())


def test_german_from_elsewhere_is_german(monkeypatch: pytest.MonkeyPatch, speak: Speak) -> None:
    austrian = QLocale("de_AT")
    monkeypatch.setattr(QLocale, "system", lambda: austrian)
    speak(language.SYSTEM)
    assert wording.found(2, 1.0, {}) == "2 Treffer in 1 ms"
    assert QLocale().territory() == QLocale.Country.Austria


def test_who_speaks_a_language_without_words_hears_english_and_nothing_of_theirs(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, speak: Speak, qtbot: QtBot
) -> None:
    arabic = QLocale("ar_EG")
    monkeypatch.setattr(QLocale, "system", lambda: arabic)
    speak(language.SYSTEM)
    assert wording.found(3, 1.0, {}) == "3 results in 1 ms"
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Cancel"


def test_the_window_goes_from_right_to_left_with_its_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication, speak: Speak
) -> None:
    release_words(tmp_path / "grsearch_ar.ts", "", "Paused", "متوقف")
    monkeypatch.setattr(language, "_folder", lambda: tmp_path)
    speak("ar")
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert wording.progress(Progress("idle", paused=True)) == "متوقف"
    speak("en")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_path_keeps_its_direction_among_words_from_right_to_left(qapp: QApplication) -> None:
    assert wording.in_words("/data/a") == "/data/a"
    assert wording.in_words("صور.pdf") == "\u2068صور.pdf\u2069"
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert wording.in_words("/data/a") == "\u2066/data/a\u2069"
        assert wording.shown("/data/a") == "/data/a", "what is copied stays as it is"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
