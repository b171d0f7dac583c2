"""Texts put into the index and taken out, with what else was read, in the caller's transaction."""

from collections.abc import Sequence
from typing import cast

import apsw

from grsearch_desktop.store import cjk
from grsearch_desktop.store.erasure import begin_erasing


def add_passage(
    connection: apsw.Connection,
    file_id: int,
    page: int | None,
    start: int,
    text: str,
    digest: bytes | None = None,
    confidence: float | None = None,
    *,
    encoded: bool = True,
) -> int:
    """A new passage of a file, from the character `start` of its page on; its id.

    encoded: whether it is to be found by its meaning too.
    digest, confidence: of one that was recognised in a picture.
    """
    connection.execute(
        "INSERT INTO item (file_id, kind, page, start, end, digest, confidence)"
        " VALUES (?, 'passage', ?, ?, ?, ?, ?)",
        (file_id, page, start, start + len(text), digest, confidence),
    )
    item_id = connection.last_insert_rowid()
    write_passage(connection, item_id, writable(text))
    if encoded:
        connection.execute(
            "INSERT INTO text_todo SELECT ?, id FROM model WHERE NOT leaving", (item_id,)
        )
    return item_id


def write_passage(connection: apsw.Connection, item_id: int, text: str) -> None:
    connection.execute(
        "INSERT INTO passage_text (rowid, text, grams) VALUES (?, ?, ?)",
        (item_id, text, cjk.grams(text)),
    )


def writable(text: str) -> str:
    """A text without lone surrogates, which UTF-8 can't hold: one bad file must not stop all."""
    return text.encode("utf-8", "replace").decode("utf-8")


def forget_items(connection: apsw.Connection, file_id: int) -> None:
    """Takes out all that was read from a file, within the caller's transaction."""
    rows = connection.execute("SELECT id, kind FROM item WHERE file_id = ?", (file_id,))
    _forget(connection, cast("list[tuple[int, str]]", rows.fetchall()))
    for table in ("recognise_todo", "looked_through"):
        connection.execute(f"DELETE FROM {table} WHERE file_id = ?", (file_id,))
    connection.execute("UPDATE file SET recognised = 0 WHERE id = ? AND recognised", (file_id,))


def forget_passages(connection: apsw.Connection, item_ids: Sequence[int]) -> None:
    """Takes out passages, within the caller's transaction."""
    _forget(connection, [(id, "passage") for id in item_ids])


def _forget(connection: apsw.Connection, items: Sequence[tuple[int, str]]) -> None:
    begin_erasing(connection, sum(kind == "passage" for _, kind in items))
    for item_id, kind in items:
        forget_vectors(connection, item_id)
        if kind == "passage":
            connection.execute("DELETE FROM passage_text WHERE rowid = ?", (item_id,))
        connection.execute("DELETE FROM item WHERE id = ?", (item_id,))


def forget_vectors(
    connection: apsw.Connection, item_id: int, model_id: int | None = None, part: str | None = None
) -> None:
    """Takes out the vectors of an item: all, or those of one model and part."""
    rows = connection.execute(
        "SELECT id, model_id, part FROM vector WHERE item_id = ?1"
        " AND (?2 IS NULL OR model_id = ?2) AND (?3 IS NULL OR part = ?3)",
        (item_id, model_id, part),
    ).fetchall()
    for id, of_model, of_part in rows:
        connection.execute(f"DELETE FROM vec_{of_model}_{of_part} WHERE rowid = ?", (id,))
        connection.execute("DELETE FROM vector WHERE id = ?", (id,))
        connection.execute("INSERT INTO removed_vector (id) VALUES (?)", (id,))
    if rows:  # whoever keeps them in memory is to know
        connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'removals'")
