"""A bar for each step of a work: how much is done, and the time left."""

from typing import Any

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from grsearch_desktop.terminal import bars

_STEPS = {
    "files": "Reading files",
    "texts": "Encoding texts",
    "pictures": "Encoding pictures",
    "fetching": "Fetching pictures",
}
_BYTES = "Fetching"
_EXPERIMENTS = "Experiments"


class _Amount(ProgressColumn):
    """A count of things, or of bytes with their rate."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._size, self._speed = (
            MofNCompleteColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
        )

    def render(self, task: Task) -> Text:
        if not task.fields.get("is_bytes"):
            return self._count.render(task)
        return Text.assemble(self._size.render(task), "  ", self._speed.render(task))


class StepBar:
    """Redrawn in place, and gone at the end; on stderr, so that output stays clean."""

    def __enter__(self) -> "StepBar":
        self._bar = bars(
            TextColumn("{task.description:<17}"),
            BarColumn(),
            _Amount(),
            TimeRemainingColumn(compact=True),
            lasting=False,
        )
        self._tasks: dict[str, Any] = {}
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """step: "files", "texts", "pictures" or "fetching"."""
        self._update(_STEPS[step], done, total, is_bytes=False)

    def show_bytes(self, here: int, total: int | None) -> None:
        self._update(_BYTES, here, total, is_bytes=True)

    def show_experiment(self, name: str, done: int, total: int) -> None:
        """What begins now is told beside how many are done."""
        self._update(_EXPERIMENTS, done, total, is_bytes=False)
        self._bar.update(self._tasks[_EXPERIMENTS], description=f"Making {name}")

    def _update(self, name: str, done: int, total: int | None, *, is_bytes: bool) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total, is_bytes=is_bytes)
        self._bar.update(self._tasks[name], completed=done, total=total)
