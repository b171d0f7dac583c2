"""One window for a library, the compact search, and the tray."""

import os
import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from grsearch_desktop.window.one_instance import OneInstance, Wish
from grsearch_desktop.window.presence import Presence
from grsearch_desktop.window.tray import Tray
from grsearch_desktop.window.window_state import WindowState
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine
from tests.window.test_searching import type_and_wait


def test_a_second_start_tells_the_first_what_is_wanted_and_ends(qtbot: QtBot, home: Home) -> None:
    first = OneInstance(home)
    assert first.is_first()
    with qtbot.waitSignal(first.wished, timeout=20_000) as heard:
        second = subprocess.Popen(
            [sys.executable, "-m", "grsearch_desktop.cli", "--home", str(home.root), "--quick"],
            env={**os.environ, "XDG_ACTIVATION_TOKEN": "from the desktop"},
        )
    assert heard.args == [Wish(quick=True, token="from the desktop")]
    assert second.wait(20) == 0
    first.close()


def test_a_window_that_was_killed_is_no_obstacle_to_the_next(home: Home) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
        "from grsearch_desktop.paths import Home\n"
        "from grsearch_desktop.window.one_instance import OneInstance\n"
        "assert OneInstance(Home(Path(sys.argv[1]))).is_first()\n"
        "os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(home.root)], check=False)
    assert killed.returncode == 9
    following = OneInstance(home)
    assert following.is_first()
    following.close()


def test_what_is_no_wish_is_not_heard_and_the_next_one_is(qtbot: QtBot, home: Home) -> None:
    first = OneInstance(home)
    assert first.is_first()
    wishes = []
    first.wished.connect(wishes.append)
    for nonsense in (b"\n", b"{}\n", b"[1]\n", b"\xff\n", b"x" * 10_000):
        line = QLocalSocket()
        line.connectToServer(first._name)
        assert line.waitForConnected(1000)
        line.write(nonsense)
        qtbot.waitUntil(
            lambda line=line: line.state() == QLocalSocket.LocalSocketState.UnconnectedState
        )
    assert wishes == []
    line = QLocalSocket()
    line.connectToServer(first._name)
    line.write(b'{"quick": false, "token": ""}\n')
    qtbot.waitUntil(lambda: wishes == [Wish()])
    first.close()


def test_the_compact_search_is_a_field_that_grows_with_what_is_found(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    window.compact.shrink()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    alone = window.height()
    assert alone < 120
    screen = window.screen().availableGeometry()
    assert abs(window.frameGeometry().center().x() - screen.center().x()) <= 2
    type_and_wait(qtbot, window, "sailing boat at sunset", "IMG_1187.jpg")
    assert window.height() > alone + 200
    assert window.list.isVisible() and not window.bar.isVisible()
    window.compact.grow_button.click()
    assert not window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert window.bar.isVisible() and window.status.isVisible()
    assert window.box.text == "sailing boat at sunset"
    assert window.height() > 400


def test_escape_on_an_empty_field_leaves_the_compact_search(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    window.compact.shrink()
    qtbot.keyClicks(window.box.line, "a")
    left = []
    window.compact.left.connect(lambda: left.append(1))
    qtbot.keyClick(window.box.line, Qt.Key.Key_Escape)
    assert window.box.text == "" and left == []
    qtbot.keyClick(window.box.line, Qt.Key.Key_Escape)
    assert left == [1]


def test_the_compact_search_over_a_window_goes_back_to_that_window(
    qtbot: QtBot, qapp: QApplication, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    window.resize(900, 600)
    presence = Presence(qapp, window, Tray(WindowState(home)))
    presence.fulfil(Wish(quick=True))
    assert window.compact.is_on
    window.compact.left.emit()
    assert window.isVisible() and not window.compact.is_on
    assert (window.width(), window.height()) == (900, 600)
    window.removeEventFilter(presence)


def test_the_tray_pauses_and_remembers_whether_to_stay(qtbot: QtBot, home: Home) -> None:
    state = WindowState(home)
    tray = Tray(state)
    asked = []
    tray.pause_wanted.connect(asked.append)
    tray._pause.trigger()
    assert asked == [True]
    assert not tray._stay.isChecked()
    tray._stay.trigger()
    assert Tray(state)._stay.isChecked()
