"""A pause that outlives the engine: for some time, or for good."""

import json
import logging
import math
import time
from dataclasses import dataclass, field

from grsearch_desktop import whole
from grsearch_desktop.errors import EngineError, NoRoomError
from grsearch_desktop.paths import Home

log = logging.getLogger(__name__)

RESTART = "restart"
GOOD = "good"

_LATEST = 1e12
"""Seconds since 1970 that no clock will show."""


def elapsed() -> float:
    """Seconds by a clock that nobody sets; a sleep of the machine counts, where one tells it."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@dataclass(frozen=True)
class Pause:
    """Made when it begins: from then on the time of day may be set as one likes."""

    until: float | None = None
    """Seconds since 1970, by the time of day when it began; None: until the person says so."""
    _begun: float = field(default_factory=lambda: elapsed(), init=False, compare=False)
    _lasts: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        lasts = math.inf if self.until is None else self.until - time.time()
        object.__setattr__(self, "_lasts", lasts)

    @property
    def over(self) -> bool:
        return elapsed() - self._begun >= self._lasts


def load(home: Home) -> Pause | None:
    """The pause that was kept in a home, if it is not over.

    Where the clock was set back since, it lasts as long as was asked for, and no longer.
    """
    try:
        kept = json.loads(home.root.joinpath("paused.json").read_text("utf-8"))
        until, noted = kept["until"], float(kept.get("noted", 0.0))
        now = time.time()
        pause = Pause(None if until is None else float(until) + min(now - noted, 0.0))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
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
            whole.write(path, json.dumps({"until": pause.until, "noted": time.time()}))
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
