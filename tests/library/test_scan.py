"""The walk through a folder: what is found in it, and what it survives."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import FoundFile, UnreadableFolder, look_at, scan

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX alone has these")


def walked(root: Path, rules: Rules | None = None) -> list[str]:
    """Paths of the files, relative to `root`, in the order they were found."""
    found = list(scan(str(root), rules or Rules()))
    assert all(isinstance(entry, FoundFile) for entry in found), found
    return [os.path.relpath(entry.path, root) for entry in found]


def write(path: Path, content: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_every_file_is_found_once_in_an_order_that_stays(tmp_path: Path) -> None:
    for name in ("b.txt", "a/two.txt", "a/one.txt", "a/deep/er/x", "c/y"):
        write(tmp_path / name)
    (tmp_path / "empty").mkdir()
    wanted = ["b.txt", "a/one.txt", "a/two.txt", "a/deep/er/x", "c/y"]
    assert walked(tmp_path) == walked(tmp_path) == wanted


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "12345")
    os.utime(path, ns=(1_000_000_000, 1_234_567_890_123_456_789))
    (found,) = scan(str(tmp_path), Rules())
    assert isinstance(found, FoundFile)
    assert (found.size, found.mtime_ns, found.atime_ns) == (
        5,
        1_234_567_890_123_456_789,
        1_000_000_000,
    )
    assert (found.number, found.links) == (path.stat().st_ino, 1)
    assert found == look_at(str(path))


@pytest.mark.parametrize("year", [1900, 1969, 2262, 2400])
def test_a_time_far_away_fits_the_library(tmp_path: Path, year: int) -> None:
    path = write(tmp_path / "a.txt")
    try:
        os.utime(path, ns=(0, (year - 1970) * 31_556_952 * 10**9))
    except OSError:
        pytest.skip("this file system knows no such time")
    for root in (tmp_path, path):
        (found,) = scan(str(root), Rules())
        assert isinstance(found, FoundFile)
        assert -(2**63) <= found.mtime_ns < 2**63


def test_what_the_rules_leave_out_is_not_entered(tmp_path: Path) -> None:
    for name in ("keep.txt", ".git/config", "sub/node_modules/m/index.js", "old.bak", ".hidden/x"):
        write(tmp_path / name)
    assert walked(tmp_path, Rules(["*.bak"])) == ["keep.txt"]
    assert walked(tmp_path, Rules(hidden=True)) == ["keep.txt", "old.bak", ".hidden/x"]


def test_a_python_environment_is_passed_over_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path / "project/main.py")
    write(tmp_path / "project/env3/pyvenv.cfg")
    write(tmp_path / "project/env3/lib/module.py")
    assert walked(tmp_path) == ["project/main.py"]


def test_a_python_environment_that_was_asked_for_is_walked(tmp_path: Path) -> None:
    write(tmp_path / "pyvenv.cfg")
    write(tmp_path / "lib/module.py")
    assert walked(tmp_path) == ["pyvenv.cfg", "lib/module.py"]


def test_a_single_file_is_found_even_if_the_rules_leave_it_out(tmp_path: Path) -> None:
    path = write(tmp_path / ".secret.bak", "123")
    (found,) = scan(str(path), Rules(["*.bak"]))
    assert isinstance(found, FoundFile)
    assert (found.path, found.size) == (str(path), 3)


def test_a_folder_that_vanished_is_told(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert list(scan(gone, Rules())) == [UnreadableFolder(gone, "The folder is not there.")]


@POSIX
def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a/file.txt")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "a/self").symlink_to(tmp_path / "a/self")
    (tmp_path / "a/twin.txt").symlink_to(tmp_path / "a/file.txt")
    (tmp_path / "a/broken").symlink_to(tmp_path / "nowhere")
    assert walked(tmp_path) == ["a/file.txt"]


@POSIX
def test_a_link_that_was_asked_for_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real/file.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert walked(tmp_path / "link") == ["file.txt"]


@POSIX
def test_fifos_and_sockets_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "file.txt")
    os.mkfifo(tmp_path / "fifo.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket.txt"))
        assert walked(tmp_path) == ["file.txt"]


@POSIX
def test_a_fifo_as_root_is_no_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (found,) = scan(str(tmp_path / "fifo"), Rules())
    assert isinstance(found, UnreadableFolder)


@pytest.mark.skipif(sys.platform != "linux", reason="others refuse such names")
def test_names_that_are_not_utf8_keep_their_bytes(tmp_path: Path) -> None:
    names = [b"caf\xe9.txt", b"\xff\xfe", "é.txt".encode(), b"new\nline.txt", b"tab\t.txt"]
    for name in names:
        (Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))).write_bytes(b"x")
    found = {os.path.basename(os.fsencode(entry.path)) for entry in scan(str(tmp_path), Rules())}
    assert found == set(names)


@pytest.fixture
def as_somebody() -> Iterator[None]:
    """Rights that count: root may look into every folder."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@POSIX
@pytest.mark.parametrize("rights", [0, 0o444], ids=["shut", "listed but not entered"])
def test_a_folder_without_permission_is_told_and_the_rest_found(
    tmp_path: Path, request: pytest.FixtureRequest, rights: int
) -> None:
    write(tmp_path / "open/a.txt")
    write(tmp_path / "shut/b.txt")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and "pytest" in str(folder):
            folder.chmod(0o755)
    (tmp_path / "shut").chmod(rights)
    try:
        request.getfixturevalue("as_somebody")
        found = list(scan(str(tmp_path), Rules()))
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        (tmp_path / "shut").chmod(0o700)
    assert [os.path.basename(entry.path) for entry in found] == ["a.txt", "shut"]
    assert found[1] == UnreadableFolder(
        str(tmp_path / "shut"), "You have no permission to look into this folder."
    )


def test_a_folder_that_the_disk_fails_to_list_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a/one.txt")
    write(tmp_path / "b/two.txt")
    real = os.scandir

    def failing(folder: str) -> object:
        if folder.endswith("/a"):
            raise OSError(errno.EIO, "Input/output error")
        return real(folder)

    monkeypatch.setattr(os, "scandir", failing)
    told, found = scan(str(tmp_path), Rules())
    assert told == UnreadableFolder(
        str(tmp_path / "a"), "The folder can't be listed: Input/output error."
    )
    assert found.path.endswith("two.txt")


def test_a_folder_that_vanishes_on_the_way_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a/one.txt")
    write(tmp_path / "b/two.txt")
    found = scan(str(tmp_path), Rules())
    real = os.scandir

    def after_deletion(folder: str) -> object:
        if folder.endswith("/a"):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return real(folder)

    monkeypatch.setattr(os, "scandir", after_deletion)
    assert [os.path.basename(entry.path) for entry in found] == ["two.txt"]


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_root_that_vanishes_on_the_way_is_told(tmp_path: Path, comes_back: bool) -> None:
    """Else the files of a drive that was pulled out just now would count as deleted.

    An unmounted drive leaves an empty folder of the same name.
    """
    root = tmp_path / "drive"
    for name in ("a/one.txt", "b/two.txt"):
        write(root / name)
    walk = scan(str(root), Rules())
    assert isinstance(next(walk), FoundFile)
    root.rename(tmp_path / "elsewhere")
    if comes_back:
        root.mkdir()
    assert list(walk) == [UnreadableFolder(str(root), "The folder is not there.")]


@POSIX
def test_a_deep_tree_is_walked_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        folder /= "d"
    folder.mkdir(parents=True)
    write(folder / "end.txt")
    assert len(walked(tmp_path)) == 1
