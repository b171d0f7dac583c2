"""A file can break its reader, never the pool."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pymupdf
import pytest

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Limits
from grsearch_desktop.extract.pool import ReaderPool


def children() -> list[psutil.Process]:
    """The reader children of this process that run."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it ended just now
            if "grsearch_desktop.extract.worker" in child.cmdline():
                found.append(child)
    return found


def refusal(pool: ReaderPool, path: Path | str | bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        pool.read_text(path if isinstance(path, bytes) else str(path))
    return caught.value


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("Milk and bread.")
    return path


@pytest.fixture
def endless_pdf(tmp_path: Path) -> Path:
    """A page whose content draws itself 40 levels deep, twice each: 2^40 times in all."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "never reached")
    forms = [document.get_new_xref() for _ in range(40)]
    for form, inner in zip(forms, [*forms[1:], 0], strict=True):
        resources = f"/Resources<</XObject<</X {inner} 0 R>>>>" if inner else ""
        document.update_object(form, f"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]{resources}>>")
        document.update_stream(form, b"/X Do /X Do" if inner else b"0 0 5 5 re f")
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</X {forms[0]} 0 R>>>>")
    document.update_stream(page.get_contents()[0], b"/X Do")
    path = tmp_path / "endless.pdf"
    document.save(path)
    return path


def started_child(pool: ReaderPool, note: Path) -> psutil.Process:
    before = set(children())
    pool.read_text(str(note))
    (child,) = set(children()) - before
    return child


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(
    endless_pdf: Path, note: Path
) -> None:
    with ReaderPool(1, Limits(seconds=1.5)) as pool:
        assert refusal(pool, endless_pdf).reason == "Reading it took longer than 1.5 seconds."
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


def test_a_stopped_reader_is_killed_at_the_limit(note: Path) -> None:
    with ReaderPool(1, Limits(seconds=1.0)) as pool:
        child = started_child(pool, note)
        child.send_signal(signal.SIGSTOP)
        assert refusal(pool, note).reason == "Reading it took longer than 1 seconds."
        assert not child.is_running()


def test_a_file_that_eats_memory_is_given_up(tmp_path: Path, note: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("All work and no play. " * 2_000_000)
    with ReaderPool(1, Limits(memory=60 << 20)) as pool:
        assert refusal(pool, path).reason == reasons.TOO_MUCH_MEMORY
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


def test_a_reader_that_died_between_two_files_costs_no_file(note: Path) -> None:
    with ReaderPool(1) as pool:
        child = started_child(pool, note)
        child.kill()
        child.wait(5)
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


def test_a_file_that_crashes_fresh_readers_is_given_up(endless_pdf: Path, note: Path) -> None:
    with ReaderPool(1) as pool:
        stop = threading.Event()

        def crash_each() -> None:
            while not stop.wait(0.05):
                for child in children():
                    if child.cpu_times().user > 0.5:
                        child.send_signal(signal.SIGSEGV)

        killer = threading.Thread(target=crash_each)
        killer.start()
        try:
            assert refusal(pool, endless_pdf).reason == reasons.CRASHED
        finally:
            stop.set()
            killer.join()
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
def test_a_file_whose_fresh_reader_is_killed_from_outside_is_read_all_the_same(
    tmp_path: Path,
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("All work and no play. " * 200_000)
    with ReaderPool(1) as pool, ThreadPoolExecutor(1) as threads:
        before = set(children())
        reading = threads.submit(pool.read_text, str(path))
        while not (started := set(children()) - before):
            assert not reading.done()
        for child in started:
            child.kill()
        assert reading.result().pages[0].text.startswith("All work")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
def test_a_file_whose_readers_are_killed_time_and_again_is_given_up(
    endless_pdf: Path, note: Path
) -> None:
    with ReaderPool(1) as pool, ThreadPoolExecutor(1) as threads:
        before = set(children())
        reading = threads.submit(pool.read_text, str(endless_pdf))
        killed: set[psutil.Process] = set()
        while not reading.done():
            for child in set(children()) - before - killed:
                with suppress(psutil.Error):
                    child.kill()
                    killed.add(child)
        assert str(reading.exception()) == reasons.CRASHED
        assert len(killed) == 4
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
def test_looks_go_on_where_a_killed_reader_left_off(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(30):
        document.new_page().insert_text((72, 72), f"page {number}")
    document.save(tmp_path / "pages.pdf")
    with ReaderPool(1) as pool:
        before = set(children())
        pages = []
        for look in pool.read_looks(str(tmp_path / "pages.pdf")):
            pages.append(look.page)
            if len(pages) == 2:
                (child,) = set(children()) - before
                child.kill()
    assert pages == list(range(1, 31))


def test_several_threads_share_the_readers(tmp_path: Path) -> None:
    paths = []
    for number in range(60):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"note number {number}")
        paths.append(path)
    with ReaderPool(2) as pool, ThreadPoolExecutor(6) as threads:
        before = len(children())
        found = threads.map(lambda path: pool.read_text(str(path)).pages[0].text, paths)
        assert list(found) == [f"note number {number}" for number in range(60)]
        assert len(children()) - before <= 2


def test_stopping_in_the_middle_of_the_looks_leaves_the_pool_usable(
    tmp_path: Path, note: Path
) -> None:
    document = pymupdf.open()
    for number in range(30):
        document.new_page().insert_text((72, 72), f"page {number}")
    document.save(tmp_path / "pages.pdf")
    with ReaderPool(1) as pool:
        looks = pool.read_looks(str(tmp_path / "pages.pdf"))
        assert next(looks).page == 1
        looks.close()  # type: ignore[attr-defined]
        assert pool.read_text(str(note)).pages[0].text == "Milk and bread."


def test_closing_stops_a_call_under_way_and_leaves_no_child(endless_pdf: Path) -> None:
    pool = ReaderPool(2)
    caught: list[UnreadableFileError] = []
    before = set(children())

    def read() -> None:
        caught.append(refusal(pool, endless_pdf))

    thread = threading.Thread(target=read)
    thread.start()
    while not set(children()) - before:
        time.sleep(0.02)
    pool.close()
    thread.join(10)
    assert (caught[0].reason, caught[0].may_pass) == (reasons.STOPPED, True)
    assert not set(children()) - before
    assert refusal(pool, endless_pdf).may_pass


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
def test_no_child_outlives_a_killed_parent(endless_pdf: Path) -> None:
    program = (
        "import sys; from grsearch_desktop.extract.pool import ReaderPool;"
        "ReaderPool(1).read_text(sys.argv[1])"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(endless_pdf)])
    watched = psutil.Process(parent.pid)
    while not (grandchildren := watched.children()):
        time.sleep(0.02)
    time.sleep(1)
    parent.kill()
    parent.wait()
    gone, alive = psutil.wait_procs(grandchildren, timeout=10)
    assert gone
    assert not alive


def test_a_reader_has_no_way_to_write_and_keeps_nothing_of_the_environment(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://localhost:9")
    monkeypatch.setenv("SOME_SECRET", "hush")
    with ReaderPool(1) as pool:
        child = started_child(pool, note)
        assert not {"HTTPS_PROXY", "SOME_SECRET"} & set(child.environ())
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has loaded is in Linux' /proc")
def test_a_reader_of_pages_loads_no_runtime_for_models(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "page")
    document.save(tmp_path / "a.pdf")
    with ReaderPool(1) as pool:
        child = started_child(pool, tmp_path / "a.pdf")
        loaded = {Path(region.path).name for region in child.memory_maps()}
        assert any(name.startswith("libmupdf") for name in loaded)
        assert not any("onnxruntime" in name for name in loaded)


def test_files_keep_their_bytes_and_times(tmp_path: Path, pool: ReaderPool) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "page")
    document.save(tmp_path / "a.pdf")
    (tmp_path / "b.csv").write_text("a,b\n1,2\n")
    before = {path: (path.stat().st_mtime_ns, _hash(path)) for path in tmp_path.iterdir()}
    for path in before:
        pool.read_text(str(path))
        list(pool.read_looks(str(path)))
    assert before == {path: (path.stat().st_mtime_ns, _hash(path)) for path in tmp_path.iterdir()}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.skipif(sys.platform == "win32", reason="names are text on Windows")
def test_a_name_that_is_no_text_is_read_by_its_bytes(tmp_path: Path, pool: ReaderPool) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "strange name")
    path = os.fsencode(tmp_path) + b"/caf\xe9 \xff\n.pdf"
    with open(path, "wb") as file:
        file.write(document.tobytes())
    assert pool.read_text(path).pages[0].text == "strange name"


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs on Windows")
def test_what_is_no_ordinary_file_is_never_waited_for(tmp_path: Path, pool: ReaderPool) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(pool, tmp_path / "pipe.txt").reason == reasons.NOT_A_FILE
    assert refusal(pool, tmp_path).reason == reasons.NOT_A_FILE
    assert refusal(pool, "/dev/zero").reason == reasons.NOT_A_FILE


def test_a_missing_file_may_come_back(tmp_path: Path, pool: ReaderPool) -> None:
    error = refusal(pool, tmp_path / "gone.txt")
    assert (error.reason, error.may_pass) == (reasons.GONE, True)
