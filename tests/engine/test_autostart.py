import configparser
import plistlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from grsearch_desktop.engine import autostart, checkup
from grsearch_desktop.engine.autostart import DesktopEntry, LaunchAgent
from grsearch_desktop.engine.client import Client
from grsearch_desktop.errors import EngineError, NoRoomError
from grsearch_desktop.paths import Home
from tests.engine.test_notices import serving as serving  # a fixture

COMMAND = ["/opt/gr search/python", "-m", "grsearch_desktop.engine.service", "/home/eva/lib"]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_nothing_starts_at_login_until_it_is_asked_for(config: Path, home: Home) -> None:
    assert not autostart.is_enabled(home)
    assert not config.exists()


def test_it_is_turned_on_and_off(config: Path, home: Home) -> None:
    autostart.enable(home)
    autostart.enable(home)
    assert autostart.is_enabled(home)
    assert [path.suffix for path in (config / "autostart").iterdir()] == [".desktop"]
    autostart.disable(home)
    autostart.disable(home)
    assert not autostart.is_enabled(home)
    assert list((config / "autostart").iterdir()) == []


def test_two_libraries_start_apart(config: Path, home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    autostart.enable(home)
    assert not autostart.is_enabled(other)
    autostart.enable(other)
    autostart.disable(home)
    assert autostart.is_enabled(other)


def test_a_program_that_has_moved_is_not_started(
    config: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    autostart.enable(home)
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    assert not autostart.is_enabled(home)


def test_doctor_tells_of_a_program_that_has_moved(
    config: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> bool:
        return any("at login" in finding.what for finding in checkup._home(home))

    assert not told()
    autostart.enable(home)
    assert not told()
    with monkeypatch.context() as moved:
        moved.setattr(sys, "executable", "/elsewhere/python")
        assert told()
        autostart.disable(home)
        assert not told()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_a_person_turns_off_in_the_desktops_settings_is_off(
    config: Path, home: Home, line: str
) -> None:
    autostart.enable(home)
    (entry,) = (config / "autostart").iterdir()
    kept = [known for known in entry.read_text().splitlines() if "X-GNOME" not in known]
    entry.write_text("\n".join([*kept, "X-KDE-autostart-phase=2"]))
    assert autostart.is_enabled(home)
    entry.write_text("\n".join([*kept, line]))
    assert not autostart.is_enabled(home)
    autostart.enable(home)
    assert autostart.is_enabled(home)


def test_an_entry_that_cannot_be_read_is_neither_on_nor_off(config: Path, home: Home) -> None:
    autostart.enable(home)
    (entry,) = (config / "autostart").iterdir()
    entry.unlink()
    entry.mkdir()
    assert autostart.is_enabled(home) is None


def test_a_client_turns_it_on_and_off_and_is_told_what_is_true(
    config: Path, serving: Callable[[], Client]
) -> None:
    with serving() as client:
        assert client.status().autostart is False
        assert client.autostart(True) is True
        assert client.status().autostart is True
        assert client.autostart(False) is False
        assert client.status().autostart is False
        assert list((config / "autostart").iterdir()) == []
        with pytest.raises(EngineError, match="form that is wanted"):
            client.call("autostart", wanted="yes")


def test_a_folder_that_cannot_be_written_is_told(config: Path, home: Home) -> None:
    config.write_text("a file in its place")
    with pytest.raises(NoRoomError, match="can't be set"):
        autostart.enable(home)
    assert not autostart.is_enabled(home)


def test_the_desktop_entry_is_of_the_form_that_is_specified(tmp_path: Path) -> None:
    DesktopEntry(tmp_path).enable("grsearch", COMMAND)
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(tmp_path / "grsearch.desktop", "utf-8")
    assert entry["Desktop Entry"]["Type"] == "Application"
    assert entry["Desktop Entry"]["Exec"] == " ".join(f'"{word}"' for word in COMMAND)


@pytest.mark.parametrize(
    ("word", "written"),
    [("100%", '"100%%"'), ("a$b", r'"a\\$b"'), ('a"b', r'"a\\"b"'), ("a\\b", r'"a\\\\b"')],
)
def test_signs_that_mean_something_in_an_entry_are_escaped(
    word: str, written: str, tmp_path: Path
) -> None:
    DesktopEntry(tmp_path).enable("grsearch", [word])
    assert f"Exec={written}\n" in (tmp_path / "grsearch.desktop").read_text("utf-8")


@pytest.mark.parametrize("command", [COMMAND, ["/a & <b>", "caf\u00e9"]], ids=["plain", "odd"])
def test_the_launch_agent_holds_the_command(command: Sequence[str], tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents")
    assert not agent.is_enabled("grsearch", command)
    agent.enable("grsearch", command)
    assert agent.is_enabled("grsearch", command)
    found = plistlib.loads((tmp_path / "LaunchAgents/grsearch.plist").read_bytes())
    assert found["ProgramArguments"] == command
    assert found["Label"] == "grsearch"
    assert found["RunAtLoad"] is True
    agent.disable("grsearch")
    agent.disable("grsearch")
    assert not agent.is_enabled("grsearch", command)


def test_the_command_is_the_engine_of_that_home(home: Home) -> None:
    command = autostart._command(home)
    assert command[-1] == str(home.root)
    assert subprocess.run([*command[:1], "-c", f"import {command[2]}"], check=False).returncode == 0
