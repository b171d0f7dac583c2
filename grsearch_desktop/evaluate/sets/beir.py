"""Reads a data set in the form of BEIR: texts with titles, questions, graded judgements.

A folder with `corpus.jsonl` (_id, title, text), `queries.jsonl` (_id, text), and
`qrels/test.tsv` (query-id, corpus-id, score, below a head). Thakur et al., "BEIR: A Heterogeneous
Benchmark for Zero-shot Evaluation of Information Retrieval Models", 2021.
"""

from collections.abc import Iterator
from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets import rows

_QUERIES = "queries.jsonl"
_CORPUS = "corpus.jsonl"
_JUDGEMENTS = "qrels"
_SPLIT = "test"


def is_of_this_form(folder: Path) -> bool:
    return (
        (folder / _CORPUS).is_file()
        and (folder / _QUERIES).is_file()
        and any((folder / _JUDGEMENTS).glob("*.tsv"))
        and any("_id" in row for _, row in _first(folder / _CORPUS))
    )


def load(folder: Path, split: str = _SPLIT) -> DataSet:
    """The data set in a folder; a document's text is its title, then its text, as BEIR has it.

    Raises UsageError, in one sentence, if it is not of this form.
    """
    places = folder / _QUERIES, folder / _CORPUS, folder / _JUDGEMENTS / f"{split}.tsv"
    if not all(place.is_file() for place in places):
        raise UsageError(
            f"{folder} is not in BEIR's form: it needs {_CORPUS}, {_QUERIES} and "
            f"{_JUDGEMENTS}/{split}.tsv."
        )
    return rows.joined(
        folder.resolve().name,
        rows.distinct_queries(_queries(places[0])),
        rows.distinct_documents(_documents(places[1])),
        rows.judgements(places[2]),
        0,
        places=places,
    )


def _queries(path: Path) -> Iterator[tuple[str, Query]]:
    for place, row in rows.json_lines(path):
        yield place, Query(rows.identity(place, row, "_id"), rows.words(place, row, "text"))


def _documents(path: Path) -> Iterator[tuple[str, Document]]:
    for place, row in rows.json_lines(path):
        title, text = rows.words(place, row, "title"), rows.words(place, row, "text")
        whole = "\n".join(filter(None, (title, text)))
        yield place, Document(rows.identity(place, row, "_id"), whole, None, title)


def _first(path: Path) -> Iterator[tuple[str, rows.Row]]:
    for found in rows.json_lines(path):
        yield found
        return
