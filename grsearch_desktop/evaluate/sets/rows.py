"""Rows of published files: JSON lines, parquet, and judgements with tabs between."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import MissingExtraError, UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query

Row = dict[str, Any]
Gains = dict[str, dict[str, float]]
"""query_id -> corpus_id -> gain above 0."""

_HEADS = ("score", "relevance")
"""How the head of judgements names its last column."""
_ROWS_AT_ONCE = 64
"""Of a parquet file, whose rows may hold pictures."""


def of(path: Path) -> Iterator[tuple[str, Row]]:
    """Where each row of a file stands, in words, and the row, by the ending of its name.

    Raises UsageError, MissingExtraError.
    """
    return parquet(path) if path.suffix == ".parquet" else json_lines(path)


def parquet(path: Path) -> Iterator[tuple[str, Row]]:
    """Where each row stands, in words, and the row. Raises UsageError, MissingExtraError."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{path.name} is a parquet file, which needs a package that is not installed "
            f'({error.name}); add it with: pip install "grsearch-desktop[evaluate]"'
        ) from error
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    yield f"Row {number} of {path}", row
    except (OSError, pyarrow.ArrowException) as error:
        raise UsageError(f"{path} can't be read: {_first_line(error)}.") from error


def json_lines(path: Path) -> Iterator[tuple[str, Row]]:
    """Where each row stands, in words, and the row. Raises UsageError."""
    for number, line in lines(path):
        place = f"Line {number} of {path}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(f"{place} is not JSON.") from None
        if not isinstance(row, dict):
            raise UsageError(f"{place} is not a JSON object.")
        yield place, row


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, counted from 1, without the end of the line.

    Raises UsageError where the file can't be read as UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read: {error}.") from error


def judgements(path: Path) -> Gains:
    """A file of query, document and score with tabs between, below a head or not."""
    gains: Gains = {}
    for number, line in lines(path):
        place = f"Line {number} of {path}"
        parts = line.split("\t")
        if len(parts) != 3:
            raise UsageError(f"{place} is not query_id, corpus_id and score with tabs between.")
        query_id, corpus_id, score = (part.strip() for part in parts)
        if number == 1 and score in _HEADS:
            continue
        judge(gains, place, query_id, corpus_id, score)
    return gains


def judged_rows(path: Path) -> Gains:
    """Judgements of which each is a row with query_id, corpus_id and score."""
    gains: Gains = {}
    for place, row in of(path):
        query_id = identity(place, row, "query_id", "query-id")
        corpus_id = identity(place, row, "corpus_id", "corpus-id")
        judge(gains, place, query_id, corpus_id, row.get("score"))
    return gains


def judge(gains: Gains, place: str, query_id: str, corpus_id: str, score: object) -> None:
    """Adds one judgement; what gains nothing is left out. Raises UsageError."""
    try:
        gain = float(score)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UsageError(f"{place} has a score that is no number: {score}.") from None
    if not 0 <= abs(gain) < float("inf"):
        raise UsageError(f"{place} has a score that can't be summed: {score}.")
    if gain > 0:
        gains.setdefault(query_id, {})[corpus_id] = gain


def identity(place: str, row: Row, *names: str) -> str:
    """What names a row, under the first of these names that it has. Raises UsageError."""
    found = next((row[name] for name in names if name in row), None)
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise UsageError(f"{place} has no {names[0]}.")
    return str(found)


def words(place: str, row: Row, name: str) -> str:
    """A text of a row, empty where the row has none. Raises UsageError."""
    found = row.get(name)
    if found is not None and not isinstance(found, str):
        raise UsageError(f"{place} has something else than text under {name}.")
    return (found or "").strip()


def distinct_queries(rows: Iterable[tuple[str, Query]]) -> list[Query]:
    """`rows`: where each stands, and what it is. Raises UsageError where one comes twice."""
    found: dict[str, Query] = {}
    for place, query in rows:
        if not query.text:
            raise UsageError(f"{place} has no text.")
        if found.setdefault(query.query_id, query) is not query:
            raise UsageError(f"{place} names the query {query.query_id} a second time.")
    return list(found.values())


def distinct_documents(rows: Iterable[tuple[str, Document]]) -> list[Document]:
    """`rows`: where each stands, and what it is. Raises UsageError where one comes twice."""
    found: dict[str, Document] = {}
    for place, document in rows:
        if found.setdefault(document.corpus_id, document) is not document:
            raise UsageError(f"{place} names the document {document.corpus_id} a second time.")
    return list(found.values())


def joined(
    name: str,
    queries: Iterable[Query],
    documents: Iterable[Document],
    gains: Gains,
    missing_pictures: int,
    *,
    places: tuple[Path, Path, Path],
) -> DataSet:
    """The set of these parts, with those queries alone that have an answer.

    `places`: the files of the queries, the documents and the judgements. Raises UsageError where
    the judgements belong to others.
    """
    answered = tuple(query for query in queries if query.query_id in gains)
    if not answered:
        raise UsageError(f"{places[2]} names no query of {places[0].name}.")
    kept = tuple(documents)
    known = {document.corpus_id for document in kept}
    if not any(known & gains[query.query_id].keys() for query in answered):
        raise UsageError(f"{places[2]} names no document of {places[1].name}.")
    return DataSet(name, answered, kept, gains, missing_pictures)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
