"""A model on its way into the folder of models: a child process fetches and converts it."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from grsearch_desktop.encode import folder
from grsearch_desktop.errors import (
    GRSearchError,
    InterruptedFetchError,
    MissingExtraError,
    ModelError,
)

FAILED, MISSING_EXTRA, INTERRUPTED = 1, 3, 4
"""Exit codes of the child: the model's fault; no extra `clip`; another try goes on."""

SPEC = "spec"
"""The file beside what was fetched of a model that holds what a person calls it."""

Say = Callable[[str], None]
Came = Callable[[int, int], None]


def unheard(*_: object) -> None:
    """For whoever does not listen."""


class Getting:
    """One model: `run` in one thread, the rest in any.

    What was fetched lies in `.NAME.fetched` beside the model until that is whole. A cut, a full
    disk, Ctrl-C, the end of the program or of the machine leave it there, and the next `run` goes
    on with it; `cancel` takes it away, and so does a model that turns out to be none.
    """

    def __init__(self, spec: str, installed: str, models: Path) -> None:
        """installed: its name below `models`."""
        self.installed = installed
        self._spec = spec
        self._target = models / installed
        self._lock = threading.Lock()
        self._wanted = True
        self._kept = True
        self._child: subprocess.Popen[str] | None = None
        self.fetched = 0
        """Bytes that are here so far, those from before included."""
        self.expected = 0
        """Bytes; 0 until it is known."""

    def run(self, on_step: Say, on_note: Say = unheard, on_bytes: Came = unheard) -> str:
        """Gives the name for `load`.

        `on_step` hears one sentence per step, `on_note` what a person should know besides (the
        licence), `on_bytes` how many bytes are here, of how many. Raises ModelError,
        InterruptedFetchError, MissingExtraError.
        """
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            where = self._target.parent
            raise ModelError(f"The folder {where} can't be made: {error.strerror}.") from error
        try:
            code, failure = self._export(on_step, on_note, on_bytes)
        finally:
            if not self._wanted:
                # Else the child tidied up, or the model is another process's.
                clear(self._target, with_fetched=not self._kept)
        self._raise(code, failure)
        folder.verify(self._target)
        return self.installed

    def cancel(self) -> None:
        """Has `run` end at once with ModelError, and what was fetched be gone."""
        self._kept = False
        self._end()

    def stop(self) -> None:
        """Has `run` end at once with InterruptedFetchError; what was fetched stays."""
        self._end()

    def _end(self) -> None:
        with self._lock:
            self._wanted = False
            if self._child is not None:
                self._child.kill()

    def _raise(self, code: int, failure: str) -> None:
        if not self._wanted:
            kind: type[GRSearchError] = InterruptedFetchError if self._kept else ModelError
            raise kind(f"Getting {self._spec} was stopped.")
        if code == MISSING_EXTRA:
            raise MissingExtraError(failure)
        if code == INTERRUPTED:
            raise InterruptedFetchError(failure)
        if code == FAILED:
            raise ModelError(failure)
        if code != 0:
            raise InterruptedFetchError(f'The model "{self._spec}" could not be made ready.')

    def _export(self, on_step: Say, on_note: Say, on_bytes: Came) -> tuple[int, str]:
        """The child's exit code, and what it said went wrong."""
        command = [sys.executable, "-m", "grsearch_desktop.encode.exporting"]
        failure = ""
        with subprocess.Popen(
            [*command, self._spec, str(self._target)],
            # The child ends when this ends, and so when we do, however that may be.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "HF_HUB_DISABLE_TELEMETRY": "1"},
        ) as child:
            with self._lock:
                self._child = child
                if not self._wanted:
                    child.kill()
            try:
                for line in child.stdout or ():
                    said = json.loads(line)
                    if "bytes" in said:
                        self.fetched, self.expected = said["bytes"], said["of"]
                        on_bytes(self.fetched, self.expected)
                    if "step" in said:
                        on_step(said["step"])
                    if "note" in said:
                        on_note(said["note"])
                    failure = said.get("failure", failure)
            except BaseException:
                self._wanted = False
                child.kill()
                raise
            finally:
                # Only then: a number that belongs to nobody any more is not to be killed.
                child.wait()
                with self._lock:
                    self._child = None
        return child.returncode, failure


def fetched_folder(target: Path) -> Path:
    """Where what was fetched of a model lies until it is whole at `target`."""
    return target.with_name(f".{target.name}.fetched")


def fetched_in_part(models: Path) -> dict[str, int]:
    """The models that another try goes on with, as a person calls them, and the bytes of each."""
    found = {}
    for where in models.glob(".*.fetched") if models.is_dir() else ():
        with suppress(OSError):
            spec = (where / SPEC).read_text(encoding="utf-8")
            found[spec] = size_below(where)
    return found


def size_below(where: Path) -> int:
    """Bytes of the files in a folder, links not followed."""
    return sum(path.lstat().st_size for path in where.rglob("*"))


def clear(target: Path, *, with_fetched: bool = True) -> None:
    """Removes what an end in the middle left beside `target`."""
    for left_over in target.parent.glob(f".{target.name}.*"):
        if with_fetched or left_over != fetched_folder(target):
            shutil.rmtree(left_over, ignore_errors=True)
