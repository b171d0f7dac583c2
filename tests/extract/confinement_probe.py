"""Tries what a reader must not do, and what it needs, and prints what happened as JSON.

Started by test_confine.py as `python -m tests.extract.confinement_probe MODE FOLDER`.
"""

import ctypes
import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from grsearch_desktop.extract import confine, landlock, seccomp


def changes(folder: Path) -> dict[str, Callable[[], object]]:
    """Ways to change a file; each has one of its own."""

    def own(name: str) -> str:
        return str(folder / name)

    return {
        "create": lambda: open(own("new"), "w"),
        "append": lambda: open(own("append"), "a"),
        "edit": lambda: open(own("edit"), "r+b"),
        "truncate": lambda: os.truncate(own("truncate"), 0),
        "delete": lambda: os.unlink(own("delete")),
        "rename": lambda: os.rename(own("rename"), own("renamed")),
        "move": lambda: os.rename(own("move"), own("folder/move")),
        "link": lambda: os.link(own("link"), own("linked")),
        "symlink": lambda: os.symlink(own("link"), own("symlink")),
        "make a pipe": lambda: os.mkfifo(own("pipe")),
        "make a folder": lambda: os.mkdir(own("made")),
        "remove a folder": lambda: os.rmdir(own("empty")),
    }


def marks(folder: Path) -> dict[str, Callable[[], object]]:
    """Ways to change what is known of a file."""
    return {
        "rights": lambda: os.chmod(folder / "marks", 0o600),
        "times": lambda: os.utime(folder / "marks", (0, 0)),
        "file in memory": lambda: os.memfd_create("memory"),
    }


def network() -> dict[str, Callable[[], object]]:
    """Sockets of every common family."""
    return {
        "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "tcp 6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM),
        "unix": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "pair": socket.socketpair,
    }


def programs() -> dict[str, Callable[[], object]]:
    """Other programs, new and running."""
    return {
        "start": lambda: os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", ":"], {}), 0),
        "signal": lambda: os.kill(os.getppid(), 0),
    }


def needs(folder: Path) -> dict[str, Callable[[], object]]:
    """What readers do."""

    def run_thread() -> None:
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()

    def read_by_descriptor() -> None:
        with open(folder / "link", "rb") as file, open(f"/dev/fd/{file.fileno()}", "rb") as again:
            assert again.read() == b"words"

    return {
        "read": lambda: (folder / "link").read_bytes(),
        "list": lambda: os.listdir(folder),
        "import": lambda: __import__("xml.sax.expatreader"),
        "map memory": lambda: ctypes.create_string_buffer(64 << 20),
        "thread": run_thread,
        "read by descriptor": read_by_descriptor,
        "limits": lambda: confine.allow(1 << 30, 60),
    }


def main() -> None:
    mode, folder = sys.argv[1], Path(sys.argv[2])
    for name in ("append", "edit", "truncate", "delete", "rename", "move", "link", "marks"):
        (folder / name).write_text("words")
    for name in ("folder", "empty"):
        (folder / name).mkdir()
    if mode != "free":
        confine.die_with(os.getppid())
        whole = confine.lock_down() if mode == "whole" else confine.Confinement()
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
        if mode == "landlock":
            whole = confine.Confinement(landlock=landlock.give_up_writing())
        if mode == "seccomp":
            whole = confine.Confinement(seccomp=seccomp.forbid_calls())
        if (whole.landlock, whole.seccomp) == (0, False):
            print(json.dumps(None))
            return
    tried = {
        "changes": changes(folder),
        "marks": marks(folder),
        "network": network(),
        "programs": programs(),
        "needs": needs(folder),
    }
    print(json.dumps({group: sorted(_done(ways)) for group, ways in tried.items()}))


def _done(ways: dict[str, Callable[[], object]]) -> list[str]:
    done = []
    for name, way in ways.items():
        try:
            way()
        except OSError:
            continue
        done.append(name)
    return done


if __name__ == "__main__":
    main()
