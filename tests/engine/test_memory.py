"""What is freed goes back to the system, whichever thread freed it."""

import subprocess
import sys

import pytest

WORK = """
import ctypes, gc, sys, threading
import psutil
from grsearch_desktop.engine import memory

if sys.argv[1] == "little":
    memory.hold_little()

# A large block that was freed once is what makes glibc keep as much for each arena.
block = bytearray(30 << 20)
del block

LIBRARY = ctypes.CDLL(None)
LIBRARY.malloc.restype = ctypes.c_void_p
LIBRARY.free.argtypes = [ctypes.c_void_p]
started = threading.Barrier(12)

def picture():
    started.wait()
    rows = [LIBRARY.malloc(200_000) for _ in range(100)]
    for row in rows:
        ctypes.memset(row, 1, 200_000)
    started.wait()
    for row in rows:
        LIBRARY.free(row)

before = psutil.Process().memory_info().rss
threads = [threading.Thread(target=picture) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
memory.give_back()
print(psutil.Process().memory_info().rss - before)
"""


def kept(how: str) -> int:
    """Bytes that a process still holds after twelve threads held 20 MB each, and freed them."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, how], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="is about glibc")
def test_threads_that_are_gone_keep_no_memory() -> None:
    assert kept("little") < 20 << 20
