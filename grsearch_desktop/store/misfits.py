"""Rows that must go together and don't: what SQLite, who knows each table alone, finds sound."""

from grsearch_desktop.store.database import Database

_TOGETHER = {
    "passages without a text": (
        "SELECT id FROM item WHERE kind = 'passage' EXCEPT SELECT id FROM passage_text_content"
    ),
    "texts without a passage": "SELECT id FROM passage_text_content EXCEPT SELECT id FROM item",
    "files without a name": "SELECT id FROM file EXCEPT SELECT id FROM file_words_content",
    "names without a file": "SELECT id FROM file_words_content EXCEPT SELECT id FROM file",
}
_VECTORS = {
    "vectors of nothing": (
        "SELECT rowid FROM {table}_rowids EXCEPT SELECT id FROM vector"
        " WHERE model_id = {model} AND part = '{part}'"
    ),
    "vectors that are gone": (
        "SELECT id FROM vector WHERE model_id = {model} AND part = '{part}'"
        " EXCEPT SELECT rowid FROM {table}_rowids"
    ),
}


def misfits(database: Database) -> str:
    """ "ok", or what does not go together. Reads whole indexes: seconds for a large library."""
    with database.told_plainly():
        read = database.read().execute
        if row := read("PRAGMA foreign_key_check").fetchone():
            return f"rows of {row[0]} belong to none of {row[2]}"
        questions = dict(_TOGETHER)
        for (model,) in read("SELECT id FROM model WHERE NOT leaving").fetchall():
            for part in ("text", "look"):
                table = f"vec_{model:d}_{part}"
                questions |= {
                    f"{what} ({table})": question.format(table=table, model=model, part=part)
                    for what, question in _VECTORS.items()
                }
        for what, question in questions.items():
            if read(question).fetchone():
                return what
    return "ok"
