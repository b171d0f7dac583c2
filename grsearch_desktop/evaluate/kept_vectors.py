"""Vectors on disk by what they were made of: one SQLite file for each model and kind.

SQLite lets several processes write at once, and what one has written survives its end, whatever
that was. It is a cache: where it can't be read or written it is made anew, or done without.
"""

import logging
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

MOST = 1_000_000
"""Vectors in one file, 2 GB of 512 numbers each; beyond it the oldest go."""
_TABLE = """
    CREATE TABLE IF NOT EXISTS vector (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        numbers BLOB NOT NULL
    )
"""
_PAGE = 32768
"""Bytes."""
_AT_ONCE = 500
"""Digests in one question to SQLite."""
_PATIENCE = 60.0
"""Seconds to wait for another process that writes."""


class KeptVectors:
    """The vectors in one file, each float32 of shape (D,). Use it as a context manager."""

    def __init__(self, file: Path, dimension: int, most: int = MOST) -> None:
        self._file = file
        self._dimension = dimension
        self._most = most
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def read(self, digests: Collection[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Those of these digests that are there."""
        found: dict[bytes, NDArray[np.float32]] = {}
        if self._database is None:
            return found
        wanted = list(digests)
        try:
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                for digest, numbers in self._database.execute(
                    f"SELECT digest, numbers FROM vector WHERE digest IN ({marks})", some
                ):
                    if len(numbers) == 4 * self._dimension:
                        found[digest] = np.frombuffer(numbers, dtype="<f4").astype(np.float32)
        except sqlite3.Error as error:
            self._make_anew(error)
            return {}
        return found

    def add(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keeps these; what is there already stays."""
        if self._database is None:
            return
        rows = [(digest, vector.astype("<f4").tobytes()) for digest, vector in vectors.items()]
        try:
            with self._database:
                self._database.executemany(
                    "INSERT OR REPLACE INTO vector (digest, numbers) VALUES (?, ?)", rows
                )
                self._database.execute(
                    "DELETE FROM vector WHERE id <= (SELECT max(id) FROM vector) - ?",
                    (self._most,),
                )
        except sqlite3.Error as error:
            log.warning("the vectors can't be kept for the next time: %s", error)

    def _open(self, *, is_anew: bool = False) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._file, timeout=_PATIENCE)
            # Vectors of 2 kB fill a page of 4 kB but to the half.
            self._database.execute(f"PRAGMA page_size = {_PAGE}")
            # A power cut may damage the file then: it is made anew.
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            self._close()
            if is_anew or isinstance(error, OSError | sqlite3.OperationalError):
                log.warning("the vectors can't be kept for the next time: %s", error)
            else:
                self._make_anew(error)

    def _make_anew(self, error: sqlite3.Error) -> None:
        """After a fault within the file, which goes: it holds nothing that can't be made."""
        log.warning("the kept vectors are damaged and are made anew: %s", error)
        self._close()
        with suppress(OSError):
            self._file.unlink()
        self._open(is_anew=True)

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
