"""All that a library holds, by path: to hold one library against another."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import unpacked
from grsearch_desktop.store.vectors import PARTS, Vectors

ALIKE = 0.999
"""The least cosine of two vectors of one thing: batches of another size round differently."""

Vector = NDArray[np.float32]


_FACTS = (
    "folder", "name", "kind", "size", "mtime_ns", "hash", "state", "error", "title", "author",
    "created", "has_looks", "words", "about", "trigrams", "looks_to_do", "texts_to_do",
)  # fmt: skip


@dataclass
class Holding:
    """What is known of one file, without what differs from library to library (numbers, times)."""

    facts: dict[str, object] = field(default_factory=dict)
    """State, kind, size, time, hash, reason of an error, title, words of the name."""
    items: list[tuple[object, ...]] = field(default_factory=list)
    """Kind, page, start, end, digest and text of each passage, page and picture."""
    vectors: dict[tuple[object, ...], Vector] = field(default_factory=dict)
    """By part and item."""


def holdings(home: Home) -> dict[str, Holding]:
    """Opens the library as the program does; it may be in use. Paths as the system gives them."""
    database = Database(home.library)
    connection = database.read()
    try:
        with connection:  # one snapshot for all
            return _read(database)
    finally:
        database.close()


def _read(database: Database) -> dict[str, Holding]:
    connection = database.read()
    by_id: dict[int, Holding] = {}
    found: dict[str, Holding] = {}
    for row in connection.execute(
        "SELECT file.id, file.path, folder.path, file.name, kind, size, mtime_ns, hash, state,"
        " error, title, author, created, has_looks, file_words.name, file_words.about,"
        " file_name.name,"
        " EXISTS (SELECT 1 FROM look_todo WHERE file_id = file.id),"
        " (SELECT count(*) FROM text_todo JOIN item ON item.id = item_id"
        "  WHERE item.file_id = file.id)"
        " FROM file JOIN folder ON folder.id = folder_id"
        " LEFT JOIN file_words ON file_words.rowid = file.id"
        " LEFT JOIN file_name ON file_name.rowid = file.id"
    ):
        id, path, *facts = row
        holding = Holding(dict(zip(_FACTS, facts, strict=True)))
        by_id[id] = found[os.fsdecode(path)] = holding
    items: dict[int, tuple[int, tuple[object, ...]]] = {}
    for id, file_id, *item in connection.execute(
        "SELECT item.id, file_id, kind, page, start, end, digest, text FROM item"
        " LEFT JOIN passage_text ON passage_text.rowid = item.id"
    ):
        items[id] = file_id, tuple(item)
        by_id[file_id].items.append(tuple(item))
    for holding in by_id.values():
        holding.items.sort(key=repr)
    _add_vectors(database, by_id, items)
    return found


def _add_vectors(
    database: Database,
    by_id: dict[int, Holding],
    items: dict[int, tuple[int, tuple[object, ...]]],
) -> None:
    model = Vectors(database).active()
    if model is None:
        return
    connection = database.read()
    for part in PARTS:
        embeddings = dict(
            iter(connection.execute(f"SELECT rowid, embedding FROM vec_{model.id}_{part}"))
        )
        for id, item_id in connection.execute(
            "SELECT id, item_id FROM vector WHERE model_id = ? AND part = ?", (model.id, part)
        ):
            file_id, item = items[item_id]
            vector = unpacked(embeddings.pop(id), 1, model.dimension)[0]
            by_id[file_id].vectors[(part, *item)] = vector
        if embeddings:
            raise AssertionError(f"{len(embeddings)} vectors of no item")


def differences(found: Mapping[str, Holding], expected: Mapping[str, Holding]) -> list[str]:
    """A line for each file that is not the same in both, sorted; none when the libraries are."""
    lines = [f"missing: {path!r}" for path in expected.keys() - found.keys()]
    lines += [f"too much: {path!r}" for path in found.keys() - expected.keys()]
    for path in found.keys() & expected.keys():
        lines += [f"{path!r}: {line}" for line in _unlike(found[path], expected[path])]
    return sorted(lines)


def _unlike(one: Holding, other: Holding) -> list[str]:
    lines = [
        f"{name}: {one.facts[name]!r} instead of {fact!r}"
        for name, fact in other.facts.items()
        if one.facts[name] != fact
    ]
    if one.items != other.items:
        lines.append(f"items: {one.items!r:.300} instead of {other.items!r:.300}")
    if one.vectors.keys() != other.vectors.keys():
        lines.append(f"vectors: {len(one.vectors)} instead of {len(other.vectors)}")
        return lines
    for item, vector in one.vectors.items():
        cosine = float(vector @ other.vectors[item])
        if cosine < ALIKE:
            lines.append(f"the vector of {item!r:.100} has only cosine {cosine:.4f}")
    return lines
