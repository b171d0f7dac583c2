from pathlib import Path

import pytest

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate import mixbench
from tests.evaluate.planted import write_rows, write_set


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_set(tmp_path / "things", concepts=6)


def test_a_set_is_read_with_its_questions_documents_and_judgements(folder: Path) -> None:
    found = mixbench.load(folder)
    assert found.name == "things"
    assert [query.text for query in found.queries] == [f"thing {n}" for n in range(6)]
    text, image, both = found.documents[:3]
    assert (text.text, text.image) == ("a word on thing 0", None)
    assert (image.text, image.image) == ("", folder / "pictures/1.png")
    assert both.text and both.image
    assert found.gains["q4"] == {"d4": 1.0}
    assert found.missing_pictures == 0


def test_the_name_is_the_folders_even_when_it_is_given_as_a_dot(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert mixbench.load(Path(".")).name == "things"


def test_the_plain_corpus_serves_where_there_is_no_mixed_one(folder: Path) -> None:
    (folder / "mixed_corpus.jsonl").rename(folder / "corpus.jsonl")
    assert len(mixbench.load(folder).documents) == 6


def test_the_mixed_corpus_comes_before_the_plain_one(folder: Path) -> None:
    write_rows(folder / "corpus.jsonl", [{"corpus_id": "d0", "text": "plain", "image": ""}])
    assert len(mixbench.load(folder).documents) == 6


@pytest.mark.parametrize("name", ["gone.png", "https://example.org/1.png", "x" * 5000, "a\0b", "."])
def test_a_document_whose_picture_is_missing_keeps_its_text_and_is_counted(
    folder: Path, name: str
) -> None:
    row = {"corpus_id": "d0", "text": "a word on thing 0", "image": name}
    write_rows(folder / "mixed_corpus.jsonl", [row])
    found = mixbench.load(folder)
    assert (found.documents[0].text, found.documents[0].image) == ("a word on thing 0", None)
    assert found.missing_pictures == 1


def test_text_and_image_may_be_null_or_left_out(folder: Path) -> None:
    write_rows(
        folder / "mixed_corpus.jsonl",
        [
            {"corpus_id": "d0", "text": "words", "image": None},
            {"corpus_id": "d1", "image": "pictures/1.png"},
        ],
    )
    first, second = mixbench.load(folder).documents
    assert (first.text, first.image) == ("words", None)
    assert second.text == "" and second.image


def test_grades_are_kept_and_what_gains_nothing_is_left_out(folder: Path) -> None:
    lines = ["query_id\tcorpus_id\tscore", "q0\td0\t2", "q0\td1\t0.5", "q0\td2\t0", "q1\td1\t-1"]
    (folder / "qrels.tsv").write_text("\r\n".join(lines), "utf-8")
    found = mixbench.load(folder)
    assert found.gains == {"q0": {"d0": 2.0, "d1": 0.5}}
    assert [query.query_id for query in found.queries] == ["q0"]


def test_numbers_serve_as_names_and_blank_lines_and_a_byte_order_mark_are_no_fault(
    folder: Path,
) -> None:
    (folder / "queries.jsonl").write_text('\ufeff{"query_id": 7, "text": "thing 7"}\n\n', "utf-8")
    (folder / "mixed_corpus.jsonl").write_text('\n{"corpus_id": 9, "text": "words"}', "utf-8")
    (folder / "qrels.tsv").write_text("query_id\tcorpus_id\tscore\n7\t9\t1\n", "utf-8")
    assert mixbench.load(folder).gains == {"7": {"9": 1.0}}


def test_a_line_separator_inside_a_text_ends_no_line(folder: Path) -> None:
    text = '{"query_id": "q0", "text": "thing\u2028 0"}\n'
    (folder / "queries.jsonl").write_text(text, "utf-8")
    assert mixbench.load(folder).queries[0].text == "thing\u2028 0"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("queries.jsonl", "{broken", "Line 1 of .*queries.jsonl is not JSON"),
        ("queries.jsonl", "[" * 100_000, "Line 1 of .*queries.jsonl is not JSON"),
        ("queries.jsonl", "[1]", "Line 1 of .*queries.jsonl is not a JSON object"),
        ("queries.jsonl", '\n{"text": "thing 1"}', "Line 2 of .*queries.jsonl has no query_id"),
        ("queries.jsonl", '{"query_id": "q1", "text": 1}', "something else than text under text"),
        ("queries.jsonl", '{"query_id": "q1", "text": " "}', "has no text"),
        ("queries.jsonl", '{"query_id": "q1", "text": "a"}\n' * 2, "q1 a second time"),
        ("queries.jsonl", "", "names no query"),
        ("queries.jsonl", '{"query_id": "other", "text": "a"}', "names no query"),
        ("mixed_corpus.jsonl", '{"corpus_id": "", "text": "a"}', "has no corpus_id"),
        (
            "mixed_corpus.jsonl",
            '{"corpus_id": "d1", "image": 3}',
            "something else than text under image",
        ),
        ("mixed_corpus.jsonl", '{"corpus_id": "d1", "text": "a"}\n' * 2, "d1 a second time"),
        ("mixed_corpus.jsonl", '{"corpus_id": "other", "text": "a"}', "names no document"),
        ("qrels.tsv", "q1 d1 1", "Line 1 of .*qrels.tsv is not query_id"),
        ("qrels.tsv", "q1\td1\tmuch", "has a score that is no number: much"),
        ("qrels.tsv", "q1\td1\tnan", "has a score that can't be summed"),
        ("qrels.tsv", "q1\td1\tinf", "has a score that can't be summed"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(
    folder: Path, file: str, content: str, told: str
) -> None:
    (folder / file).write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told) as caught:
        mixbench.load(folder)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "queries.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="can't be read"):
        mixbench.load(folder)


@pytest.mark.parametrize("file", ["queries.jsonl", "mixed_corpus.jsonl", "qrels.tsv"])
def test_a_folder_that_lacks_a_file_is_not_of_this_form(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(UsageError, match="is not in MixBench form"):
        mixbench.load(folder)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        mixbench.load(tmp_path / "gone")


def test_the_real_set_has_a_third_of_each_kind(shared_data: Path) -> None:
    found = mixbench.load(shared_data / "entities")
    assert len(found.queries) == len(found.documents) == 483
    assert found.missing_pictures == 0
    both = sum(bool(document.text and document.image) for document in found.documents)
    assert both == 161
