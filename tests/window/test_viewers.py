"""A PDF is opened at a page: with a viewer that writes down what it was given."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.paths import Home
from grsearch_desktop.window import viewers
from grsearch_desktop.window.file_actions import FileActions
from tests.window.conftest import OpenedFiles, OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit

if not sys.platform.startswith("linux"):
    pytest.skip("desktop files are Linux's way to name a viewer", allow_module_level=True)

NAMES = [b"plain.pdf", b"-rf {page} $(id).pdf", b"caf\xe9 'quoted'.pdf", b"#3 50%.pdf"]


class Desktop:
    """A desktop whose viewer for PDFs is a script."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given = folder / "given"
        self._programs = folder / "programs"
        self._programs.mkdir()
        self._applications = folder / "data" / "applications"
        self._applications.mkdir(parents=True)
        monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
        monkeypatch.setenv("XDG_DATA_DIRS", str(folder / "none"))
        monkeypatch.setenv("PATH", f"{self._programs}:{os.environ['PATH']}")

    def install(self, entry: str, arguments: str, exit_code: int = 0) -> None:
        """Makes the script known by a desktop file, as the viewer for PDFs."""
        viewer = self._script("viewer", f'printf "%s\\0" "$@" > "{self.given}"; exit {exit_code}')
        self._script("xdg-mime", f'[ "$*" = "query default application/pdf" ] && echo {entry}')
        (self._applications / entry).write_text(
            f"[Desktop Entry]\nType=Application\nName=Viewer\nName[de]=Betrachter\n"
            f"Exec={viewer} {arguments}\n\n[Desktop Action New]\nExec=wrong\n"
        )

    @property
    def arguments(self) -> list[bytes]:
        """What the viewer was given."""
        return self.given.read_bytes().split(b"\0")[:-1]

    def _script(self, name: str, does: str) -> Path:
        script = self._programs / name
        script.write_text(f"#!/bin/sh\n{does}\n")
        script.chmod(0o700)
        return script


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    return Desktop(tmp_path, monkeypatch)


def _pdf(folder: Path, name: bytes = b"plain.pdf") -> str:
    path = os.fsencode(folder) + b"/" + name
    with open(path, "wb") as file:
        file.write(b"%PDF-1.4")
    return os.fsdecode(path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("entry", "before", "after"),
    [
        ("org.gnome.Evince.desktop", [b"--page-index=7"], []),
        ("org.gnome.Papers.desktop", [b"--page-index=7"], []),
        ("org.kde.okular.desktop", [b"--page", b"7"], []),
        ("org.pwmt.zathura.desktop", [b"--page=7"], []),
        ("mupdf.desktop", [], [b"7"]),
    ],
)
def test_a_viewer_is_given_the_page_and_the_file_byte_for_byte(
    desktop: Desktop,
    tmp_path: Path,
    name: bytes,
    entry: str,
    before: list[bytes],
    after: list[bytes],
) -> None:
    desktop.install(entry, "%U")
    path = _pdf(tmp_path, name)
    assert viewers.opened_at(path, 7)
    assert desktop.arguments == [*before, os.fsencode(path), *after]


def test_a_browser_is_given_the_page_in_the_address(desktop: Desktop, tmp_path: Path) -> None:
    desktop.install("firefox.desktop", "--new-tab %u")
    assert viewers.opened_at(_pdf(tmp_path, b"caf\xe9 #3.pdf"), 7)
    url = tmp_path.as_uri().encode() + b"/caf%E9%20%233.pdf#page=7"
    assert desktop.arguments == [b"--new-tab", url]


def test_a_viewer_in_a_sandbox_has_its_options_before_the_forwarded_file(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.install("org.gnome.Evince.desktop", "run --command=evince org.gnome.Evince @@u %U @@")
    path = _pdf(tmp_path)
    assert viewers.opened_at(path, 7)
    given = [b"run", b"--command=evince", b"org.gnome.Evince", b"--page-index=7", b"@@u"]
    assert desktop.arguments == [*given, Path(path).as_uri().encode(), b"@@"]


def test_codes_for_icons_and_names_are_left_out() -> None:
    viewer = viewers.viewer_of("okular")
    assert viewer is not None
    given = viewers.arguments('"/opt/my viewer" %i -caption %c %f', viewer, "/a b.pdf", 2)
    assert given == ["/opt/my viewer", "-caption", "--page", "2", "/a b.pdf"]
    assert viewers.arguments('"unclosed', viewer, "/a.pdf", 2) == []


def test_viewers_of_windows_are_known_by_their_program() -> None:
    for name, expected in (
        ("SumatraPDF", ["-page", "3", "/a.pdf"]),
        ("AcroRd32", ["/A", "page=3", "/a.pdf"]),
        ("msedge", ["file:///a.pdf#page=3"]),
    ):
        viewer = viewers.viewer_of(name)
        assert viewer is not None
        assert viewers.arguments(name, viewer, "/a.pdf", 3)[1:] == expected


@pytest.mark.parametrize(
    ("entry", "arguments", "exit_code"),
    [("org.unknown.Viewer.desktop", "%f", 0), ("evince.desktop", "%f", 1)],
)
def test_a_viewer_that_takes_no_page_or_fails_leaves_the_file_to_the_system(
    desktop: Desktop,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    opened_files: OpenedFiles,
    entry: str,
    arguments: str,
    exit_code: int,
) -> None:
    monkeypatch.setattr("grsearch_desktop.window.file_actions.opened_at", viewers.opened_at)
    desktop.install(entry, arguments, exit_code)
    path = _pdf(tmp_path)
    actions = FileActions()
    actions.open(path, 7)
    qtbot.waitUntil(lambda: opened_files.paths == [path])
    assert desktop.given.exists() is bool(exit_code)


def test_enter_opens_a_hit_at_its_page(
    qtbot: QtBot,
    home: Home,
    engine: FakeEngine,
    open_window: OpenWindow,
    desktop: Desktop,
    tmp_path: Path,
) -> None:
    desktop.install("okular.desktop", "%U")
    path = _pdf(tmp_path)
    window = open_window(home)
    hit = a_hit(path, kind="pdf", item="page", page=12)
    engine.answers["search"] = lambda params: SearchAnswer(params["query"], 1.0, (hit,))
    window.search_for("bicycle")
    qtbot.waitUntil(lambda: window.list.path == path)
    qtbot.keyClick(window.box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(desktop.given.exists)
    qtbot.waitUntil(lambda: desktop.arguments == [b"--page", b"12", os.fsencode(path)])
