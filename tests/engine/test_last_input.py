"""When the person last pressed a key: asked of a real X server and of a real bus."""

import ctypes
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine import last_input
from grsearch_desktop.engine.last_input import (
    LastInput,
    LogindIdleness,
    MutterInput,
    WindowsInput,
    XInput,
)
from tests.conftest import ROOT
from tests.engine.desktop import SINCE
from tests.engine.test_service import until

BUS = """
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks what Linux has")


class Told:
    """A way that answers what it is given, and counts how often it is asked."""

    def __init__(self, *answers: float | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    def seconds(self) -> float | None:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def test_what_cannot_tell_is_passed_over_and_what_told_is_asked_first() -> None:
    mute, telling = Told(None), Told(7.0)
    last = LastInput([mute, telling])
    until(lambda: last.seconds_ago() == 7.0)
    assert (mute.asked, telling.asked) == (1, 1)
    last._next = 0.0
    last.seconds_ago()
    until(lambda: telling.asked == 2)
    assert mute.asked == 1


def test_no_way_is_asked_again_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(last_input.time, "monotonic", lambda: clock[0])
    asked = threading.Event()

    class Way(Told):
        def seconds(self) -> float | None:
            asked.set()
            return super().seconds()

    way = Way(3.0, None)
    last = LastInput([way])

    def known() -> float | None:
        seconds = last.seconds_ago()
        for thread in threading.enumerate():
            if thread.name == "last-input":
                thread.join()
        return seconds

    known()
    clock[0] += 4.9
    assert (known(), way.asked) == (3.0, 1)
    clock[0] += 0.2
    known()
    assert (known(), way.asked) == (None, 2), "it can tell no more"
    clock[0] += 59.0
    assert (known(), way.asked) == (None, 2)
    clock[0] += 1.1
    known()
    assert way.asked == 3


def test_an_old_answer_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    last = LastInput([Told(3.0)])
    until(lambda: last.seconds_ago() == 3.0)
    now = time.monotonic()
    monkeypatch.setattr(last_input.time, "monotonic", lambda: now + 3600)
    assert last.seconds_ago() is None


def test_a_way_that_hangs_keeps_nobody_waiting() -> None:
    free = threading.Event()

    class Hanging:
        def seconds(self) -> float | None:
            free.wait()
            return 1.0

    last = LastInput([Hanging()])
    assert last.seconds_ago() is None
    assert last.seconds_ago() is None
    assert sum(thread.name == "last-input" for thread in threading.enumerate()) == 1
    free.set()
    until(lambda: last.seconds_ago() == 1.0)


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own, without a screen."""
    if sys.platform != "linux" or not shutil.which("Xvfb"):
        pytest.skip("there is no Xvfb")
    # -noreset: it would begin anew whenever its only client goes.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "64x64x24", "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    yield f":{server.stdout.readline().strip()}"
    server.terminate()
    server.wait(10)
    server.stdout.close()


def press(display: str) -> None:
    """Presses a key and lets it go."""
    x11, tests = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    for down in (1, 0):
        tests.XTestFakeKeyEvent(opened, 38, down, 0)
    x11.XSync(opened, 0)
    x11.XCloseDisplay(opened)


def known(seconds: float | None) -> float:
    assert seconds is not None
    return seconds


def test_an_x_display_tells_of_a_key(display: str) -> None:
    try:
        ctypes.CDLL("libXss.so.1")
        ctypes.CDLL("libXtst.so.6")
    except OSError as error:
        pytest.skip(str(error))
    x = XInput({"DISPLAY": display})
    until(lambda: known(x.seconds()) > 3.0)
    press(display)
    assert known(x.seconds()) < 3.0


@on_linux
def test_an_x_display_is_found_that_nobody_named_and_none_asked_over_a_network(
    tmp_path: Path,
) -> None:
    runtime = {"XDG_RUNTIME_DIR": str(tmp_path)}
    for name in ("X0", "X12", "Xsomething"):
        (tmp_path / name).touch()
    assert XInput(runtime, tmp_path)._displays() == ["unix:0", "unix:12"]
    for named, asked in (
        (":0", ["unix:0"]),
        (":12.0", ["unix:12"]),
        (":7", []),
        ("localhost:10.0", []),
        ("tcp/somewhere:0", []),
        ("somewhere:0", []),
    ):
        assert XInput({**runtime, "DISPLAY": named}, tmp_path)._displays() == asked
    (tmp_path / "wayland-0").touch()
    assert XInput(runtime, tmp_path)._displays() == [], "X knows its own windows alone there"
    assert XInput({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, tmp_path)._displays() == []


@on_linux
def test_a_display_that_is_gone_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "X4711").touch()
    assert (
        XInput({"DISPLAY": ":4711", "XDG_RUNTIME_DIR": str(tmp_path)}, tmp_path).seconds() is None
    )


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Callable[[int], str]]:
    """Starts a bus with a desktop that tells of so many milliseconds; gives the bus' address."""
    if not shutil.which("dbus-daemon"):
        pytest.skip("there is no dbus-daemon")
    started: list[subprocess.Popen[str]] = []

    def start(milliseconds: int) -> str:
        place = tmp_path / "bus"
        (tmp_path / "bus.conf").write_text(BUS.format(place))
        bus = ["dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--nofork"]
        started.append(subprocess.Popen(bus, stderr=subprocess.DEVNULL, text=True))
        until(place.exists)
        address = f"unix:path={place}"
        command = [sys.executable, "-m", "tests.engine.desktop", address, str(milliseconds)]
        there = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(there)
        assert there.stdout and there.stdout.readline() == "there\n"
        return address

    yield start
    for process in reversed(started):
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


@pytest.mark.parametrize("tool", ["busctl", "gdbus"])
def test_a_desktop_tells_on_its_bus(
    tool: str, desktop: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (there := shutil.which(tool)):
        pytest.skip(f"there is no {tool}")
    monkeypatch.setattr(last_input.shutil, "which", lambda name: there if name == tool else None)
    address = desktop(123_456)
    assert MutterInput({"DBUS_SESSION_BUS_ADDRESS": address}).seconds() == 123.456
    assert known(LogindIdleness(address).seconds()) == pytest.approx(time.time() - SINCE, abs=60)


@on_linux
def test_a_desktop_that_tells_systemd_nothing_is_no_person_at_work(
    desktop: Callable[[int], str],
) -> None:
    address = desktop(0)
    assert MutterInput({"DBUS_SESSION_BUS_ADDRESS": address}).seconds() == 0.0
    assert LogindIdleness(address).seconds() is None


@on_linux
def test_the_bus_of_a_session_is_found_that_nobody_named(tmp_path: Path) -> None:
    assert last_input._session_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    found = last_input._session_bus({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert found == f"unix:path={tmp_path / 'bus'}"


@on_linux
def test_a_bus_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_input, "_LIMIT", 0.3)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        address = f"unix:path={tmp_path / 'bus'}"
        assert MutterInput({"DBUS_SESSION_BUS_ADDRESS": address}).seconds() is None


def test_a_bus_on_another_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[object] = []
    monkeypatch.setattr(subprocess, "run", lambda *args, **more: ran.append(args))
    address = "tcp:host=192.0.2.1,port=1"
    assert MutterInput({"DBUS_SESSION_BUS_ADDRESS": address}).seconds() is None
    assert ran == []


@pytest.mark.skipif(sys.platform not in ("win32", "darwin"), reason="asks Windows, or macOS")
def test_this_system_tells() -> None:
    (way,) = last_input.ways()
    assert known(way.seconds()) >= 0.0


@on_linux
def test_windows_is_not_asked_elsewhere() -> None:
    assert WindowsInput().seconds() is None
