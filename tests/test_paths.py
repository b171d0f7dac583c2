"""Where things lie, and who may look there."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.paths import Home, home, resources

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and owners are POSIX's")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's home but the test's."""
    for name in ("GRSEARCH_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "eva"))


def test_the_home_that_was_named_comes_before_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert home().root.is_relative_to(tmp_path / "eva")
    monkeypatch.setenv("GRSEARCH_HOME", "~/library")
    assert home().root == tmp_path / "eva" / "library"
    assert home(Path("~/other")).root == tmp_path / "eva" / "other"
    monkeypatch.chdir(tmp_path)
    assert home(Path("here")).root == tmp_path / "here"


def test_all_that_a_library_needs_lies_in_its_home(tmp_path: Path) -> None:
    one = Home(tmp_path)
    places = {one.settings, one.library, one.models, one.log, one.lock}
    assert len(places) == 5
    assert all(place.is_relative_to(tmp_path) for place in places)


@POSIX
def test_a_new_home_can_be_entered_by_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        made = Home(tmp_path / "a" / "b")
        made.create()
        made.create()
        assert stat.S_IMODE(made.root.stat().st_mode) == 0o700
    finally:
        os.umask(old)


def test_a_home_in_the_place_of_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoRoomError, match="can't be written"):
        Home(tmp_path / "file").create()


@POSIX
@pytest.mark.parametrize("given", [True, False])
def test_the_socket_lies_where_only_this_user_can_enter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: bool
) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    if given:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    folder = Home(tmp_path / "library").socket.parent
    assert folder.is_relative_to(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    assert Home(tmp_path / "library").socket.parent == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@POSIX
def test_a_folder_for_the_socket_that_another_user_made_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "grsearch").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    with pytest.raises(PermissionError, match="belongs to another user"):
        _ = Home(tmp_path / "library").socket


@POSIX
def test_each_library_has_a_socket_with_a_short_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    roots = [tmp_path / "one", tmp_path / "two", tmp_path / ("long" * 60), tmp_path / "\udcff"]
    sockets = [Home(root).socket for root in roots]
    assert len(set(sockets)) == len(roots)
    assert Home(roots[0]).socket == sockets[0], "the same for every process"
    assert max(len(socket.name) for socket in sockets) <= 30


def test_the_shipped_resources_are_found() -> None:
    assert (resources() / "sample").is_dir()
    assert (resources() / "models" / "bundled").is_dir()
