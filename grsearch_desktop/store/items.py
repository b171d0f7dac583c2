"""Texts put into the index and taken out, with what else was read, in the caller's transaction."""

from collections.abc import Iterable, Sequence
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
) -> int:
    """A new passage of a file, from the character `start` of its page on; its id.

    digest, confidence: of one that was recognised in a picture.
    """
    item_id = add_item(connection, file_id, page, start, text, digest, confidence)
    write_passages(connection, [(item_id, text)])
    have_encoded(connection, [item_id])
    return item_id


def add_item(
    connection: apsw.Connection,
    file_id: int,
    page: int | None,
    start: int,
    text: str,
    digest: bytes | None = None,
    confidence: float | None = None,
) -> int:
    """As `add_passage`, but its text is still to be written (`write_passages`)."""
    connection.execute(
        "INSERT INTO item (file_id, kind, page, start, end, digest, confidence)"
        " VALUES (?, 'passage', ?, ?, ?, ?, ?)",
        (file_id, page, start, start + len(text), digest, confidence),
    )
    return connection.last_insert_rowid()


def write_passages(connection: apsw.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """The texts of passages, by their ids.

    Many at once: nearly any other statement in between has the index write what it gathered, as a
    piece of its own that must be merged with the others, which takes two thirds of the time.
    """
    connection.executemany(
        "INSERT INTO passage_text (rowid, text, grams) VALUES (?, ?, ?)",
        ((id, text, cjk.grams(text)) for id, text in ((id, writable(text)) for id, text in texts)),
    )


def have_encoded(connection: apsw.Connection, item_ids: Iterable[int]) -> None:
    """Puts passages on the lists of those that are to be found by their meaning."""
    connection.executemany(
        "INSERT INTO text_todo SELECT ?, id FROM model WHERE NOT leaving",
        ((id,) for id in item_ids),
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
