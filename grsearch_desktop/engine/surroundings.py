"""What else the machine has to do, and how much work it therefore leaves to us."""

import logging
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from grsearch_desktop.engine import last_input
from grsearch_desktop.engine.last_input import LastInput

log = logging.getLogger(__name__)

LOWEST_BATTERY = 20.0
"""Percent below which work stops, unless the battery is being charged or the person wants
another."""
LEAST_ROOM = 200_000_000
"""Bytes that must be free on the disk of the library."""
AWAY = 120.0
"""Seconds without a key stroke or a movement of the mouse after which nobody is at work."""
_EVERY = 5.0
"""Seconds between two measurements."""


@dataclass(frozen=True)
class Surroundings:
    cores: int
    """Of the machine."""
    busy_with_others: float
    """Cores that other programs kept busy of late."""
    battery: float | None
    """Percent; None: there is none, or it is being charged."""
    free: int
    """Bytes on the disk of the library."""
    last_input: float | None = None
    """Seconds since the person last pressed a key or moved the mouse; None where nobody tells."""

    @property
    def at_work(self) -> bool:
        """Whether the person is, as far as can be told.

        Where nobody tells of their hands, what other programs keep busy stands for them.
        """
        if self.last_input is not None:
            return self.last_input < AWAY
        return self.busy_with_others > self.cores / 2


@dataclass(frozen=True)
class Allowance:
    workers: int
    """How many may work at once; 0: none until it is better."""
    reason: str = ""
    """Why none may, in a sentence with what the person can do."""


def allowance(now: Surroundings, workers: int, lowest_battery: float = LOWEST_BATTERY) -> Allowance:
    """How many of the workers that there are may work: all when the person is away, one when they
    work."""
    if now.battery is not None and now.battery < lowest_battery:
        return Allowance(
            0, f"Indexing waits: the battery has {now.battery:.0f} % left; please connect power."
        )
    if now.free < LEAST_ROOM:
        return Allowance(
            0,
            f"Indexing waits: the disk of the library has {now.free // 10**6} MB left; "
            "please make some room.",
        )
    if now.at_work:
        return Allowance(min(workers, 1))
    return Allowance(workers)


class Senses:
    """Measures the surroundings, not more often than every five seconds."""

    def __init__(self, home: Path, hands: LastInput | None = None) -> None:
        """hands: what tells of the person; this system's ways where nothing is given."""
        self._home = home
        self._hands = hands or LastInput(last_input.ways())
        self._processor = _Processor()
        self._known: Surroundings | None = None
        self._measured = 0.0
        self._lock = threading.Lock()

    def now(self) -> Surroundings:
        with self._lock:
            if self._known is None or time.monotonic() - self._measured >= _EVERY:
                self._measured = time.monotonic()
                self._known = Surroundings(
                    psutil.cpu_count() or 1,
                    self._processor.busy_with_others(),
                    _battery(),
                    _free(self._home),
                    self._hands.seconds_ago(),
                )
            return self._known


class _Processor:
    def __init__(self) -> None:
        self._measured = time.monotonic()
        self._others = _seconds_of_all() - _seconds_of_ours()

    def busy_with_others(self) -> float:
        """Cores that other programs kept busy since the last call."""
        measured, others = time.monotonic(), _seconds_of_all() - _seconds_of_ours()
        passed, grown = measured - self._measured, others - self._others
        self._measured, self._others = measured, others
        return max(grown, 0.0) / passed if passed > 0 else 0.0


def _seconds_of_all() -> float:
    times = psutil.cpu_times()
    return float(
        sum(
            getattr(times, part, 0.0)
            for part in ("user", "nice", "system", "irq", "softirq", "interrupt", "dpc")
        )
    )


def _seconds_of_ours() -> float:
    """Of this process and its readers, those that have ended included."""
    seconds = 0.0
    ours = psutil.Process()
    for process in (ours, *ours.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:  # it has just ended
            continue
        seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def _battery() -> float | None:
    # Not every system can tell, and psutil has the function only where one can.
    try:
        sensors = getattr(psutil, "sensors_battery", lambda: None)()
    except (OSError, ValueError, psutil.Error) as error:
        log.debug("the battery can't be asked: %s", error)
        return None
    if sensors is None or sensors.power_plugged is not False:
        return None
    return float(sensors.percent)


def _free(home: Path) -> int:
    try:
        return shutil.disk_usage(home).free
    except OSError:  # whoever writes the library will say what is wrong
        return LEAST_ROOM
