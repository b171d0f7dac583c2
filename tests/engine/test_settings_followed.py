"""Settings that change while an engine runs count at once; what they exclude leaves no trace."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from tests.engine.test_notices import serving as serving  # a fixture
from tests.engine.test_service import idle, until


def bytes_of(home: Home) -> bytes:
    """All that lies beside the library, the write-ahead log and backups among it."""
    return b"".join(
        path.read_bytes() for path in home.root.iterdir() if path.name.startswith("library.db")
    )


@pytest.mark.parametrize("excluded", ["private/", "*.note"])
def test_what_is_excluded_later_leaves_no_trace(
    serving: Callable[[], Client], folder: Path, home: Home, excluded: str
) -> None:
    private = folder / "private"
    private.mkdir()
    (private / "xanthophyll.note").write_text(
        "The zwitterion password is quetzalcoatlus, said Ermintrude Bathsheba."
    )
    betraying = [b"anthophyll", b"witterion", b"uetzalcoatlus", b"rmintrude"]
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 16 and idle(client))
        assert client.search(SearchRequest("quetzalcoatlus")).hits
        assert [known for known in betraying if known in bytes_of(home)], "the test sees it"
        settings_file.save(home.settings, Settings(ignore=(excluded,)))
        until(lambda: client.status().files["total"] == 15 and idle(client))
        until(lambda: not [known for known in betraying if known in bytes_of(home)])
        names = {Path(hit.path).name for hit in client.search(SearchRequest("zwitterion")).hits}
        assert "xanthophyll.note" not in names
    assert (private / "xanthophyll.note").exists()


def test_what_is_excluded_goes_while_work_is_paused_and_its_drive_is_away(
    serving: Callable[[], Client], folder: Path, home: Home
) -> None:
    (folder / "quetzal.note").write_text("The zwitterion password is quetzalcoatlus.")
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 16 and idle(client))
        client.pause(True)
        folder.rename(folder.with_name("away"))
        assert b"uetzalcoatlus" in bytes_of(home), "the test sees it"
        settings_file.save(home.settings, Settings(ignore=("*.note",)))
        until(lambda: client.status().files["total"] == 15)
        until(lambda: b"uetzalcoatlus" not in bytes_of(home))
        assert client.progress().paused


def test_hidden_files_come_and_go_with_the_setting(
    serving: Callable[[], Client], folder: Path, home: Home
) -> None:
    (folder / ".secret.txt").write_text("Hidden words.")
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        settings_file.save(home.settings, Settings(hidden=True))
        until(lambda: client.status().files["total"] == 16)
        settings_file.save(home.settings, Settings(hidden=False))
        until(lambda: client.status().files["total"] == 15)


def test_settings_that_cannot_be_read_are_told_and_those_before_go_on(
    serving: Callable[[], Client], folder: Path, home: Home
) -> None:
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        home.settings.write_text("ignore = [")
        until(lambda: client.status().notices)
        (notice,) = client.status().notices
        assert str(home.settings) in notice
        assert client.search(SearchRequest("flat tyre")).hits
        settings_file.save(home.settings, replace(Settings(), ignore=("*.pdf",)))
        until(lambda: client.status().files["total"] < 15)
        assert client.status().notices == ()


def test_the_same_settings_written_anew_change_nothing(home: Home, indexed: Engine) -> None:
    settings_file.save(home.settings, indexed.settings)
    os.utime(home.settings, (1, 1))
    assert not [1 for _ in range(3) if indexed.followed.look()]
    settings_file.save(home.settings, replace(indexed.settings, alpha=0.3))
    assert not indexed.followed.look(), "it may still be being written"
    assert indexed.followed.look()
    assert indexed.settings.alpha == 0.3
