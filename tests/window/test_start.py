"""The window as a program of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine


def test_where_changes_are_checked_windows_are_on_a_screen(qapp: QApplication) -> None:
    """Qt's offscreen platform has no windows that come to the front, get the focus or overlap."""
    is_checked = bool(os.environ.get("CI")) and sys.platform.startswith("linux")
    assert not (is_checked and qapp.platformName() == "offscreen"), "xvfb is missing"


def test_importing_the_window_imports_nothing_heavy() -> None:
    heavy = ("numpy", "onnxruntime", "apsw", "pymupdf", "PIL", "torch", "grsearch_desktop.store")
    program = (
        "import sys, grsearch_desktop.window.app;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_program_ends_cleanly_when_it_is_told_to(home: Home, engine: FakeEngine) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "grsearch_desktop.window", str(home.root)]
    started = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 20
    while not engine.asked("subscribe") and time.monotonic() < end:
        time.sleep(0.05)
    started.send_signal(signal.SIGTERM)
    _, complaints = started.communicate(timeout=10)
    assert engine.asked("subscribe")
    assert started.returncode == 0
    assert "Traceback" not in complaints


def test_the_place_of_the_window_is_remembered(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    first = open_window(home)
    first.resize(701, 503)
    first.close()
    assert Path(home.root / "window.ini").is_file()
    second = open_window(home)
    assert (second.width(), second.height()) == (701, 503)
