"""The models that have vectors in a library: the one that answers, the next one, those kept.

Each model has its own tables of vectors and its own lists of what is still to be encoded, which
grow with the library whether it answers or not. So one is filled while another answers, and one
that answered before is up to date as soon as what changed since is encoded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import apsw

from grsearch_desktop.store import vector_form
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import INT8

PARTS = ("text", "look")

_CHUNKS = 16
"""Chunks of 1,024 vectors that are erased in one transaction."""
_ROWS = 20_000
"""What is noted of vectors, taken out in one transaction."""


@dataclass(frozen=True)
class Model:
    id: int
    name: str
    source: str
    """What the settings call it: loads it again."""
    dimension: int
    token_limit: int
    form: str = INT8
    """How its vectors are kept (vector_form.py)."""


@dataclass(frozen=True)
class KeptModel:
    """A model with what the library holds of it."""

    model: Model
    active: bool
    """Whether it answers."""
    next: bool
    """Whether it is filled to answer next."""
    answered: bool
    """Whether it answers, or did once."""
    vectors: int
    left: int
    """Passages and files that it has not encoded yet."""
    size_bytes: int
    """What its vectors take, within some percent."""

    @property
    def share(self) -> float:
        """How much of it is encoded, from 0 to 1."""
        return self.vectors / max(self.vectors + self.left, 1)


_COLUMNS = "id, name, source, dimension, token_limit, form"


class Models:
    """>>> models = Models(database)
    >>> models.use("bundled-2", "bundled", dimension=384, token_limit=200)
    >>> following = models.begin("ViT-B-32-1", "ViT-B-32", dimension=512, token_limit=75)
    >>> models.switch(following)
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def active(self) -> Model | None:
        """The one that answers."""
        return self._one("active")

    def next(self) -> Model | None:
        """The one that is filled beside it."""
        return self._one("next")

    def _one(self, flag: str) -> Model | None:
        row = (
            self._database.read()
            .execute(f"SELECT {_COLUMNS} FROM model WHERE {flag} AND NOT leaving")
            .fetchone()
        )
        return Model(*row) if row else None

    def kept(self) -> list[KeptModel]:
        """All that have vectors: the one that answers, the next one, the others."""
        connection = self._database.read()
        rows = connection.execute(
            f"SELECT {_COLUMNS}, active, next, answered FROM model WHERE NOT leaving"
            " ORDER BY active DESC, next DESC, id DESC"
        ).fetchall()
        return [_kept(connection, row) for row in rows]

    def use(self, name: str, source: str, dimension: int, token_limit: int) -> Model:
        """Makes a model the one that answers, at once; what it has not encoded yet is listed."""
        active = self.active()
        if active and (active.name, active.source) == (name, source):
            return active
        with self._database.write() as connection:
            model = _registered(connection, name, source, dimension, token_limit)
            _switch(connection, model)
        return model

    def begin(self, name: str, source: str, dimension: int, token_limit: int) -> Model:
        """Has a model filled beside the one that answers, from where it stands."""
        following = self.next()
        if following and (following.name, following.source) == (name, source):
            return following
        with self._database.write() as connection:
            model = _registered(connection, name, source, dimension, token_limit)
            connection.execute("UPDATE model SET next = (id = ?) AND NOT active", (model.id,))
        return model

    def stop(self) -> None:
        """Fills none any more; what is there of the next one is kept for another time."""
        if self.next() is None:
            return
        with self._database.write() as connection:
            connection.execute("UPDATE model SET next = 0")

    def switch(self, model: Model) -> None:
        """From now on this one answers. The one before is kept; any other one leaves."""
        with self._database.write() as connection:
            _switch(connection, model)

    def forget(self, model: Model) -> None:
        """Has its vectors leave (see `sweep`). Not the one that answers, nor the next one."""
        with self._database.write() as connection:
            _leave(connection, model.id)

    def sweep(self, checkpoint: Callable[[], object] = lambda: None) -> bool:
        """Erases the vectors of models that leave; gives whether there were any.

        In pieces, for they may be gigabytes: what `checkpoint` raises between two of them ends it,
        and the next call goes on.
        """
        rows: list[Any] = (
            self._database.read().execute("SELECT id FROM model WHERE leaving").fetchall()
        )
        for (id,) in rows:
            for part in PARTS:
                self._erase_chunks(f"vec_{id}_{part}_vector_chunks00", checkpoint)
            self._erase_rows(id, checkpoint)
            with self._database.write() as connection:
                for part in PARTS:
                    connection.execute(f"DROP TABLE IF EXISTS vec_{id}_{part}")
                for name in (_last_vector(id), form_of_texts(id)):
                    connection.execute("DELETE FROM counter WHERE name = ?", (name,))
                connection.execute("DELETE FROM model WHERE id = ?", (id,))
        return bool(rows)

    def _erase_chunks(self, table: str, checkpoint: Callable[[], object]) -> None:
        while True:
            checkpoint()
            with self._database.write() as connection:
                # The tables of sqlite-vec are plain ones, and nobody asks these any more.
                connection.execute(
                    f"DELETE FROM {table} WHERE rowid IN"
                    f" (SELECT rowid FROM {table} ORDER BY rowid LIMIT {_CHUNKS})"
                )
                if not connection.changes():
                    return

    def _erase_rows(self, model_id: int, checkpoint: Callable[[], object]) -> None:
        last = 0
        while True:
            checkpoint()
            with self._database.write() as connection:
                until = connection.execute(
                    "SELECT max(id) FROM (SELECT id FROM vector WHERE id > ? AND model_id = ?"
                    f" ORDER BY id LIMIT {_ROWS})",
                    (last, model_id),
                ).get
                if until is None:
                    return
                connection.execute(
                    "DELETE FROM vector WHERE id > ? AND id <= ? AND model_id = ?",
                    (last, until, model_id),
                )
                last = until


def _kept(connection: apsw.Connection, row: Any) -> KeptModel:
    *facts, active, next, answered = row
    model = Model(*facts)
    tables = [f"vec_{model.id}_{part}" for part in PARTS]
    return KeptModel(
        model,
        bool(active),
        bool(next),
        bool(answered),
        sum(_count(connection, f"{table}_rowids") for table in tables),
        sum(left(connection, model.id).values()),
        sum(_size(connection, model, part) for part in PARTS),
    )


def left(connection: apsw.Connection, model_id: int) -> dict[str, int]:
    """How many passages and files a model has not encoded yet."""
    count = "SELECT count(*) FROM {0} WHERE model_id = ?"
    return {
        name: int(connection.execute(count.format(table), (model_id,)).get)
        for name, table in (("texts", "text_todo"), ("looks", "look_todo"))
    }


def form_of_texts(model_id: int) -> str:
    """The counter that says in which form its texts were encoded."""
    return f"form of texts, model {model_id}"


def note_last_vector(connection: apsw.Connection, model_id: int, id: int | None) -> None:
    """The id of a model's last vector, None where it got none, within the caller's transaction."""
    if id is not None:
        connection.execute(
            "INSERT OR REPLACE INTO counter VALUES (?, ?)", (_last_vector(model_id), id)
        )


def last_vector(connection: apsw.Connection, model_id: int) -> int:
    """The largest id that a vector of a model ever got."""
    name = _last_vector(model_id)
    return connection.execute("SELECT value FROM counter WHERE name = ?", (name,)).get or 0


def _last_vector(model_id: int) -> str:
    return f"last vector, model {model_id}"


def _registered(
    connection: apsw.Connection, name: str, source: str, dimension: int, token_limit: int
) -> Model:
    """The model of this name, with its tables and lists, made if need be."""
    found = connection.execute(
        "SELECT id, dimension, form FROM model WHERE name = ?", (name,)
    ).fetchone()
    if found and found[1] == dimension:
        connection.execute("UPDATE model SET source = ? WHERE id = ?", (source, found[0]))
        return Model(found[0], name, source, dimension, token_limit, found[2])
    if found:  # its files were made anew, with the same name
        _leave(connection, found[0])
    connection.execute(
        "INSERT INTO model (name, source, dimension, token_limit, form) VALUES (?, ?, ?, ?, ?)",
        (name, source, dimension, token_limit, INT8),
    )
    id = connection.last_insert_rowid()
    for part in PARTS:
        connection.execute(vector_form.table(f"vec_{id}_{part}", INT8, part, dimension))
    connection.execute("INSERT INTO text_todo SELECT id, ? FROM item WHERE kind = 'passage'", (id,))
    connection.execute("INSERT INTO look_todo SELECT id, ? FROM file WHERE has_looks", (id,))
    return Model(id, name, source, dimension, token_limit)


def _switch(connection: apsw.Connection, model: Model) -> None:
    kept = connection.execute("SELECT id FROM model WHERE active").get
    connection.execute(
        "UPDATE model SET active = (id = ?1), next = 0, answered = (answered OR id = ?1)",
        (model.id,),
    )
    if kept == model.id:
        return
    others: list[Any] = connection.execute(
        "SELECT id FROM model WHERE NOT leaving AND id NOT IN (?, ?)", (model.id, kept or 0)
    ).fetchall()
    for (id,) in others:
        _leave(connection, id)


def _leave(connection: apsw.Connection, model_id: int) -> None:
    # Its name is free from now on: it may be chosen again before all of it is gone.
    connection.execute(
        "UPDATE model SET leaving = 1, active = 0, next = 0, name = name || ', leaving ' || id"
        " WHERE id = ? AND NOT leaving",
        (model_id,),
    )
    for table in ("text_todo", "look_todo"):
        connection.execute(f"DELETE FROM {table} WHERE model_id = ?", (model_id,))


def _count(connection: apsw.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").get)


def _size(connection: apsw.Connection, model: Model, part: str) -> int:
    """Bytes: sqlite-vec keeps room for whole chunks."""
    slots = connection.execute(
        f"SELECT coalesce(sum(size), 0) FROM vec_{model.id}_{part}_chunks"
    ).get
    return int(slots) * (vector_form.size(model.form, part, model.dimension) + 8)
