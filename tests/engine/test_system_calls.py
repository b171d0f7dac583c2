"""What an engine and its readers ask of the system, from the first folder to the last search."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.engine.test_service import idle, until

CHANGING = (
    "creat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
    "link", "linkat", "symlink", "symlinkat", "truncate", "ftruncate", "chmod", "fchmod",
    "fchmodat", "chown", "fchown", "fchownat", "lchown", "utime", "utimes", "utimensat",
    "futimesat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "mknod", "mknodat",
    "fallocate",
)  # fmt: skip
OPENING = ("open", "openat", "openat2")
TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_an_engine_at_work_changes_no_file_of_the_person_and_opens_no_socket_but_its_own(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    home.create()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    trace = tmp_path / "trace"
    known = subprocess.run(["strace", "-qq", "-e", "trace=?socket", "true"], capture_output=True)
    if known.returncode:
        pytest.skip(f"strace may not look: {known.stderr.decode()}")
    calls = ",".join(f"?{call}" for call in (*CHANGING, *OPENING, "socket", "socketpair"))
    engine = subprocess.Popen(
        [
            *("strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(trace), "-e", f"trace={calls}"),
            *(sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)),
        ],
        stdin=subprocess.DEVNULL,
    )
    try:
        until(lambda: answers(home))
        with Client(home) as client:
            client.index([str(folder)])
            until(lambda: client.status().files["total"] == 16 and idle(client))
            hits = client.search(SearchRequest("how do I fix a flat tyre")).hits
            photo = str(folder / "photos" / "IMG_1042.jpg")
            assert client.search(SearchRequest("", image=photo)).hits
            assert client.thumbnail(hits[0].item_id)
            assert client.page_image(hits[0].path, hits[0].page, 400).jpeg
            (folder / "notes" / "lemon-tart.md").rename(folder / "lemon.md")
            until(lambda: client.search(SearchRequest("name:lemon.md")).hits)
            client.forget([str(folder)])
            client.stop()
        engine.wait(60)
    finally:
        engine.kill()
        engine.wait()
    lines = trace.read_text("utf-8", "replace").splitlines()
    ours = [line for line in lines if str(folder) in line]
    opened = [line for line in ours if called(line) in OPENING]
    assert len(opened) > 16, "the test sees what is read"
    assert not [line for line in opened if TO_WRITE.search(line)]
    assert not [line for line in ours if called(line) in CHANGING]
    assert any(called(line) in CHANGING and str(home.root) in line for line in lines)
    sockets = [line for line in lines if called(line) in ("socket", "socketpair")]
    assert sockets
    assert not [line for line in sockets if "AF_UNIX" not in line]


def called(line: str) -> str:
    """The system call of a line: "1234  openat(AT_FDCWD</>, ..."."""
    return line.split(None, 1)[1].partition("(")[0] if " " in line else ""


def answers(home: Home) -> bool:
    try:
        with Client(home) as client:
            client.progress()
    except EngineError:
        return False
    return True
