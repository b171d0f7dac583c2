"""What a reader can't do once it is confined, tried for real in processes of its kind."""

import errno
import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from grsearch_desktop.extract import seccomp
from grsearch_desktop.extract.confine import Confinement
from grsearch_desktop.extract.pool import ReaderPool
from tests.conftest import ROOT
from tests.extract import confinement_probe as probe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement is for Linux")

Done = dict[str, list[str]]


def done(mode: str, folder: Path) -> Done:
    """What a process could do, by group; skips where the kernel offers no such confinement."""
    program = [sys.executable, "-m", "tests.extract.confinement_probe", mode, str(folder)]
    answer = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    found: Done | None = json.loads(answer.stdout)
    if found is None:
        pytest.skip(f"this kernel offers no confinement of the kind: {mode}")
    return found


def test_a_free_process_can_do_all_that_is_tried(tmp_path: Path) -> None:
    found = done("free", tmp_path)
    assert found["changes"] == sorted(probe.changes(tmp_path))
    assert found["marks"] == sorted(probe.marks(tmp_path))
    assert {"tcp", "udp", "unix", "pair"} <= set(found["network"])
    assert found["programs"] == sorted(probe.programs())
    assert found["needs"] == sorted(probe.needs(tmp_path))


def test_a_confined_process_reads_and_does_nothing_else(tmp_path: Path) -> None:
    needs = sorted(probe.needs(tmp_path))
    if os.uname().machine not in seccomp.MACHINES:
        pytest.skip("no seccomp filter is written for this machine")
    assert done("whole", tmp_path) == {
        "changes": [],
        "marks": [],
        "network": [],
        "programs": [],
        "needs": needs,
    }


def test_the_filter_of_calls_is_enough_by_itself(tmp_path: Path) -> None:
    found = done("seccomp", tmp_path)
    assert not any(found[group] for group in ("changes", "marks", "network", "programs"))
    assert found["needs"] == sorted(probe.needs(tmp_path))


def test_landlock_by_itself_keeps_files_as_they_are(tmp_path: Path) -> None:
    found = done("landlock", tmp_path)
    # Truncating by name is refused from version 3 on.
    assert set(found["changes"]) <= {"truncate"}
    assert "start" not in found["programs"]
    assert found["needs"] == sorted(probe.needs(tmp_path))


def statuses(process: psutil.Process) -> list[dict[str, str]]:
    """What the kernel tells about each thread of a process."""
    return [
        dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        for status in Path(f"/proc/{process.pid}/task").glob("*/status")
    ]


def test_every_thread_of_a_reader_that_has_read_is_confined(shared_data: Path) -> None:
    before = set(psutil.Process().children())
    with ReaderPool(1) as pool:
        paper = next((shared_data / "papers").rglob("*.pdf"))
        pool.read_text(str(paper))
        photo = next((shared_data / "photos").rglob("*.jpg"))
        list(pool.read_looks(str(photo)))
        if not pool.confinement().seccomp:
            pytest.skip("this kernel offers no filter of calls")
        (reader,) = set(psutil.Process().children()) - before
        found = statuses(reader)
        assert {(status["NoNewPrivs"], status["Seccomp"]) for status in found} == {("1", "2")}


def test_a_reader_asks_no_user_database_for_its_home(tmp_path: Path) -> None:
    if (strace := shutil.which("strace")) is None:
        pytest.skip("strace is not installed")
    (tmp_path / "note.txt").write_text("Milk and bread.")
    log = tmp_path / "calls"
    program = (
        "import sys; from grsearch_desktop.extract.pool import ReaderPool;"
        "print(ReaderPool(1).read_text(sys.argv[1]).pages[0].text)"
    )
    traced = [strace, "-f", "-qq", "-e", "trace=socket,connect", "-o", str(log)]
    answer = subprocess.run(
        [*traced, sys.executable, "-c", program, str(tmp_path / "note.txt")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if answer.returncode != 0 and "ptrace" in answer.stderr:
        pytest.skip("tracing is not allowed here")
    assert answer.stdout == "Milk and bread.\n"
    assert "socket(" not in log.read_text()


def test_the_pool_tells_what_keeps_its_readers_in_before_any_file_is_read() -> None:
    with ReaderPool(1) as pool:
        first = pool.confinement()
        assert first.sentence.startswith(
            "Readers" if first.forbids_writing else "Nothing here keeps readers"
        )
        assert pool.confinement() == first


def test_confined_readers_read_the_whole_sample() -> None:
    paths = [path for path in (ROOT / "resources" / "sample").rglob("*") if path.is_file()]
    with ReaderPool(2) as pool:
        for path in paths:
            content = pool.read_text(str(path))
            has_words = any(page.text.strip() for page in content.pages)
            assert has_words or list(pool.read_looks(str(path))), path


OLD_KERNEL = """
import ctypes, logging, os, struct, sys
from grsearch_desktop.extract import seccomp
from grsearch_desktop.extract.pool import ReaderPool

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
machine = os.uname().machine
hidden = {"x86_64": (444, 317), "aarch64": (444, 277)}[machine]
unknown = lambda number: [(0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | 38)]
program = [(0x20, 0, 0, 0), *unknown(hidden[0]), *unknown(hidden[1]), (0x06, 0, 0, 0x7FFF0000)]
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
if not seccomp.install([struct.pack("=HBBI", *step) for step in program], machine):
    sys.exit("no filter")
with ReaderPool(2) as pool:
    for path in sys.argv[1:]:
        print(pool.read_text(path).pages[0].text)
    print(pool.confinement())
"""


def test_where_the_kernel_offers_nothing_it_reads_on_and_says_so_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text("Milk and bread.")
    answer = subprocess.run(
        [sys.executable, "-c", OLD_KERNEL, *paths], cwd=ROOT, capture_output=True, text=True
    )
    if answer.stderr == "no filter\n":
        pytest.skip("this kernel offers no filter of calls, which this test hides others with")
    assert answer.stdout.splitlines() == [
        Confinement().sentence,
        "Milk and bread.",
        "Milk and bread.",
        str(Confinement()),
    ]


def verdict(machine: str, number: int, *arguments: int, kind: int | None = None) -> int | None:
    """What the filter says to a call: None where it may pass, else the error; process id 77."""
    kind = seccomp.MACHINES[machine][1] if kind is None else kind
    padded = (*arguments, *[0] * (6 - len(arguments)))
    call = struct.pack("=IIQ6Q", number, kind, 0, *padded)
    program = [struct.unpack("=HBBI", step) for step in seccomp.filter_program(machine, 77)]
    at = held = 0
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == 0x20:
            (held,) = struct.unpack_from("=I", call, value)
        elif code == 0x06:
            return None if value == 0x7FFF0000 else value - 0x50000
        else:
            holds = {0x15: held == value, 0x25: held > value, 0x45: bool(held & value)}[code]
            at += if_true if holds else if_false


CALLS: dict[str, dict[str, int]] = {
    "x86_64": dict(
        read=0, openat=257, socket=41, execve=59, clone=56, kill=62, ioctl=16, prlimit64=302
    ),
    "aarch64": dict(
        read=63, openat=56, socket=198, execve=221, clone=220, kill=129, ioctl=29, prlimit64=261
    ),
}


@pytest.mark.parametrize("machine", list(CALLS))
def test_the_filter_of_each_machine_judges_calls_by_number_and_argument(machine: str) -> None:
    def judged(name: str, *arguments: int) -> int | None:
        return verdict(machine, CALLS[machine][name], *arguments)

    assert judged("read") is None
    assert judged("openat", 0, 0, os.O_RDONLY | os.O_CLOEXEC) is None
    for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND):
        assert judged("openat", 0, 0, flag | os.O_CLOEXEC) == errno.EPERM
    assert judged("socket", 1) == judged("execve") == errno.EPERM
    assert judged("clone", 0x3D0F00) is None
    assert judged("clone", 17) == errno.EPERM
    assert judged("kill", 77, 6) is None
    assert judged("kill", 78, 6) == errno.EPERM
    assert judged("prlimit64", 0) is None
    assert judged("prlimit64", 78) == errno.EPERM
    assert judged("ioctl", 0, 0x5401) is None
    assert judged("ioctl", 0, 0x5412) == errno.ENOTTY


@pytest.mark.parametrize("machine", list(CALLS))
def test_calls_of_another_kind_of_machine_or_of_a_later_kernel_do_not_slip_by(machine: str) -> None:
    assert verdict(machine, 3, kind=0x40000003) == errno.EPERM
    assert verdict(machine, 500) == errno.ENOSYS
    assert verdict(machine, 0x40000000 + 41) == errno.ENOSYS
