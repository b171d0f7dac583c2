"""The window goes with the system's colours, with all that it paints itself."""

from dataclasses import asdict

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from grsearch_desktop.window import theme
from grsearch_desktop.window.theme import DARK, LIGHT
from tests.window.conftest import Opener
from tests.window.scenes import scenes


def test_nothing_keeps_the_colours_that_the_system_no_longer_wants(
    monkeypatch: pytest.MonkeyPatch, opener: Opener
) -> None:
    window, link, themes = opener()
    monkeypatch.setattr(theme, "_wanted", lambda: LIGHT)
    themes.use(None)
    for _ in scenes(window, link):
        pass
    # A screen that nobody sees has no settings that could be changed.
    monkeypatch.setattr(theme, "_wanted", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert themes.theme == DARK
    light_alone = set(_colours(LIGHT)) - set(_colours(DARK))
    for name, shown in scenes(window, link):
        image = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
        share = float(np.isin(pixels, list(light_alone)).mean())
        assert share < 0.002, f"{name}: {share:.1%} is in colours of the light theme"
        assert pixels.size > 1000, name


def _colours(of: theme.Theme) -> list[int]:
    grounds = ("ground", "field", "ink", "hover", "chosen", "line", "track", "pill", "mark")
    return [QColor(value).rgb() & 0xFFFFFF for name, value in asdict(of).items() if name in grounds]
