"""Reads a data set in the form of MixBench: questions, documents of text and picture, judgements.

A folder with `queries.jsonl` (query_id, text), `mixed_corpus.jsonl` or else `corpus.jsonl`
(corpus_id, text, image: a path relative to that file), and `qrels.tsv` (query_id, corpus_id,
score, below a header).
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query

log = logging.getLogger(__name__)

_QUERIES = "queries.jsonl"
_CORPORA = ("mixed_corpus.jsonl", "corpus.jsonl")
_JUDGEMENTS = "qrels.tsv"


def load(folder: Path) -> DataSet:
    """The data set in a folder. Raises UsageError, in one sentence, if it is not of this form."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    corpus = next((folder / name for name in _CORPORA if (folder / name).is_file()), None)
    needed = (folder / _QUERIES, corpus, folder / _JUDGEMENTS)
    if corpus is None or not all(path and path.is_file() for path in needed):
        raise UsageError(
            f"{folder} is not in MixBench form: it needs {_QUERIES}, "
            f"{' or '.join(_CORPORA)}, and {_JUDGEMENTS}."
        )
    gains = _judgements(folder / _JUDGEMENTS)
    queries = tuple(query for query in _queries(folder / _QUERIES) if query.query_id in gains)
    if not queries:
        raise UsageError(f"{folder / _JUDGEMENTS} names no query of {_QUERIES}.")
    documents, missing = _documents(corpus)
    known = {document.corpus_id for document in documents}
    if not any(known & gains[query.query_id].keys() for query in queries):
        raise UsageError(f"{folder / _JUDGEMENTS} names no document of {corpus.name}.")
    if missing:
        log.warning("%d pictures of %d documents are missing", missing, len(documents))
    return DataSet(folder.resolve().name, queries, documents, gains, missing)


def _queries(path: Path) -> list[Query]:
    found: dict[str, Query] = {}
    for place, row in _rows(path):
        query = Query(_identity(place, row, "query_id"), _words(place, row, "text"))
        if not query.text:
            raise UsageError(f"{place} has no text.")
        if found.setdefault(query.query_id, query) is not query:
            raise UsageError(f"{place} names the query {query.query_id} a second time.")
    return list(found.values())


def _documents(path: Path) -> tuple[tuple[Document, ...], int]:
    found: dict[str, Document] = {}
    missing = 0
    for place, row in _rows(path):
        corpus_id = _identity(place, row, "corpus_id")
        image = _picture(path.parent, _words(place, row, "image"))
        missing += image is None and bool(row.get("image"))
        document = Document(corpus_id, _words(place, row, "text"), image)
        if found.setdefault(corpus_id, document) is not document:
            raise UsageError(f"{place} names the document {corpus_id} a second time.")
    return tuple(found.values()), missing


def _picture(folder: Path, name: str) -> Path | None:
    if not name:
        return None
    path = folder / name
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        # Longer than any name may be, or otherwise no name at all.
        return None


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    gains: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        place = f"Line {number} of {path}"
        parts = line.split("\t")
        if len(parts) != 3:
            raise UsageError(f"{place} is not query_id, corpus_id and score with tabs between.")
        query_id, corpus_id, score = (part.strip() for part in parts)
        if number == 1 and score == "score":
            continue
        try:
            gain = float(score)
        except ValueError:
            raise UsageError(f"{place} has a score that is no number: {score}.") from None
        if not 0 <= abs(gain) < float("inf"):
            raise UsageError(f"{place} has a score that can't be summed: {score}.")
        if gain > 0:
            gains.setdefault(query_id, {})[corpus_id] = gain
    return gains


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each row stands, in words, and the row."""
    for number, line in _lines(path):
        place = f"Line {number} of {path}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(f"{place} is not JSON.") from None
        if not isinstance(row, dict):
            raise UsageError(f"{place} is not a JSON object.")
        yield place, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, counted from 1, without the end of the line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read: {error}.") from error


def _identity(place: str, row: dict[str, Any], name: str) -> str:
    found = row.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise UsageError(f"{place} has no {name}.")
    return str(found)


def _words(place: str, row: dict[str, Any], name: str) -> str:
    """A text of a row, empty where the row has none."""
    found = row.get(name)
    if found is not None and not isinstance(found, str):
        raise UsageError(f"{place} has something else than text under {name}.")
    return (found or "").strip()
