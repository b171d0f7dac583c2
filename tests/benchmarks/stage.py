"""What a stage costs the program: the time and the CPU of a run less those of a run before it."""

import os
import resource
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.program import Program, program


@dataclass(frozen=True)
class Cost:
    """Seconds, by the clock and of all cores together."""

    wall: float
    cpu: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.wall - other.wall, self.cpu - other.cpu)


def median(costs: list[Cost]) -> Cost:
    walls, cpus = [cost.wall for cost in costs], [cost.cpu for cost in costs]
    return Cost(statistics.median(walls), statistics.median(cpus))


@contextmanager
def with_model(model: Path | None) -> Iterator[Program]:
    """The program on a new home; with a converted model, in its folder, as the one in use."""
    with program() as grsearch:
        if model is not None:
            models = grsearch.home / "models"
            models.mkdir(parents=True)
            (models / "measured").symlink_to(model.resolve())
            grsearch.done("models", "use", "measured")
        yield grsearch


def cost_until(grsearch: Program, folder: Path, until: str) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = grsearch.done("index", folder, "--until", until).wall
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu)


def meaning_cost(folder: Path, model: Path | None) -> tuple[Cost, dict[str, int]]:
    """Of the stage `meaning` alone, and the items that it left in the library."""
    with with_model(model) as grsearch:
        text = cost_until(grsearch, folder, "text")
    with with_model(model) as grsearch:
        whole = cost_until(grsearch, folder, "meaning")
        return whole - text, grsearch.json("status")["items"]


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
