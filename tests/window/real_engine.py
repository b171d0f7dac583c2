"""An engine of its own for a module of tests that pause it, break its files or kill it."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from grsearch_desktop import paths
from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home

BROKEN = "manual.pdf"
"""A PDF of which only the beginning is left; the rest is zeros, so that its size is the same."""


def library_at(folder: Path) -> Path:
    """Some notes, some photographs and a broken PDF."""
    sample = paths.resources() / "sample"
    for name in ("notes", "photos", "village"):
        shutil.copytree(sample / name, folder / name)
    whole = whole_pdf()
    (folder / BROKEN).write_bytes(whole[:20] + bytes(len(whole) - 20))
    return folder


def whole_pdf() -> bytes:
    return (paths.resources() / "sample" / "home" / "bicycle-repair.pdf").read_bytes()


def repair(folder: Path) -> None:
    """Makes the PDF whole, with the size and the time that it had: nobody can tell by these."""
    broken = folder / BROKEN
    before = broken.stat()
    broken.write_bytes(whole_pdf())
    os.utime(broken, ns=(before.st_atime_ns, before.st_mtime_ns))


@contextmanager
def engine_of(home: Home) -> Iterator[Home]:
    """A home with an engine that runs now, and does so no more afterwards, whoever started it."""
    home.create()
    connect_or_start(home).close()
    try:
        yield home
    finally:
        try:
            with Client(home) as client:
                client.stop()
        except EngineError:
            pass


def kill_engine(home: Home) -> None:
    """As `kill -9` does."""
    found = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "grsearch_desktop.engine.service" in " ".join(process.info["cmdline"] or [])
        and str(home.root) in (process.info["cmdline"] or [])
    ]
    assert len(found) == 1
    found[0].send_signal(signal.SIGKILL)
    found[0].wait(10)
