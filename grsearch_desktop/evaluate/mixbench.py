"""Reads a data set in the form of MixBench: questions, documents of text and picture, judgements.

A folder with `queries.jsonl` (query_id, text), `mixed_corpus.jsonl` or else `corpus.jsonl`
(corpus_id, text, image), and `qrels.tsv` (query_id, corpus_id, score, below a header); or the same
as parquet, in one file or several, as the `datasets` library lays them out ("query", "qrel",
"query-00000-of-00001.parquet"). An image is a path relative to the folder or to its folder
`images`, an address, or the picture itself with {bytes, path}.

Li et al., "Closing the Modality Gap for Mixed Modality Search" (arXiv 2507.19054) publish four
such sets; those of OVEN ask with a text and a picture, of which their code asks the text alone, and
so do we.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets import rows
from grsearch_desktop.evaluate.sets.kept import is_kept, keep

log = logging.getLogger(__name__)

_QUERIES = ("queries", "query")
_CORPORA = ("mixed_corpus", "corpus")
_JUDGEMENTS = ("qrels", "qrel", "qrels/qrels", "qrels/test", "qrels/qrel")
_SHAPES = ("{0}.jsonl", "{0}.parquet", "{0}-*-of-*.parquet", "{0}/*.parquet")
"""How the files of one part may be named."""


def load(folder: Path, pictures: Path | None = None) -> DataSet:
    """The data set in a folder. Raises UsageError, in one sentence, if it is not of this form.

    `pictures`: the folder into which pictures are put that lie within rows, and where those are
    that were fetched from their addresses. Raises MissingExtraError for parquet without its
    package.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    queries, corpus = _files(folder, _QUERIES), _files(folder, _CORPORA)
    judgements = _files(folder, _JUDGEMENTS, ("{0}.tsv", *_SHAPES))
    if not queries or not corpus or not judgements:
        raise UsageError(_what_is_lacking(folder))
    documents, missing = _documents(corpus, folder, pictures)
    if missing:
        log.warning("%d pictures of %d documents are missing", missing, len(documents))
    return rows.joined(
        folder.resolve().name,
        rows.distinct_queries(_queries(queries)),
        documents,
        _gains(judgements),
        missing,
        places=(queries[0], corpus[0], judgements[0]),
    )


def addresses(folder: Path) -> Iterator[str]:
    """Where on the web the pictures of a set are, as far as it names them so."""
    for file in _files(folder, _CORPORA):
        for _, row in rows.of(file):
            name = _name(row.get("image"))
            if _is_address(name):
                yield name


def of_address(address: str, pictures: Path) -> Path:
    """Where in the folder of pictures the one of this address is, once it was fetched."""
    return pictures / f"{hashlib.blake2b(address.encode(), digest_size=16).hexdigest()}.web"


def _queries(files: list[Path]) -> Iterator[tuple[str, Query]]:
    for file in files:
        for place, row in rows.of(file):
            name = rows.identity(place, row, "query_id", "id")
            yield place, Query(name, rows.words(place, row, "text"))


def _documents(
    files: list[Path], folder: Path, pictures: Path | None
) -> tuple[list[Document], int]:
    found = []
    missing = 0
    for file in files:
        for place, row in rows.of(file):
            corpus_id = rows.identity(place, row, "corpus_id", "id")
            given = row.get("image")
            image = _picture(place, given, folder, pictures)
            missing += image is None and bool(given)
            found.append((place, Document(corpus_id, rows.words(place, row, "text"), image)))
    return rows.distinct_documents(found), missing


def _gains(files: list[Path]) -> rows.Gains:
    gains: rows.Gains = {}
    for file in files:
        some = rows.judgements(file) if file.suffix == ".tsv" else rows.judged_rows(file)
        for query_id, judged in some.items():
            gains.setdefault(query_id, {}).update(judged)
    return gains


def _picture(place: str, given: Any, folder: Path, pictures: Path | None) -> Path | None:
    """The file of a picture, None where it is not to be had."""
    content = given.get("bytes") if isinstance(given, Mapping) else given
    if isinstance(content, bytes) and content:
        if pictures is None:
            raise ValueError("pictures within rows need a folder to be put into")
        path = pictures / f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.row"
        if not is_kept(path):
            keep(path, content)
        return path
    name = _name(given)
    if given and not isinstance(given, str | Mapping):
        raise UsageError(f"{place} has something else than text under image.")
    if _is_address(name):
        path = of_address(name, pictures or folder)
        return path if is_kept(path) else None
    return next((path for path in _places(name, folder) if _is_file(path)), None)


def _places(name: str, folder: Path) -> tuple[Path, ...]:
    return (folder / name, folder / "images" / name) if name else ()


def _name(given: Any) -> str:
    name = given.get("path") if isinstance(given, Mapping) else given
    return name.strip() if isinstance(name, str) else ""


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # Longer than any name may be, or otherwise no name at all.
        return False


def _files(folder: Path, names: tuple[str, ...], shapes: tuple[str, ...] = _SHAPES) -> list[Path]:
    """The files of one part, of the first name and shape of which there are any."""
    for name in names:
        for shape in shapes:
            if found := sorted(path for path in folder.glob(shape.format(name)) if path.is_file()):
                return found
    return []


def _what_is_lacking(folder: Path) -> str:
    below = sorted(path.name for path in folder.iterdir() if path.is_dir() and _is_set(path))
    if below:
        named = ", ".join(below)
        return f"{folder} holds several sets; please name one: {folder}/ with {named}."
    return (
        f"{folder} is not in MixBench form: it needs queries.jsonl, mixed_corpus.jsonl or "
        "corpus.jsonl, and qrels.tsv, or the same as parquet."
    )


def _is_set(folder: Path) -> bool:
    return bool(_files(folder, _QUERIES) and _files(folder, _CORPORA))
