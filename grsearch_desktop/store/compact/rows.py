"""A compact copy that grows: in memory, or in files that outlast the process.

In a folder there are three files that only grow, and one that says how much of them counts:

    vectors   float16, shape (N, D), raw: read by mapping it into memory
    codes     uint8, shape (N, B / 8)
    columns   what each row is of (see COLUMNS)
    state     of which library they are, and how far they follow it

A row that is taken out is overwritten with zeros in all of them, but for its id.
"""

import os
import shutil
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact import signs
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.vectors import StoredVectors

COLUMNS = np.dtype(
    [
        ("id", np.int64),
        ("item", np.int64),
        ("file", np.int64),
        ("page", np.int32),
        ("is_page", np.int32),
    ]
)
_FORM = 2
"""Changes when files written before can no longer be used."""
_BLOCK = 16_384
"""Rows that are worked on at a time."""


@dataclass(frozen=True)
class Mark:
    """How far a copy follows a library."""

    stamp: int
    """Of which library: a random number that it holds."""
    last_id: int
    """The largest id of a vector that was there."""
    removals: int
    """The last removal that was followed."""


class GrowingRows:
    """Vectors of one model and part, added and taken out in step with the library.

    For one thread at a time; the views that it gives may be read by any.
    """

    def __init__(self, centre: NDArray[np.float32], folder: Path | None = None) -> None:
        """Without rows. folder: where they are kept, emptied; None: in memory alone.

        Raises OSError.
        """
        self.mark = Mark(0, 0, 0)
        self._centre = centre.astype(np.float32)
        self._total = np.zeros(len(centre), np.float64)
        self._alive = 0
        self._columns = _Growing(np.zeros(0, COLUMNS))
        self._codes = _Growing(np.zeros((0, signs.bits(len(centre)) // 8), np.uint8))
        self._vectors: _Growing | _Mapped = _Growing(np.zeros((0, len(centre)), np.float16))
        self._folder = folder
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700, parents=True)
            for name in ("vectors", "codes", "columns"):
                os.close(os.open(folder / name, os.O_CREAT | os.O_WRONLY, 0o600))
            self._vectors = _Mapped(folder / "vectors", len(centre), 0)

    @classmethod
    def kept(cls, folder: Path) -> "GrowingRows":
        """Those that a folder holds. Raises OSError and ValueError where they are not whole."""
        numbers, centre, total = _state(folder)
        form, count, alive, *mark = numbers.tolist()
        if form != _FORM:
            raise ValueError("of another form")
        rows = cls(centre)
        columns = np.fromfile(folder / "columns", COLUMNS, count)
        width = rows._codes.view().shape[1]
        codes = np.fromfile(folder / "codes", np.uint8, count * width).reshape(-1, width)
        if len(columns) != count or len(codes) != count:
            raise ValueError("cut short")
        rows._columns, rows._codes = _Growing(columns), _Growing(codes)
        rows._vectors = _Mapped(folder / "vectors", len(centre), count)
        rows._total, rows._alive, rows.mark = total, alive, Mark(*mark)
        rows._folder = folder
        return rows

    def __len__(self) -> int:
        return len(self._columns.view())

    @property
    def gone(self) -> int:
        """Rows that were taken out."""
        return len(self) - self._alive

    @property
    def is_kept(self) -> bool:
        """Whether they are in files."""
        return self._folder is not None

    @property
    def last_id(self) -> int:
        """Of the last row; 0 without one."""
        ids = self._columns.view()["id"]
        return int(ids[-1]) if len(ids) else 0

    def mean(self) -> NDArray[np.float32]:
        """Of the vectors, float32, shape (D,)."""
        return (self._total / max(self._alive, 1)).astype(np.float32)

    def drift(self) -> float:
        """How far the mean lies from what the codes were made around."""
        return float(np.linalg.norm(self.mean() - self._centre)) if self._alive else 0.0

    def append(self, batch: StoredVectors) -> None:
        """Adds rows; their ids are larger than all before. Raises OSError."""
        for first in range(0, len(batch.ids), _BLOCK):
            self._append(batch, slice(first, first + _BLOCK))

    def _append(self, batch: StoredVectors, part: slice) -> None:
        vectors = batch.vectors[part]
        offsets = vectors - self._centre
        columns = np.zeros(len(vectors), COLUMNS)
        columns["id"], columns["item"] = batch.ids[part], batch.item_ids[part]
        columns["file"], columns["page"] = batch.file_ids[part], batch.pages[part]
        columns["is_page"] = batch.is_page[part]
        codes = signs.codes(offsets)
        if self._folder is not None:
            _add(self._folder / "codes", codes, len(self))
            _add(self._folder / "columns", columns, len(self))
        self._vectors.extend(vectors.astype(np.float16))
        self._codes.extend(codes)
        self._columns.extend(columns)
        self._total = self._total + vectors.sum(axis=0, dtype=np.float64)
        self._alive += len(vectors)

    def erase(self, ids: NDArray[np.int64]) -> int:
        """Overwrites the rows of these ids with zeros; gives how many there were. Raises
        OSError."""
        columns = self._columns.view()
        if not len(columns) or not len(ids):
            return 0
        places = np.minimum(np.searchsorted(columns["id"], ids), len(columns) - 1)
        found = np.unique(places[columns["id"][places] == ids])
        found = found[columns["item"][found] != 0]
        if not len(found):
            return 0
        # Copies, for somebody may be searching the ones before.
        columns, codes = columns.copy(), self._codes.view()
        removed = np.asarray(self._vectors.view()[found]).astype(np.float64)
        for name in ("item", "file", "page", "is_page"):
            columns[name][found] = 0
        self._columns = _Growing(columns)
        codes[found] = 0
        self._overwrite("codes", codes, found)
        self._overwrite("columns", columns, found)
        self._vectors.erase(found)
        self._total = self._total - removed.sum(axis=0)
        self._alive -= len(found)
        return len(found)

    def settle(self, mark: Mark) -> None:
        """Says how far the rows follow the library: what was added since counts from now on.

        Raises OSError.
        """
        self.mark = mark
        if self._folder is None:
            return
        for name in ("vectors", "codes", "columns"):
            with open(self._folder / name, "rb") as file:
                os.fsync(file.fileno())
        numbers = [_FORM, len(self), self._alive, mark.stamp, mark.last_id, mark.removals]
        draft = self._folder / "state.new"
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            np.savez(
                file, numbers=np.array(numbers, np.int64), centre=self._centre, total=self._total
            )
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / "state")

    def discard(self) -> None:
        """Takes the files away; views that were given go on."""
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / "state").unlink(missing_ok=True)
            shutil.rmtree(self._folder, ignore_errors=True)

    def view(self) -> Compact:
        columns = self._columns.view()
        return Compact(
            columns["id"].copy(),
            columns["item"].copy(),
            columns["file"].copy(),
            columns["page"].copy(),
            columns["is_page"].astype(bool),
            self._codes.view(),
            self._vectors.view(),
            self._centre,
            self._total,
            self._alive,
        )

    def _overwrite(self, name: str, held: NDArray[Any], rows: NDArray[np.int64]) -> None:
        if self._folder is not None:
            _overwrite(self._folder / name, held[rows], rows)


def kept_mark(folder: Path) -> Mark | None:
    """How far the rows in a folder follow their library; None where there are none."""
    try:
        return Mark(*_state(folder)[0].tolist()[3:])
    except (OSError, ValueError):
        return None


def _state(folder: Path) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float64]]:
    """Numbers, centre and total. Raises OSError, and ValueError where they are not whole."""
    try:
        with np.load(folder / "state") as state:
            return state["numbers"], state["centre"], state["total"]
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise ValueError("the state is not whole") from error


def compacted(stored: StoredVectors, centre: NDArray[np.float32]) -> Compact:
    """Vectors that are in memory, as searches see them."""
    rows = GrowingRows(centre)
    rows.append(stored)
    return rows.view()


class _Growing:
    """An array that grows at its end; what was given of it before stays as it is."""

    def __init__(self, rows: NDArray[Any]) -> None:
        self._held = rows
        self._count = len(rows)

    def view(self) -> NDArray[Any]:
        return self._held[: self._count]

    def extend(self, rows: NDArray[Any]) -> None:
        after = self._count + len(rows)
        if after > len(self._held):
            larger = np.empty((max(after, self._count * 3 // 2), *rows.shape[1:]), rows.dtype)
            larger[: self._count] = self.view()
            self._held = larger
        self._held[self._count : after] = rows
        self._count = after

    def erase(self, rows: NDArray[np.int64]) -> None:
        self._held[rows] = 0


class _Mapped:
    """Vectors in a file, float16, as `_Growing` has them in memory."""

    def __init__(self, path: Path, dimension: int, count: int) -> None:
        self._path = path
        self._shape = (count, dimension)
        self._view = self._mapped()

    def view(self) -> NDArray[Any]:
        return self._view

    def extend(self, rows: NDArray[Any]) -> None:
        _add(self._path, rows, self._shape[0])
        self._shape = (self._shape[0] + len(rows), self._shape[1])
        self._view = self._mapped()

    def erase(self, rows: NDArray[np.int64]) -> None:
        nothing = np.zeros(self._shape[1], np.float16)
        _overwrite(self._path, np.broadcast_to(nothing, (len(rows), len(nothing))), rows)

    def _mapped(self) -> NDArray[Any]:
        if not self._shape[0]:
            return np.zeros(self._shape, np.float16)
        return np.asarray(np.memmap(self._path, np.float16, "r", shape=self._shape))


def _add(path: Path, rows: NDArray[Any], first: int) -> None:
    """Writes rows one after the other, from the row `first` on."""
    with open(path, "r+b") as file:
        file.seek(first * _width(rows))
        file.write(np.ascontiguousarray(rows).tobytes())


def _overwrite(path: Path, held: NDArray[Any], rows: NDArray[np.int64]) -> None:
    """Writes each of these rows at its place."""
    with open(path, "r+b") as file:
        for row, content in zip(rows.tolist(), held, strict=True):
            file.seek(row * _width(held))
            file.write(content.tobytes())


def _width(rows: NDArray[Any]) -> int:
    """Bytes of a row."""
    return rows.dtype.itemsize * int(np.prod(rows.shape[1:]))
