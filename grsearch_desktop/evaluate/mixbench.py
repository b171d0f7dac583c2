"""Reads a data set in the form of MixBench: questions, documents of text and picture, judgements.

A folder with `queries.jsonl` (query_id, text), `mixed_corpus.jsonl` or else `corpus.jsonl`
(corpus_id, text, image: a path relative to that file), and `qrels.tsv` (query_id, corpus_id,
score, below a header).
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets import rows

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
    documents, missing = _documents(corpus)
    if missing:
        log.warning("%d pictures of %d documents are missing", missing, len(documents))
    return rows.joined(
        folder.resolve().name,
        rows.distinct_queries(_queries(folder / _QUERIES)),
        documents,
        rows.judgements(folder / _JUDGEMENTS),
        missing,
        places=(folder / _QUERIES, corpus, folder / _JUDGEMENTS),
    )


def _queries(path: Path) -> Iterator[tuple[str, Query]]:
    for place, row in rows.json_lines(path):
        yield place, Query(rows.identity(place, row, "query_id"), rows.words(place, row, "text"))


def _documents(path: Path) -> tuple[list[Document], int]:
    found = []
    missing = 0
    for place, row in rows.json_lines(path):
        corpus_id = rows.identity(place, row, "corpus_id")
        image = _picture(path.parent, rows.words(place, row, "image"))
        missing += image is None and bool(row.get("image"))
        found.append((place, Document(corpus_id, rows.words(place, row, "text"), image)))
    return rows.distinct_documents(found), missing


def _picture(folder: Path, name: str) -> Path | None:
    if not name:
        return None
    path = folder / name
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        # Longer than any name may be, or otherwise no name at all.
        return None
