from pathlib import Path

import pytest

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.sets import beir
from tests.evaluate.planted import write_rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_beir(tmp_path / "nfcorpus")


def write_beir(folder: Path) -> Path:
    """Three documents with titles, as NFCorpus has them, and two questions."""
    (folder / "qrels").mkdir(parents=True)
    write_rows(
        folder / "corpus.jsonl",
        [
            {"_id": f"MED-{n}", "title": f"Title {n}", "text": f"A word on {n}.", "metadata": {}}
            for n in range(3)
        ],
    )
    write_rows(
        folder / "queries.jsonl",
        [{"_id": f"PLAIN-{n}", "text": f"thing {n}", "metadata": {}} for n in range(3)],
    )
    judged = ["query-id\tcorpus-id\tscore", "PLAIN-0\tMED-0\t2", "PLAIN-0\tMED-1\t1"]
    judged += ["PLAIN-1\tMED-1\t1", "PLAIN-1\tMED-2\t0"]
    (folder / "qrels/test.tsv").write_text("\n".join(judged) + "\n", "utf-8")
    return folder


def test_a_set_is_read_with_titles_and_grades(folder: Path) -> None:
    found = beir.load(folder)
    assert found.name == "nfcorpus"
    assert [query.query_id for query in found.queries] == ["PLAIN-0", "PLAIN-1"]
    assert found.gains == {"PLAIN-0": {"MED-0": 2.0, "MED-1": 1.0}, "PLAIN-1": {"MED-1": 1.0}}
    assert found.documents[1].text == "Title 1\nA word on 1."
    assert found.documents[1].title == "Title 1"
    assert found.documents[1].image is None


def test_a_document_without_a_title_has_its_text_alone(folder: Path) -> None:
    write_rows(folder / "corpus.jsonl", [{"_id": "MED-0", "title": "", "text": "Words."}])
    (document,) = beir.load(folder).documents
    assert (document.title, document.text) == ("", "Words.")


def test_another_split_can_be_asked_for(folder: Path) -> None:
    (folder / "qrels/test.tsv").rename(folder / "qrels/dev.tsv")
    assert len(beir.load(folder, "dev").queries) == 2
    with pytest.raises(
        UsageError, match=r"it needs corpus.jsonl, queries.jsonl and qrels/test.tsv"
    ):
        beir.load(folder)


def test_a_faulty_line_is_named(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text('{"title": "no name"}')
    with pytest.raises(UsageError, match=r"Line 1 of .*corpus.jsonl has no _id"):
        beir.load(folder)
    assert not beir.is_of_this_form(folder)


def test_the_form_is_told_by_its_files(folder: Path, tmp_path: Path) -> None:
    assert beir.is_of_this_form(folder)
    assert not beir.is_of_this_form(tmp_path)
