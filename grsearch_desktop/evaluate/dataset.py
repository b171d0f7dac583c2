"""What a data set is, whatever form it was published in: questions, documents, judgements."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Query:
    query_id: str
    text: str


@dataclass(frozen=True)
class Document:
    corpus_id: str
    text: str
    """Empty where the document has none."""
    image: Path | None
    """An existing file; None where the document has none."""
    title: str = ""
    """What `text` begins with, where the set tells the title from the rest."""
    part_of: str = ""
    """Names the whole that it is a part of, as a page of its file, where wholes are to be found:
    the score of a whole is that of its best part. Empty: it is a whole itself."""


@dataclass(frozen=True)
class DataSet:
    name: str
    queries: tuple[Query, ...]
    """Those that some document answers: the others can't be answered well or badly."""
    documents: tuple[Document, ...]
    gains: dict[str, dict[str, float]]
    """query_id -> corpus_id -> gain above 0. A corpus_id may be of no document: never found."""
    missing_pictures: int
    """Documents whose picture is named and not there; they keep their text."""
