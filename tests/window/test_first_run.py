"""From nothing to a first answer."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest import MonkeyPatch
from pytestqt.qtbot import QtBot

from grsearch_desktop import paths
from grsearch_desktop.engine.client import Client
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.window.conftest import OpenWindow
from tests.window.test_searching import names


@pytest.fixture
def persons_folders(tmp_path: Path, monkeypatch: MonkeyPatch) -> Path:
    """A person with documents and an empty desktop, as the system's own list names them."""
    own = tmp_path / "person"
    shutil.copytree(paths.resources() / "sample", own / "Papers")
    (own / "Desk").mkdir()
    (own / ".config").mkdir()
    (own / ".config" / "user-dirs.dirs").write_text(
        'XDG_DOCUMENTS_DIR="$HOME/Papers"\nXDG_DESKTOP_DIR="$HOME/Desk"\n'
    )
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own / ".config"))
    return own


@pytest.fixture
def ending(home: Home) -> Iterator[None]:
    yield
    try:
        with Client(home) as client:
            client.stop()
    except EngineError:
        pass


def test_a_first_start_offers_the_persons_folders_and_finds_in_them(
    qtbot: QtBot, persons_folders: Path, home: Home, open_window: OpenWindow, ending: None
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: window.first.isVisible(), timeout=20_000)
    assert list(window.first.offers) == [str(persons_folders / "Papers")]
    window.first.start.click()
    qtbot.waitUntil(lambda: window.page.message.headline.startswith("Search"), timeout=20_000)
    qtbot.keyClicks(window.box.line, "lemon tart")
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"], timeout=60_000)


def test_nothing_is_read_that_was_not_chosen(
    qtbot: QtBot, persons_folders: Path, home: Home, open_window: OpenWindow, ending: None
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: window.first.isVisible(), timeout=20_000)
    (offer,) = window.first.offers.values()
    offer.click()
    assert not window.first.start.isEnabled()
    with Client(home) as client:
        assert client.status().folders == ()
