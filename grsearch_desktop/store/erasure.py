"""Leaving no trace of what is taken out: how the full-text tables are made to forget.

A row that is deleted from an FTS5 table stays in its index until segments are merged. Two ways to
have it gone: its `secure-delete` option takes each word out at once, about 1.5 ms for a passage of
200 words; `optimize` writes the whole index anew, about 10 us for each passage that stays. Single
changes take the first way; once they have cost as much as the second, the second is used.
Pages are zeroed when they are freed (PRAGMA secure_delete), and sqlite-vec zeroes vectors itself.
"""

import apsw

_TABLES = {"passage_text": "text", "file_words": "name", "file_name": "name"}
_COST = 150
"""Erasing one passage at once costs as much as writing this many of the index anew."""


def begin_erasing(connection: apsw.Connection, rows: int) -> None:
    """Before `rows` rows of the full-text tables go, within the caller's transaction."""
    if not rows:
        return
    connection.execute(
        "INSERT INTO counter VALUES ('erased', ?) ON CONFLICT DO UPDATE SET value = value + ?",
        (rows, rows),
    )
    if _at_once(connection) and _erased(connection) * _COST > _passages(connection):
        _erase_at_once(connection, False)


def owes_erasing(connection: apsw.Connection) -> bool:
    """Whether rows went that the index still knows."""
    return _erased(connection) > 0 and not _at_once(connection)


def finish_erasing(connection: apsw.Connection) -> None:
    """Writes the full-text indexes anew, within the caller's transaction."""
    _erase_at_once(connection, True)
    for table, column in _TABLES.items():
        # One segment alone would not be merged, and its inner keys keep words that went: a mark
        # that comes and goes is a second one.
        connection.execute(f"INSERT INTO {table} (rowid, {column}) VALUES (-1, 'mark')")
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        connection.execute(f"DELETE FROM {table} WHERE rowid = -1")
    connection.execute("DELETE FROM counter WHERE name = 'erased'")


def rules_of(connection: apsw.Connection) -> int | None:
    """A number for the rules by which everything that they exclude was last taken out."""
    return connection.execute("SELECT value FROM counter WHERE name = 'rules'").get  # type: ignore[no-any-return]


def note_rules(connection: apsw.Connection, rules: int) -> None:
    """Within the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO counter VALUES ('rules', ?)", (rules,))


def _erased(connection: apsw.Connection) -> int:
    return connection.execute("SELECT value FROM counter WHERE name = 'erased'").get or 0


def _passages(connection: apsw.Connection) -> int:
    """About how many there are: counting them takes longer than taking one out."""
    return connection.execute("SELECT max(id) - min(id) + 1 FROM passage_text_docsize").get or 0  # type: ignore[no-any-return]


def _at_once(connection: apsw.Connection) -> bool:
    return bool(
        connection.execute("SELECT v FROM passage_text_config WHERE k = 'secure-delete'").get
    )


def _erase_at_once(connection: apsw.Connection, at_once: bool) -> None:
    for table in _TABLES:
        connection.execute(
            f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', ?)", (at_once,)
        )
