"""Compact copies kept in step with the library: one of each part of a model.

Who writes to the library keeps them in files beside it, so that the next start reads 100 bytes of a
vector instead of 2,000; everybody else has them in memory. sqlite-vec's tables are what counts: a
copy that doesn't fit them is made anew.
"""

import logging
import secrets
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact.rows import GrowingRows, Mark, kept_mark
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import unpacked
from grsearch_desktop.store.vectors import PARTS, Model, Vectors

log = logging.getLogger(__name__)

Centre = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Gives what codes are made around, float32, shape (D,), from some vectors, shape (n, D)."""

_STAMP = "compact copies"
_FORGOTTEN = "removals followed"
_LOOKED_AT = 16
"""Vectors by which it is seen whether a copy is one of this library."""
_MOST_DRIFT = 0.1
"""How far the mean may move before the codes are made anew: half the planes then pass it by."""
_MOST_GONE = 0.25
"""Of the rows, how many may be empty before the others are written anew."""
_FEW = 4_000
"""Rows of which all are compared: drift and gaps cost nothing."""


class CompactCopies:
    """>>> copies = CompactCopies(database, vectors, home / "vectors")
    >>> texts = copies.of(model, "text", lambda some: some.mean(axis=0))

    May be used by any thread; the views that it gives don't change.
    """

    def __init__(
        self,
        database: Database,
        vectors: Vectors,
        folder: Path | None = None,
        *,
        writes: bool = True,
    ) -> None:
        """folder: where they are kept, None: in memory alone; writes: whether this is the one
        process that writes to the library, and to them."""
        self._database = database
        self._vectors = vectors
        self._folder = folder
        self._open: dict[tuple[int, str], GrowingRows] = {}
        self._lock = threading.RLock()
        self._writes = writes and folder is not None
        if self._writes:
            self._discard_foreign()
            database.when_leaving_no_trace(self.erase_removed)

    def of(self, model: Model, part: str, centre: Centre) -> Compact:
        """The vectors of a part as they are now. Raises LibraryError."""
        with self._lock, self._database.told_plainly():
            try:
                return self._followed(model, part, centre).view()
            except OSError as error:
                log.warning("the vectors are kept in memory alone: %s", error)
                self._discard(model, part)
                self._folder, self._writes = None, False
                return self._followed(model, part, centre).view()

    def are_current(self, model: Model) -> bool:
        """Whether both parts of a model hold all that the library does, as far as files say; always
        where none are kept."""
        if not self._writes:
            return True
        now = (self._vectors.last_of(model.id), self._last_removal())
        for part in PARTS:
            rows = self._open.get((model.id, part))
            mark = rows.mark if rows is not None else None
            if mark is None and self._folder is not None:
                mark = kept_mark(self._folder / f"{model.id}-{part}")
            if mark is None or (mark.last_id, mark.removals) != now:
                return False
        return True

    def begun(self, model: Model) -> bool:
        """Whether there is a copy of both parts that only has to follow, as far as files say."""
        return all(
            (model.id, part) in self._open
            or (
                self._folder is not None
                and kept_mark(self._folder / f"{model.id}-{part}") is not None
            )
            for part in PARTS
        )

    def rebuild(self) -> None:
        """Has all of them made anew when they are next asked for."""
        with self._lock:
            self._open.clear()
            if self._folder is not None and self._writes:
                shutil.rmtree(self._folder, ignore_errors=True)

    def let_go(self) -> None:
        """Forgets what is held in memory; files stay."""
        with self._lock:
            self._open.clear()

    def erase_removed(self) -> None:
        """Takes out of the kept copies, of all models, what was taken out of the library."""
        if not self._writes or self._folder is None or not self._folder.is_dir():
            return
        with self._lock:
            upto = self._last_removal()
            followed = upto == self._forgotten()
            models = self._models()
            for where in sorted(self._folder.iterdir()):
                id, _, part = where.name.partition("-")
                if not id.isdigit() or int(id) not in models or part not in PARTS:
                    shutil.rmtree(where, ignore_errors=True)
                elif not followed:
                    self._erase_in(where, int(id), part)
            if not followed:
                self._forget(upto)

    def _erase_in(self, where: Path, model_id: int, part: str) -> None:
        rows = self._open.get((model_id, part))
        if rows is None:
            rows = self._kept(where, model_id)
        if rows is None:
            return
        try:
            self._erase(rows)
        except OSError as error:
            log.warning("a copy of vectors is made anew: %s", error)
            self._open.pop((model_id, part), None)
            rows.discard()

    def _forget(self, upto: int) -> None:
        """All who keep copies have followed the removals up to this one."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM removed_vector WHERE seq <= ?", (upto,))
            connection.execute("UPDATE counter SET value = ? WHERE name = ?", (upto, _FORGOTTEN))

    def _followed(self, model: Model, part: str, centre: Centre) -> GrowingRows:
        key = (model.id, part)
        rows = self._open.get(key)
        if rows is None and self._folder is not None:
            rows = self._kept(self._folder / f"{model.id}-{part}", model.id)
            if rows is not None and not self._fits(rows, model, part):
                log.info("the kept vectors are of another library: they are made anew")
                rows = None
        if rows is not None and self._can_follow(rows, model):
            self._erase(rows)
            self._add(rows, model, part)
            if self._wants_another_form(rows):
                # Around its own mean: around that of some it might be the same again.
                mean = rows.mean()
                rows = self._made(model, part, lambda _: mean)
        else:
            self._open.pop(key, None)
            rows = self._made(model, part, centre)
        self._open[key] = rows
        return rows

    def _kept(self, where: Path, model_id: int) -> GrowingRows | None:
        """What a folder holds, if it is of this library and nothing was forgotten since."""
        try:
            rows = GrowingRows.kept(where)
        except (OSError, ValueError) as error:
            log.debug("no kept vectors in %s: %s", where.name, error)
            return None
        mark = rows.mark
        known = mark.stamp == self._stamp() and mark.last_id <= self._vectors.last_of(model_id)
        if known and self._forgotten() <= mark.removals <= self._last_removal():
            return rows
        if self._writes:
            rows.discard()
        return None

    def _can_follow(self, rows: GrowingRows, model: Model) -> bool:
        """Whether it can go on from where it is."""
        mark = rows.mark
        if rows.is_kept and not self._writes:
            last = self._vectors.last_of(model.id)
            return (mark.last_id, mark.removals) == (last, self._last_removal())
        return self._forgotten() <= mark.removals

    def _wants_another_form(self, rows: GrowingRows) -> bool:
        if len(rows) <= _FEW or (rows.is_kept and not self._writes):
            return False
        return rows.gone > _MOST_GONE * len(rows) or rows.drift() > _MOST_DRIFT

    def _made(self, model: Model, part: str, centre: Centre) -> GrowingRows:
        where = self._folder / f"{model.id}-{part}" if self._folder and self._writes else None
        with self._database.read():  # one snapshot
            removals, last = self._last_removal(), self._vectors.last_of(model.id)
            batches = self._vectors.batches(model, part)
            rows = GrowingRows(centre(self._vectors.some(model, part)), where)
            for batch in batches:
                rows.append(batch)
        rows.settle(Mark(self._stamp(), last, removals))
        return rows

    def _add(self, rows: GrowingRows, model: Model, part: str) -> None:
        if rows.mark.last_id == self._vectors.last_of(model.id):
            return
        with self._database.read():
            last = self._vectors.last_of(model.id)
            for batch in self._vectors.batches(model, part, rows.last_id):
                rows.append(batch)
        rows.settle(Mark(rows.mark.stamp, last, rows.mark.removals))

    def _erase(self, rows: GrowingRows) -> None:
        removed = (
            self._database.read()
            .execute("SELECT seq, id FROM removed_vector WHERE seq > ?", (rows.mark.removals,))
            .fetchall()
        )
        if not removed:
            return
        numbers, ids = np.array(removed, np.int64).T
        rows.erase(np.sort(ids))
        rows.settle(Mark(rows.mark.stamp, rows.mark.last_id, int(numbers.max())))

    def _fits(self, rows: GrowingRows, model: Model, part: str) -> bool:
        """Whether some of the rows are what the library holds under their ids."""
        view = rows.view()
        if view.vectors.shape[1] != model.dimension:
            return False
        chosen = (
            view.rows[np.linspace(0, len(view.rows) - 1, _LOOKED_AT).astype(int)]
            if len(view.rows)
            else view.rows
        )
        return all(self._is_same(view, int(row), model, part) for row in chosen)

    def _is_same(self, view: Compact, row: int, model: Model, part: str) -> bool:
        connection = self._database.read()
        id = int(view.ids[row])
        known = connection.execute("SELECT item_id FROM vector WHERE id = ?", (id,)).get
        if known is None:  # taken out since: it is not followed yet
            return True
        held = connection.execute(
            f"SELECT embedding FROM vec_{model.id}_{part} WHERE rowid = ?", (id,)
        ).get
        return (
            isinstance(held, bytes)
            and known == view.item_ids[row]
            and np.allclose(unpacked(held, 1, model.dimension)[0], view.vectors[row], atol=1e-3)
        )

    def _discard_foreign(self) -> None:
        """Takes away what is of a library that was here before this one."""
        if self._folder is None or not self._folder.is_dir():
            return
        stamp = self._counter(_STAMP)
        for where in self._folder.iterdir():
            mark = kept_mark(where)
            if mark is None or mark.stamp != stamp:
                shutil.rmtree(where, ignore_errors=True)

    def _discard(self, model: Model, part: str) -> None:
        rows = self._open.pop((model.id, part), None)
        if rows is not None:
            rows.discard()
        if self._folder is not None and self._writes:
            shutil.rmtree(self._folder / f"{model.id}-{part}", ignore_errors=True)

    def _models(self) -> set[int]:
        return {
            id for (id,) in self._database.read().execute("SELECT id FROM model WHERE NOT leaving")
        }

    def _stamp(self) -> int:
        known = self._counter(_STAMP)
        if known or not self._writes:
            return known
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO counter VALUES (?, ?)", (_STAMP, secrets.randbits(62) | 1)
            )
        return self._counter(_STAMP)

    def _forgotten(self) -> int:
        return self._counter(_FORGOTTEN)

    def _counter(self, name: str) -> int:
        found = self._database.read().execute("SELECT value FROM counter WHERE name = ?", (name,))
        return int(found.get or 0)

    def _last_removal(self) -> int:
        return int(
            self._database.read()
            .execute("SELECT seq FROM sqlite_sequence WHERE name = 'removed_vector'")
            .get
            or 0
        )
