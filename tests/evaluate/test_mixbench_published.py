"""The layouts in which MixBench's sets are published, with real parquet files."""

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from grsearch_desktop.errors import MissingExtraError, UsageError
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.embeddings import pixels
from tests.evaluate.planted import write_rows, write_set

pyarrow = pytest.importorskip("pyarrow", reason="needs the extra evaluate")
parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra evaluate")

CONCEPTS = 9


def published(place: Path) -> Path:
    """The planted set as the `datasets` library lays it out, pictures within the rows."""
    source = write_set(place / "source", CONCEPTS)
    folder = place / "MSCOCO"
    folder.mkdir()
    corpus = _read(source / "mixed_corpus.jsonl")
    for row in corpus:
        name = row["image"]
        content = (source / name).read_bytes() if name else None
        row["image"] = {"bytes": content, "path": Path(name).name} if name else None
    judged = [line.split("\t") for line in (source / "qrels.tsv").read_text().splitlines()[1:]]
    _write(folder / "query-00000-of-00001.parquet", _read(source / "queries.jsonl"))
    _write(folder / "mixed_corpus-00000-of-00002.parquet", corpus[:5])
    _write(folder / "mixed_corpus-00001-of-00002.parquet", corpus[5:])
    _write(folder / "corpus-00000-of-00001.parquet", corpus[:1])
    qrel = [{"query_id": q, "corpus_id": c, "score": int(score)} for q, c, score in judged]
    _write(folder / "qrel-00000-of-00001.parquet", qrel)
    return folder


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(tmp_path)


def test_parquet_in_several_files_is_the_same_set_as_json_lines(
    folder: Path, tmp_path: Path
) -> None:
    found, plain = mixbench.load(folder, tmp_path / "p"), mixbench.load(tmp_path / "source")
    assert found.name == "MSCOCO"
    assert (found.queries, found.gains) == (plain.queries, plain.gains)
    assert len(found.documents) == CONCEPTS
    for ours, theirs in zip(found.documents, plain.documents, strict=True):
        assert (ours.corpus_id, ours.text) == (theirs.corpus_id, theirs.text)
        assert (ours.image is None) == (theirs.image is None)
        if ours.image and theirs.image:
            assert ours.image.read_bytes() == theirs.image.read_bytes()


def test_pictures_of_rows_are_put_on_disk_once(folder: Path, tmp_path: Path) -> None:
    mixbench.load(folder, tmp_path / "p")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "p").iterdir()}
    assert len(before) == 6
    mixbench.load(folder, tmp_path / "p")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "p").iterdir()} == before


def test_rows_may_be_named_id_alone_and_the_judgements_lie_in_a_folder(
    folder: Path, tmp_path: Path
) -> None:
    # As in the release of 2026, with the judgements of the one of 2025 beside it.
    newer = tmp_path / "OVEN"
    for name, key in (("query", "query_id"), ("mixed_corpus", "corpus_id")):
        rows = [
            row
            for file in sorted(folder.glob(f"{name}-*.parquet"))
            for row in parquet.read_table(file).to_pylist()
        ]
        renamed = [{"id": row.pop(key), **row} for row in rows]
        _write(newer / ("queries.parquet" if name == "query" else f"{name}.parquet"), renamed)
    (newer / "qrels").mkdir()
    shutil.copy(tmp_path / "source/qrels.tsv", newer / "qrels/qrels.tsv")
    found, older = mixbench.load(newer, tmp_path / "p"), mixbench.load(folder, tmp_path / "p")
    assert (found.queries, found.gains) == (older.queries, older.gains)
    assert found.documents == older.documents


def test_json_lines_may_name_pictures_below_the_folder_images(tmp_path: Path) -> None:
    # As in the release of 2025.
    folder = write_set(tmp_path / "Google_WIT", CONCEPTS)
    (folder / "pictures").rename(folder / "images")
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels/qrels.tsv")
    rows = _read(folder / "mixed_corpus.jsonl")
    for row in rows:
        row["image"] = row["image"].removeprefix("pictures/") or None
    write_rows(folder / "mixed_corpus.jsonl", rows)
    found = mixbench.load(folder)
    assert found.missing_pictures == 0
    assert sum(bool(document.image) for document in found.documents) == 6


def test_a_picture_with_an_address_is_there_once_it_was_fetched(tmp_path: Path) -> None:
    folder, pictures = write_set(tmp_path / "WIT", 3), tmp_path / "p"
    address = "https://example.org/a picture.png"
    rows = [
        {"corpus_id": "d0", "text": "", "image": address},
        {"corpus_id": "d1", "text": "words", "image": {"bytes": None, "path": address}},
        {"corpus_id": "d2", "text": "words", "image": None},
    ]
    write_rows(folder / "mixed_corpus.jsonl", rows)
    assert list(mixbench.addresses(folder)) == [address, address]
    assert mixbench.load(folder, pictures).missing_pictures == 2
    pictures.mkdir()
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    mixbench.of_address(address, pictures).write_bytes(drawn.getvalue())
    found = mixbench.load(folder, pictures)
    assert found.missing_pictures == 0
    assert found.documents[0].image and pixels(found.documents[0].image) is not None


def test_a_folder_of_several_sets_says_which_it_has(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, folder.with_name("OVEN"))
    with pytest.raises(UsageError, match=r"please name one: .*/ with MSCOCO, OVEN, source\."):
        mixbench.load(tmp_path)


def test_damaged_parquet_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    file = folder / "query-00000-of-00001.parquet"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(UsageError, match=r"query-00000-of-00001.parquet can't be read") as told:
        mixbench.load(folder, tmp_path / "p")
    assert "\n" not in str(told.value)


def test_without_the_package_the_sentence_says_how_to_add_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r'pip install "grsearch-desktop\[evaluate\]"'):
        mixbench.load(folder, tmp_path / "p")
