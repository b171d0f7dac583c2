"""Copying what can still be read of a damaged library into a new one, table by table.

What is missing is put on the lists of work again: a file of which something is lost waits to be
read, a passage without a vector waits to be encoded.
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from grsearch_desktop.store import vector_form
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.items import write_passages
from grsearch_desktop.store.models import note_last_vector
from grsearch_desktop.store.names import write_names
from grsearch_desktop.store.recognised import LOST_PLACES, MAY_HOLD_TEXT, put_on_the_list

log = logging.getLogger(__name__)

_LARGEST_LEAP = 2**24
_UNREADABLE = (apsw.Error, UnicodeDecodeError)
"""What damage looks like: SQLite sees it, or a text is no text any more."""


def salvage(damaged: Path, into: Database) -> None:
    """Fills an empty library with what can be read of a damaged one, which stays as it is."""
    try:
        source = _open(damaged)
    except _UNREADABLE as error:
        log.info("nothing can be read of the damaged library: %s", error)
        return
    try:
        with into.write() as target:
            target.pragma("defer_foreign_keys", True)
            _Salvage(source, target).run()
    except (apsw.ConstraintError, apsw.MismatchError, apsw.SQLError, apsw.TooBigError) as error:
        # What is damaged may hold anything: then nothing of it is taken over.
        log.info("what can be read of the damaged library makes no sense: %s", error)
    finally:
        source.close()


class _Salvage:
    def __init__(self, source: apsw.Connection, target: apsw.Connection) -> None:
        self._source = source
        self._target = target
        self._incomplete: set[int] = set()
        """Files of which something is lost."""

    def run(self) -> None:
        for table in ("folder", "file"):
            self._copy(table)
        # A library from before migration 3 does not know when a file was used; a time in the
        # future would be first for ever.
        self._target.execute(
            "UPDATE file SET used_ns = min(iif(used_ns = 0, mtime_ns, used_ns), ?)",
            (time.time_ns(),),
        )
        # What files say of themselves is short: it is read from them again.
        self._target.execute("UPDATE file SET readers = 0")
        self._target.execute("DELETE FROM file WHERE folder_id NOT IN (SELECT id FROM folder)")
        gaps = self._copy("item")
        self._target.execute("DELETE FROM item WHERE file_id NOT IN (SELECT id FROM file)")
        self._copy_names()
        gaps += self._orphans()
        self._copy_passages()
        self._copy("thumbnail")
        self._copy("word_place")
        self._copy("light")
        for table in ("thumbnail", "word_place", "light"):
            self._target.execute(f"DELETE FROM {table} WHERE item_id NOT IN (SELECT id FROM item)")
        self._copy("sketch")
        self._target.execute("DELETE FROM sketch WHERE file_id NOT IN (SELECT id FROM file)")
        self._copy("model")
        self._copy_looks_to_do()
        self._copy_vectors()
        self._put_on_the_lists(gaps)

    def _copy(self, table: str) -> list[tuple[int, int]]:
        """Copies the columns that both have; gives the stretches of ids that can't be read."""
        there, here = (_columns(one, table) for one in (self._source, self._target))
        columns = [name for name in here if name in there]
        gaps = [] if columns else [(0, 2**62)]
        if columns:
            marks = ", ".join("?" * len(columns))
            for _, *row in self._rows(f"SELECT rowid, {', '.join(columns)} FROM {table}", gaps):
                self._target.execute(
                    f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", row
                )
        if gaps:
            log.info("%d stretches of the table %s can't be read", len(gaps), table)
        return gaps

    def _rows(self, select: str, gaps: list[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
        """Rows (rowid first), leaping over what can't be read by ever more ids."""
        last, leap, lost_from = -1, 1, None
        while leap < _LARGEST_LEAP:
            try:
                for row in self._source.execute(
                    f"{select} WHERE rowid > ? ORDER BY rowid", (last,)
                ):
                    if lost_from is not None:
                        gaps.append((lost_from, row[0]))
                        lost_from = None
                    if row[0] <= last:  # a damaged tree may lead in a circle
                        raise apsw.CorruptError
                    last, leap = row[0], 1
                    yield row
                break
            except _UNREADABLE:
                lost_from = last if lost_from is None else lost_from
                last += leap
                leap *= 2
        if lost_from is not None:
            gaps.append((lost_from, 2**62))

    def _kept(self, select: str) -> list[Any]:
        """What the new library has by now."""
        return self._target.execute(select).fetchall()

    def _one(self, select: str, id: int) -> Any:
        try:
            return self._source.execute(select, (id,)).get
        except _UNREADABLE:
            return None

    def _copy_names(self) -> None:
        for id, name in self._kept("SELECT id, name FROM file"):
            about = self._one("SELECT c1 FROM file_words_content WHERE id = ?", id)
            write_names(self._target, id, name, about or "")

    def _orphans(self) -> list[tuple[int, int]]:
        """The items around each text whose own item is gone though nothing was unreadable."""
        kept = {id for (id,) in self._kept("SELECT id FROM item")}
        around: list[tuple[int, int]] = []
        for (id,) in self._rows("SELECT id FROM passage_text_content", []):
            if id not in kept:
                nearest = "SELECT (SELECT max(id) FROM item WHERE id < ?1),"
                nearest += " (SELECT min(id) FROM item WHERE id > ?1)"
                before, after = self._target.execute(nearest, (id,)).fetchall()[0]
                around.append((int(before or 0), int(after or 0)))
        return around

    def _copy_passages(self) -> None:
        for id, file_id in self._kept("SELECT id, file_id FROM item WHERE kind = 'passage'"):
            text = self._one("SELECT c0 FROM passage_text_content WHERE id = ?", id)
            if isinstance(text, str):
                write_passages(self._target, [(id, text)])
            else:
                self._target.execute("DELETE FROM item WHERE id = ?", (id,))
                self._incomplete.add(file_id)

    def _copy_looks_to_do(self) -> None:
        if "model_id" in _columns(self._source, "look_todo"):
            self._copy("look_todo")
            self._target.execute(
                "DELETE FROM look_todo WHERE file_id NOT IN (SELECT id FROM file)"
                " OR model_id NOT IN (SELECT id FROM model)"
            )
        else:  # from before migration 7: what has been looked at costs little to look at again
            self._target.execute(
                "INSERT INTO look_todo SELECT file.id, model.id FROM file CROSS JOIN model"
                " WHERE has_looks"
            )

    def _copy_vectors(self) -> None:
        for model, dimension, form in self._kept("SELECT id, dimension, form FROM model"):
            for part in ("text", "look"):
                self._target.execute(
                    vector_form.table(f"vec_{model:d}_{part}", form, part, dimension)
                )
        self._copy("vector")
        self._target.execute(
            "DELETE FROM vector WHERE item_id NOT IN (SELECT id FROM item)"
            " OR model_id NOT IN (SELECT id FROM model)"
        )
        for model, dimension, form in self._kept("SELECT id, dimension, form FROM model"):
            for part in ("text", "look"):
                self._copy_part(model, part, dimension, form)
            last = "SELECT max(id) FROM vector WHERE model_id = ?"
            note_last_vector(self._target, model, self._target.execute(last, (model,)).get or 0)

    def _copy_part(self, model: int, part: str, dimension: int, form: str) -> None:
        table, given = f"vec_{model:d}_{part}", vector_form.given(form)
        lost = {
            id
            for id, its_model, its_part in self._kept("SELECT id, model_id, part FROM vector")
            if (its_model, its_part) == (model, part)
        }
        for id, vector in self._vectors(table, vector_form.size(form, part, dimension)):
            if id in lost and _is_vector(vector, dimension):
                lost.remove(id)
                self._target.execute(
                    f"INSERT INTO {table} (rowid, embedding) VALUES (?, {given})", (id, vector)
                )
        self._target.executemany("DELETE FROM vector WHERE id = ?", ((id,) for id in lost))

    def _vectors(self, table: str, size: int) -> Iterator[tuple[int, bytes]]:
        """Ids and vectors (bytes of this size) from the chunks in which sqlite-vec keeps them.

        Read as the plain tables they are: sqlite-vec itself crashes on some damaged chunks.
        """
        if not _columns(self._source, f"{table}_chunks"):
            return
        for chunk, rowids in self._rows(f"SELECT rowid, rowids FROM {table}_chunks", []):
            if not isinstance(rowids, bytes):
                continue
            ids = np.frombuffer(rowids[: len(rowids) // 8 * 8], np.int64).tolist()
            # Piece by piece: the pages before a damaged one can still be read.
            try:
                vectors = self._source.blob_open(
                    "main", f"{table}_vector_chunks00", "vectors", chunk, False
                )
                with vectors:
                    for id in ids:
                        yield id, vectors.read(size)
            except (*_UNREADABLE, ValueError):
                log.info("a part of the vectors can't be read")

    def _put_on_the_lists(self, gaps: list[tuple[int, int]]) -> None:
        run = self._target.execute
        for before, after in gaps:
            # The items of a file were written one after the other.
            run(
                "UPDATE file SET state = 'waiting' WHERE id IN"
                " (SELECT file_id FROM item WHERE id IN (?, ?))",
                (before, after),
            )
        # Also where nothing was unreadable: pages of another time may know nothing of them.
        run(
            "UPDATE file SET state = 'waiting' WHERE state = 'read'"
            " AND id NOT IN (SELECT file_id FROM item)"
        )
        for file_id in self._incomplete:
            run("UPDATE file SET state = 'waiting' WHERE id = ?", (file_id,))
        # What is left of them is not to be taken for all that was read (`read_before.py`).
        run("UPDATE file SET hash = NULL WHERE state = 'waiting'")
        run(
            "INSERT INTO text_todo SELECT item.id, model.id FROM item CROSS JOIN model"
            " WHERE kind = 'passage' AND NOT leaving AND NOT EXISTS (SELECT 1 FROM vector"
            " WHERE item_id = item.id AND model_id = model.id AND part = 'text')"
        )
        run(
            "INSERT OR IGNORE INTO look_todo SELECT DISTINCT file_id, model.id FROM item"
            " JOIN file ON file.id = file_id CROSS JOIN model"
            " WHERE has_looks AND NOT leaving AND item.kind != 'passage'"
            " AND NOT EXISTS (SELECT 1 FROM vector"
            " WHERE item_id = item.id AND model_id = model.id AND part = 'look')"
        )
        for which in (LOST_PLACES, MAY_HOLD_TEXT):
            put_on_the_list(self._target, which)


def _open(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    # SQLite refuses a file that is shorter than its header says, unless the schema may be written.
    connection.pragma("writable_schema", True)
    return connection


def _is_vector(found: bytes, dimension: int) -> bool:
    try:
        return bool(np.isfinite(vector_form.unpacked(found, 1, dimension)).all())
    except ValueError:
        return False


def _columns(connection: apsw.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    except _UNREADABLE:
        return []
