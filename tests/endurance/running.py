"""A real engine in a process of its own, which may be killed at any moment."""

import time
from contextlib import suppress
from pathlib import Path

import psutil

from grsearch_desktop.engine import client as client_module
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.engine.test_service import until


class RunningEngine:
    """The engine of a home, started anew as often as is wanted."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.process = psutil.Process()
        self.start()

    def start(self) -> None:
        # Not connect_or_start: it would start a second one, and either may be the one that stays.
        self.process = psutil.Process(client_module.start(self.home).pid)
        until(self._answers, client_module.START_LIMIT)

    def index(self, folders: list[Path]) -> None:
        with Client(self.home) as client:
            assert client.index([str(folder) for folder in folders]) == []

    def rest(self, seconds: float = 3600.0) -> Status:
        """Waits until nothing is left to do; gives what the library holds then."""
        until(self.is_at_rest, seconds)
        with Client(self.home) as client:
            return client.status()

    def is_at_rest(self) -> bool:
        with Client(self.home) as client:
            for _ in range(3):
                status = client.status()
                done = all(stage["done"] == stage["total"] for stage in status.stages.values())
                if status.progress.stage != "idle" or not done:
                    return False
                time.sleep(0.2)
        return True

    def readers(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            return [child for child in self.process.children() if child.is_running()]
        return []

    def kill(self) -> list[psutil.Process]:
        """`kill -9`; gives the readers that were still there five seconds later."""
        readers = self.readers()
        self.process.kill()
        self.process.wait(10)
        return psutil.wait_procs(readers, timeout=5)[1]

    def stop(self) -> None:
        with suppress(EngineError), Client(self.home) as client:
            client.stop()
        with suppress(psutil.Error):
            self.process.wait(60)

    def _answers(self) -> bool:
        try:
            with Client(self.home) as client:
                client.progress()
        except EngineError:
            return False
        return True
