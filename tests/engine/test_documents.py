"""What the library tells of one file: its pages that fit a query, and their text."""

import json
import unicodedata
from pathlib import Path

import pymupdf
import pytest
import python_calamine

from grsearch_desktop.engine import documents, viewing, views
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.errors import EngineError, UsageError
from grsearch_desktop.paths import resources

BICYCLE = "home/bicycle-repair.pdf"


def _written(path: str) -> list[str]:
    """The pages' text, ligatures taken apart."""
    with pymupdf.open(path) as document:
        return [unicodedata.normalize("NFKC", page.get_text()) for page in document]


def test_the_page_that_holds_the_words_is_the_best_match(indexed: Engine, folder: Path) -> None:
    path = str(folder / BICYCLE)
    for number, page in enumerate(_written(path), start=1):
        word = max(page.split(), key=lambda word: len(word) if word.isalpha() else 0)
        found = indexed.document(path, word)
        assert found.pages == len(pymupdf.open(path))
        assert (found.kind, found.text_pages, found.drawn) == ("pdf", True, True)
        assert number in {match.page for match in found.matches if match.words}
        assert found.matches[0].score == 1.0
        scores = [match.score for match in found.matches]
        assert scores == sorted(scores, reverse=True)


def test_pages_are_found_by_meaning_without_their_words(indexed: Engine, folder: Path) -> None:
    found = indexed.document(str(folder / BICYCLE), "punctured wheel of my velocipede")
    assert found.matches


def test_a_filter_hides_no_page_of_the_file_that_is_looked_at(
    indexed: Engine, folder: Path
) -> None:
    path = str(folder / BICYCLE)
    assert indexed.document(path, "tyre type:image") == indexed.document(path, "tyre")
    assert indexed.document(path, "").matches == ()


def test_of_a_long_document_the_best_pages_are_given(engine: Engine, tmp_path: Path) -> None:
    written = pymupdf.open()
    for number in range(60):
        written.new_page().insert_text((72, 72), f"The quokka of day {number + 1}.")
    written.new_page().insert_text((72, 72), "Nothing to report.")
    path = tmp_path / "diary.pdf"
    written.save(path)
    engine.add([str(path)])
    engine.update(until="text")
    found = engine.document(str(path), "quokka")
    assert found.pages == 61
    assert len(found.matches) == documents.MOST_MATCHES
    assert all(match.words for match in found.matches)


def test_a_file_without_pages_has_its_text_as_one(indexed: Engine, folder: Path) -> None:
    path = folder / "notes" / "brittany.md"
    found = indexed.document(str(path), "sea")
    assert (found.pages, found.matches, found.text_pages, found.drawn) == (0, (), False, False)
    shown = indexed.page_text(str(path), None, "sea").text
    assert shown.split() == path.read_text("utf-8").split()


def test_the_text_of_a_page_is_whole_and_nothing_in_it_is_doubled(
    indexed: Engine, folder: Path
) -> None:
    path = str(folder / BICYCLE)
    pages = _written(path)
    for number, written in enumerate(pages, start=1):
        shown = indexed.page_text(path, number, "").text
        assert sorted(shown.split()) == sorted(written.split())
    whole = indexed.page_text(path, None, "").text
    assert len(whole.split()) == sum(len(page.split()) for page in pages)


def test_words_are_marked_in_all_their_forms(indexed: Engine, folder: Path) -> None:
    shown = indexed.page_text(str(folder / BICYCLE), None, "tyres repairing")
    marked = {shown.text[start:end].casefold() for start, end in shown.marks}
    assert {"tyre", "repair"} & marked
    assert all(word.startswith(("tyre", "repair")) for word in marked)
    assert indexed.page_text(str(folder / BICYCLE), None, "").marks == ()


def test_a_sheet_is_given_in_cells(indexed: Engine, folder: Path) -> None:
    path = folder / "home" / "money-2025.xlsx"
    book = python_calamine.load_workbook(path)
    found = indexed.document(str(path), "")
    assert found.pages == len(book.sheet_names)
    assert found.page_names == tuple(book.sheet_names)
    for number, name in enumerate(book.sheet_names, start=1):
        shown = indexed.page_text(str(path), number, "")
        rows = [row for row in book.get_sheet_by_name(name).to_python() if any(row)]
        assert [cells[0] for cells in shown.cells] == [str(row[0]) for row in rows]
        assert [len(list(filter(None, cells))) for cells in shown.cells] == [
            len([value for value in row if value != ""]) for row in rows
        ]


def test_a_program_is_given_as_it_is_written_and_from_the_library_once_it_is_gone(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "fox.py"
    written = "\n\n".join(
        f"def fox_{n}():\n    if {n}:\n\n        return 'quokka'" for n in range(40)
    )
    path.write_text(written)
    engine.add([str(path)])
    engine.update(until="text")
    shown = engine.page_text(str(path), None, "quokka")
    assert shown.text == written
    assert len(shown.marks) == 40
    path.unlink()
    assert engine.page_text(str(path), None, "").text.split() == written.split()


def test_a_text_beyond_measure_is_cut_and_says_so(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_TEXT", 1_000)
    path = tmp_path / "long.txt"
    path.write_text("One sentence after the other. " * 100)
    engine.add([str(path)])
    engine.update(until="text")
    shown = engine.page_text(str(path), None, "sentence")
    assert (len(shown.text), shown.cut) == (1_000, True)
    assert all(shown.text[start:end] == "sentence" for start, end in shown.marks)


def test_only_files_of_the_library_are_told_of(indexed: Engine) -> None:
    outside = str(resources() / "sample" / BICYCLE)
    with pytest.raises(UsageError, match="not in the library"):
        indexed.document(outside, "")
    with pytest.raises(UsageError, match="not in the library"):
        indexed.page_text(outside, 1, "")


def test_clients_are_told_the_same(indexed: Engine, folder: Path) -> None:
    path = str(folder / BICYCLE)
    methods = viewing.methods(indexed)
    asked = {"path": path, "page": 2, "query": "tyre"}
    told = views.document_from(json.loads(json.dumps(methods["document"](asked))))
    assert told == indexed.document(path, "tyre")
    read = views.text_from(json.loads(json.dumps(methods["page_text"](asked))))
    assert read == indexed.page_text(path, 2, "tyre")
    for page in (0, -1, True, "2", 1 << 40):
        with pytest.raises(EngineError):
            methods["page_text"]({**asked, "page": page})
