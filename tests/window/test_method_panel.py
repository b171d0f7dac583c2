"""The panel that shows the method at work, on a real engine."""

import pytest
from pytestqt.qtbot import QtBot

from grsearch_desktop.encode import bundled, folder
from grsearch_desktop.paths import Home
from grsearch_desktop.window.comparison import Shift, shift
from grsearch_desktop.window.main_window import MainWindow
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import a_hit
from tests.window.test_searching import names


@pytest.fixture
def window(qtbot: QtBot, sample_home: Home, open_window: OpenWindow) -> MainWindow:
    """A window whose panel is open, and a search for which pictures answer best."""
    window = open_window(sample_home)
    window.asking.method_button.setChecked(True)
    window.search_for("time")
    qtbot.waitUntil(lambda: "as usual" in window.asking.method.effect.text(), timeout=20_000)
    return window


def pictures(window: MainWindow) -> int:
    return sum(name.endswith(".jpg") for name in names(window)[:6])


def test_raw_vectors_put_texts_before_pictures_and_the_panel_tells(
    qtbot: QtBot, window: MainWindow
) -> None:
    calibrated, before = names(window), pictures(window)
    panel = window.asking.method
    panel.raw.click()
    qtbot.waitUntil(lambda: names(window) != calibrated and "moved" in panel.effect.text())
    assert pictures(window) < before
    assert "usually" in panel.effect.text() or "new" in panel.effect.text()
    assert panel.drawing.accessibleName() in panel.effect.text()
    panel.calibrated.click()
    qtbot.waitUntil(lambda: names(window) == calibrated and "as usual" in panel.effect.text())


def test_the_slider_begins_where_the_model_has_it_and_goes_back_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    panel = window.asking.method
    assert panel.alpha is None and not panel.reset.isEnabled()
    own = panel.slider.value()
    assert own == round(100 * (1 - folder.read(bundled.where()).alpha))
    panel.slider.setValue(100)
    request = window.asking.request(1)
    assert request is not None and request.alpha == 0.0
    assert panel.number.text() == "100 % look"
    panel.reset.click()
    qtbot.waitUntil(lambda: panel.slider.value() == own)
    assert panel.alpha is None


def test_the_slider_searches_again_and_the_answer_says_what_was_used(
    qtbot: QtBot, window: MainWindow
) -> None:
    panel = window.asking.method
    with qtbot.waitSignal(window._link.answered) as answered:
        panel.slider.setValue(80)
    request, answer = answered.args
    assert request.alpha == answer.alpha == pytest.approx(0.2)


def test_closed_the_panel_changes_nothing_and_it_is_as_it_was_at_the_next_start(
    qtbot: QtBot, window: MainWindow, sample_home: Home, open_window: OpenWindow
) -> None:
    panel = window.asking.method
    panel.raw.click()
    panel.slider.setValue(70)
    window.close()
    again = open_window(sample_home)
    again.search_for("time")
    request = again.asking.request(1)
    assert request is not None
    assert (request.calibrated, request.alpha) == (False, pytest.approx(0.3))
    again.asking.method_button.click()
    request = again.asking.request(1)
    assert request is not None and (request.calibrated, request.alpha) == (True, None)
    again.asking.method.reset.click()
    again.asking.method.calibrated.click()
    again.close()


def test_a_shift_tells_new_moved_and_standing_hits_apart() -> None:
    usual = tuple(a_hit(f"/{name}", rank) for rank, name in enumerate("abc", 1))
    now = tuple(a_hit(f"/{name}", kind="image") for name in "acxb")
    found = shift(usual, now)
    assert found == Shift((0, 2, None, 1), pictures_before=0, pictures_now=4)
    assert (found.new, found.moved) == (1, 2)
