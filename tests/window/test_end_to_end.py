"""What a person does with the window, on a real engine and real files, from the first to the last.

Searching, chips, pictures, the map, the method and the first start have files of their own; here is
what changes an engine's work, and what goes through several processes.
"""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import Progress, SearchAnswer, SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.window import theme, wording
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.library.library_window import LibraryWindow
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.presence import Presence
from grsearch_desktop.window.results_model import Role
from grsearch_desktop.window.theme import DARK, LIGHT, ThemeFollower
from grsearch_desktop.window.tray import Tray
from tests import hub
from tests.hub import Hub
from tests.window.conftest import OpenWindow
from tests.window.real_engine import BROKEN, engine_of, kill_engine, library_at, repair
from tests.window.test_searching import names

LONG = 30_000
"""Milliseconds for what an engine may take some seconds for."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library_at(tmp_path_factory.mktemp("files") / "Documents")


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with an engine that knows no folder yet: the first test adds it."""
    with engine_of(Home(tmp_path_factory.mktemp("own") / "home")) as home:
        yield home


@pytest.fixture
def client(own_home: Home) -> Iterator[Client]:
    with Client(own_home) as made:
        yield made


@pytest.fixture
def window(own_home: Home, open_window: OpenWindow) -> Iterator[MainWindow]:
    window = open_window(own_home)
    yield window
    window.close()


@pytest.fixture
def library(qtbot: QtBot, window: MainWindow) -> LibraryWindow:
    window.settings.click()
    assert window.library is not None
    qtbot.waitUntil(lambda: not window.library.banner.isVisible(), timeout=LONG)
    return window.library


def test_reading_is_told_with_its_stage_its_count_and_the_time_left_and_can_pause(
    qtbot: QtBot, window: MainWindow, client: Client, folder: Path
) -> None:
    told: list[Progress] = []
    window._link.progressed.connect(told.append)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY, timeout=LONG)
    window._link.index([str(folder)])
    qtbot.waitUntil(lambda: any(now.stage == "meaning" for now in told), timeout=LONG)
    window.status._pause.click()
    qtbot.waitUntil(lambda: client.progress().paused)
    qtbot.waitUntil(lambda: "Paused" in window.status.text)
    assert window.status._pause.accessibleName() == "Go on with the work"
    window.status._pause.click()
    qtbot.waitUntil(lambda: told[-1].stage == "idle" and not told[-1].paused, timeout=LONG)
    assert {"text", "meaning"} <= {now.stage for now in told if now.total}
    timed = [now for now in told if now.seconds_left is not None and not now.paused]
    assert timed and all("left" in wording.progress(now) for now in timed)
    assert "Paused" not in window.status.text


def test_the_tray_opens_pauses_and_closes_the_program(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, client: Client
) -> None:
    link = window._link
    tray = Tray(window.state)
    presence = Presence(qapp, window, tray)
    link.progressed.connect(tray.show_progress)
    tray.pause_wanted.connect(link.pause)
    entries = {action.text(): action for action in tray._menu.actions()}
    qtbot.waitUntil(lambda: link.state is Engine.READY, timeout=LONG)
    entries["Pause the work"].trigger()
    qtbot.waitUntil(lambda: client.progress().paused)
    qtbot.waitUntil(lambda: entries["Pause the work"].text() == "Go on with the work")
    assert "Paused" in tray._icon.toolTip()
    entries["Pause the work"].trigger()
    qtbot.waitUntil(lambda: not client.progress().paused)
    entries["Search…"].trigger()
    assert window.compact.is_on and window.isVisible()
    entries["Open the window"].trigger()
    assert not window.compact.is_on
    with qtbot.waitSignal(tray.quit_wanted):
        entries["Quit"].trigger()
    assert not window.isVisible()
    window.removeEventFilter(presence)


def test_a_second_and_a_third_start_bring_up_the_window_of_the_first(
    qtbot: QtBot, own_home: Home
) -> None:
    program = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from grsearch_desktop.paths import Home
from grsearch_desktop.window import app
from grsearch_desktop.window.main_window import MainWindow

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            print("compact" if window.compact.is_on else "whole", window.isVisible(), flush=True)

application = app.application()
looking = QTimer(application, interval=50)
looking.timeout.connect(look)
looking.start()
sys.exit(app.run(Home(Path(sys.argv[1]))))
"""
    first = QProcess()
    first.start(sys.executable, ["-c", program, str(own_home.root)])
    heard: list[str] = []
    first.readyReadStandardOutput.connect(
        lambda: heard.extend(bytes(first.readAllStandardOutput().data()).decode().splitlines())
    )
    start = [sys.executable, "-m", "grsearch_desktop.cli", "--home", str(own_home.root)]
    qtbot.waitUntil(lambda: heard[-1:] == ["whole True"], timeout=LONG)
    assert subprocess.run([*start, "--quick"], timeout=20, check=False).returncode == 0
    qtbot.waitUntil(lambda: heard[-1:] == ["compact True"], timeout=LONG)
    assert subprocess.run(start, timeout=20, check=False).returncode == 0
    qtbot.waitUntil(lambda: heard[-1:] == ["whole True"], timeout=LONG)
    os.kill(first.processId(), signal.SIGTERM)
    qtbot.waitUntil(lambda: first.state() is QProcess.ProcessState.NotRunning, timeout=LONG)
    assert first.exitCode() == 0


def test_each_hit_says_why_in_words_and_in_a_bar(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1000, 700)
    window.search_for("lemon tart")
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"], timeout=LONG)
    seen = window.list.viewport().grab().toImage()
    parts = set()
    for row in range(min(4, window.model.rowCount())):
        index = window.model.index(row)
        why = index.data(Role.HIT).why
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        for part, words in (("words", "its words"), ("text", "text"), ("look", "how it looks")):
            share = getattr(why, part)
            assert (words in spoken.rpartition("Found by")[2]) == bool(share)
            if share and share > 0.1:
                parts.add(part)
                area = window.list.visualRect(index).intersected(window.list.viewport().rect())
                wanted = QColor(getattr(LIGHT, part)).rgb()
                assert any(
                    seen.pixel(x, y) == wanted
                    for x in range(area.right() - 140, area.right() - 4)
                    for y in range(area.top(), min(area.bottom(), area.top() + 40))
                ), f"{part} of row {row}"
    assert len(parts) >= 2


def test_letters_typed_fast_show_what_the_last_of_them_asks_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    answers: list[tuple[str, SearchAnswer]] = []
    window._link.answered.connect(lambda asked, came: answers.append((asked.query, came)))
    qtbot.waitUntil(lambda: window._link.state is Engine.READY, timeout=LONG)
    # The first are sent at once, so that their answers are on their way when the next is wanted.
    for end in range(1, len("lemon tart")):
        window._link.search(SearchRequest("lemon tart"[:end], 20), at_once=True)
    qtbot.keyClicks(window.box.line, "snowy mountain")
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1203.jpg"], timeout=LONG)
    shown = [query for query, _ in answers]
    assert shown == sorted(shown, key=len) and shown[-1] == "snowy mountain"
    assert not any(query.startswith("l") for query in shown)


def test_the_slider_from_text_to_look_changes_which_page_is_best(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.asking.method_button.setChecked(True)
    try:
        window.search_for("a drawing type:slides")
        # It shows the model's own share as soon as meaning answers: words alone have none.
        slider = window.asking.method.slider
        qtbot.waitUntil(lambda: window.model.rowCount() > 0 and slider.value() > 0, timeout=LONG)
        pages = []
        for look in (0, 100):
            with qtbot.waitSignal(
                window._link.answered,
                timeout=LONG,
                check_params_cb=lambda _, answer, text=1 - look / 100: answer.alpha == text,
            ):
                slider.setValue(look)
            hit = window.model.hit(0)
            assert hit is not None
            pages.append((hit.page, hit.score))
        assert pages[0] != pages[1]
    finally:
        window.asking.method.reset.click()
        window.asking.method_button.setChecked(False)


def test_a_broken_pdf_is_told_and_read_once_it_is_whole_and_tried_again(
    qtbot: QtBot, library: LibraryWindow, window: MainWindow, folder: Path
) -> None:
    problems = library.problems
    library.open_page(problems)
    qtbot.waitUntil(lambda: problems.model.rowCount() == 1, timeout=LONG)
    row = [problems.model.index(0, column).data() for column in range(2)]
    assert row[0] == BROKEN and "damaged" in row[1]
    repair(folder)
    problems.table.selectRow(0)
    problems.again.click()
    qtbot.waitUntil(lambda: problems.model.rowCount() == 0, timeout=LONG)
    assert problems.count.text() == "There are none: every file was read."
    window.search_for("how do I fix a flat tyre")
    qtbot.waitUntil(lambda: names(window)[:1] == [BROKEN], timeout=LONG)


@pytest.fixture
def stalling_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Has the model that the catalogue names, of which half comes and then no more."""
    if importlib.util.find_spec("open_clip") is None:
        pytest.skip("needs the extra clip")
    (tmp_path / hub.WEIGHTS).write_bytes(bytes(2_000_000))
    with hub.serving(tmp_path) as served:
        served.repository = "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K"
        served.store.stalls = True
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        yield served


def test_a_model_that_is_got_shows_how_far_it_is_and_is_given_up_by_a_click(
    qtbot: QtBot, stalling_hub: Hub, home: Home, open_window: OpenWindow
) -> None:
    name = "ViT-B-32/datacomp_xl_s13b_b90k"
    with engine_of(home):
        window = open_window(home)
        window.show_library()
        assert window.library is not None
        models = window.library.models
        window.library.open_page(models)
        qtbot.waitUntil(lambda: name in models.buttons, timeout=LONG)
        assert stalling_hub.asked == [], "nothing is fetched unasked"
        models.buttons[name].click()
        qtbot.waitUntil(stalling_hub.store.stalled.is_set, timeout=60_000)
        row = models._rows[name]
        qtbot.waitUntil(lambda: "of about" in row.words.text(), timeout=LONG)
        assert row.bar.isVisible() and row.bar.value() < row.bar.maximum()
        row.cancel.click()
        qtbot.waitUntil(models.said.isVisible, timeout=LONG)
        assert models.said.text() == f"Getting {name} was stopped."
        assert row.get.isVisible() and row.get.isEnabled()
        window.close()
    assert list(home.models.iterdir()) == []


def test_the_window_is_at_the_next_start_as_it_was_left(
    qtbot: QtBot, window: MainWindow, own_home: Home, open_window: OpenWindow
) -> None:
    window.resize(860, 610)
    window.ways.show_grid(True)
    window.ways.show_groups(True)
    window.asking.history.save("Boats", "sailing boat")
    window.appearance.use_theme("dark")
    window.close()
    try:
        again = open_window(own_home)
        assert (again.width(), again.height()) == (860, 610)
        assert again.ways.grid and again.ways.groups
        assert [one.name for one in again.asking.history.saved] == ["Boats"]
        assert QApplication.palette().window().color().name() == DARK.ground
        again.close()
    finally:
        ThemeFollower(QApplication.instance(), always=LIGHT)


def test_the_theme_follows_the_system_while_results_are_on_the_screen(
    qtbot: QtBot, qapp: QApplication, own_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a desktop asks for can't be had on a screen without one; what it says is as it says it.
    wanted = [LIGHT]
    monkeypatch.setattr(theme, "_wanted", lambda: wanted[-1])
    hints = QGuiApplication.styleHints()
    link = EngineLink(own_home)
    window = MainWindow(own_home, link, ThemeFollower(qapp))
    qtbot.addWidget(window)
    window.show()
    link.start()
    window.search_for("lemon tart")
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"], timeout=LONG)
    try:
        for scheme, colours in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
            wanted.append(colours)
            hints.colorSchemeChanged.emit(scheme)
            row = window.list.visualRect(window.model.index(0))
            seen = window.list.viewport().grab(row).toImage()
            assert seen.pixelColor(row.width() // 2, row.height() - 8).name() == colours.chosen
    finally:
        link.close()
        ThemeFollower(qapp, always=LIGHT)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_killed_engine_is_told_and_comes_back_by_itself(
    qtbot: QtBot, window: MainWindow, own_home: Home
) -> None:
    window.search_for("lemon tart")
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"], timeout=LONG)
    states: list[Engine] = []
    said: list[str] = []
    window._link.state_changed.connect(lambda state, _: states.append(state))
    window._link.state_changed.connect(lambda *_: said.append(window.status.text))
    kill_engine(own_home)
    qtbot.waitUntil(lambda: states[-1:] == [Engine.READY], timeout=LONG)
    assert Engine.GONE in states
    assert any("stopped; starting it again" in sentence for sentence in said)
    assert names(window)[:1] == ["lemon-tart.md"], "what was found stays meanwhile"
    window.search_for("snowy mountain")
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1203.jpg"], timeout=LONG)
