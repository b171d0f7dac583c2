"""The choice of encode.variants, made in a child process."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)

SMALL = 20_000_000
"""Bytes of a model that is fast enough in any form: measuring takes longer than it saves."""
_LONGEST = 900.0
"""Seconds."""
_LOOK = 0.2
"""Seconds between two looks whether it is to end."""


def settle(where: Path, ended: Callable[[], bool]) -> bool:
    """Whether it came to an end, well or not: otherwise it is to be tried another time."""
    if not os.access(where, os.W_OK):
        return True
    command = [sys.executable, "-m", "grsearch_desktop.encode.variants", str(where)]
    began = time.monotonic()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            while child.poll() is None:
                if ended() or time.monotonic() - began > _LONGEST:
                    return not ended()
                time.sleep(_LOOK)
        finally:
            child.kill()
    if child.returncode:
        log.warning("the fastest form of %s can't be measured (%s)", where, child.returncode)
    return True
