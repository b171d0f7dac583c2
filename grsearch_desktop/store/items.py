"""Texts put into the index and taken out, with what else was read, in the caller's transaction."""

from typing import cast

import apsw

from grsearch_desktop.store import cjk
from grsearch_desktop.store.erasure import begin_erasing


def write_passage(connection: apsw.Connection, item_id: int, text: str) -> None:
    connection.execute(
        "INSERT INTO passage_text (rowid, text, grams) VALUES (?, ?, ?)",
        (item_id, text, cjk.grams(text)),
    )


def forget_items(connection: apsw.Connection, file_id: int) -> None:
    """Takes out all that was read from a file, within the caller's transaction."""
    rows = connection.execute("SELECT id, kind FROM item WHERE file_id = ?", (file_id,))
    items = cast("list[tuple[int, str]]", rows.fetchall())
    begin_erasing(connection, sum(kind == "passage" for _, kind in items))
    for item_id, kind in items:
        forget_vectors(connection, item_id)
        if kind == "passage":
            connection.execute("DELETE FROM passage_text WHERE rowid = ?", (item_id,))
    if items:
        connection.execute("DELETE FROM item WHERE file_id = ?", (file_id,))


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
