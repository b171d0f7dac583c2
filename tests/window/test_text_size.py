"""Nothing is cut off where text is larger, in English or in German."""

from itertools import islice

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QSlider

from grsearch_desktop.window.elided_label import ElidedLabel
from grsearch_desktop.window.engine_link import EngineLink
from grsearch_desktop.window.main_window import MainWindow
from tests.window.clipping import cut_off
from tests.window.conftest import Opener, Speak
from tests.window.scenes import SCREEN, scenes


@pytest.mark.parametrize(
    ("code", "percent", "direction"),
    [
        ("en", 100, "LeftToRight"),
        ("de", 150, "LeftToRight"),
        ("de", 200, "RightToLeft"),
        pytest.param("de", 200, "LeftToRight", marks=pytest.mark.slow),
        pytest.param("en", 200, "LeftToRight", marks=pytest.mark.slow),
    ],
)
def test_all_text_has_room(
    speak: Speak, opener: Opener, qapp: QApplication, code: str, percent: int, direction: str
) -> None:
    speak(code)
    qapp.setLayoutDirection(Qt.LayoutDirection[direction])
    window, link, themes = opener()
    themes.enlarge(percent)
    found = []
    for name, shown in scenes(window, link):
        found += [f"{name}: {trouble}" for trouble in cut_off(shown)]
        needed = shown.sizeHint() if isinstance(shown, QMenu) else shown.minimumSizeHint()
        if needed.boundedTo(SCREEN) != needed:
            found.append(f"{name}: needs a larger screen than a small notebook's, {needed}")
    assert not found, "\n".join(found)


def test_text_made_larger_at_work_looks_as_after_a_new_start(speak: Speak, opener: Opener) -> None:
    speak("de")
    window, link, themes = opener()
    themes.enlarge(200)
    again, other_link, _ = opener()
    at_work, anew = _sizes(window, link), _sizes(again, other_link)
    assert len(at_work) > 30
    assert at_work == anew


def _sizes(window: MainWindow, link: EngineLink) -> list[tuple[str, object, object]]:
    """What each control asks for, once the window has been through some scenes."""
    for _ in islice(scenes(window, link), 16):
        pass
    kinds = (QAbstractButton, QLineEdit, QSlider, ElidedLabel)
    return [
        (
            widget.accessibleName(),
            widget.minimumSizeHint().toTuple(),
            widget.minimumSize().toTuple(),
        )
        for kind in kinds
        for widget in window.findChildren(kind)
    ]
