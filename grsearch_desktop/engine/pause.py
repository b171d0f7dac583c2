"""A pause that outlives the engine: for some time, or for good."""

import json
import logging
import time
from dataclasses import dataclass

from grsearch_desktop import whole
from grsearch_desktop.errors import EngineError, NoRoomError
from grsearch_desktop.paths import Home

log = logging.getLogger(__name__)

RESTART = "restart"
GOOD = "good"

_LATEST = 1e12
"""Seconds since 1970 that no clock will show."""


@dataclass(frozen=True)
class Pause:
    until: float | None = None
    """Seconds since 1970; None: until the person says so."""

    @property
    def over(self) -> bool:
        return self.until is not None and time.time() >= self.until


def load(home: Home) -> Pause | None:
    """The pause that was kept in a home, if it is not over."""
    try:
        until = json.loads(home.root.joinpath("paused.json").read_text("utf-8"))["until"]
        pause = Pause(None if until is None else float(until))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("the pause that was kept can't be read: %s", error)
        return None
    return None if pause.over else pause


def keep(home: Home, pause: Pause | None) -> None:
    """Keeps a pause for the next start; None: there is none to be kept. Raises NoRoomError."""
    path = home.root / "paused.json"
    try:
        if pause is None:
            path.unlink(missing_ok=True)
        else:
            whole.write(path, json.dumps({"until": pause.until}))
    except OSError as error:
        raise NoRoomError(f"The pause can't be kept in {home.root}: {error.strerror}.") from error


def asked(until: object) -> tuple[Pause, bool]:
    """The pause that a client asks for, and whether it outlives the engine. Raises EngineError.

    until: seconds since 1970, GOOD, or RESTART, which is meant where nothing is said.
    """
    if until is None or until == RESTART:
        return Pause(), False
    if until == GOOD:
        return Pause(), True
    if isinstance(until, int | float) and not isinstance(until, bool) and abs(until) < _LATEST:
        return Pause(float(until)), True
    raise EngineError(f"A pause ends at a time, at the next {RESTART!r}, or never ({GOOD!r}).")
