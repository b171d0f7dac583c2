from pathlib import Path

import pytest

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.sets.loading import load
from grsearch_desktop.evaluate.sets.shown import WAYS
from tests.evaluate.planted import write_set
from tests.evaluate.sets.test_beir import write_beir


def test_the_form_of_a_folder_is_told_by_its_files(tmp_path: Path) -> None:
    write_beir(tmp_path / "nfcorpus")
    write_set(tmp_path / "things", concepts=6)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.txt").write_text("a note on cheese")
    (tmp_path / "notes.tsv").write_text("cheese\ta.txt\n")
    loaded = {
        name: load(tmp_path / name, tmp_path / "cache")
        for name in ("nfcorpus", "things", "notes", "notes.tsv")
    }
    assert loaded["nfcorpus"].documents[0].title == "Title 0"
    assert loaded["things"].documents[1].image
    (note,) = loaded["notes"].documents
    assert (note.part_of, note.text) == ("a.txt", "a note on cheese")
    assert loaded["notes.tsv"] == loaded["notes"]


def test_a_place_that_is_not_there_or_of_no_form_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        load(tmp_path / "gone", tmp_path / "cache")
    with pytest.raises(UsageError, match="is not in MixBench form"):
        load(tmp_path, tmp_path / "cache")


def test_texts_can_be_shown_as_pages_beside_them_or_mixed(tmp_path: Path) -> None:
    folder, cache = write_beir(tmp_path / "nfcorpus"), tmp_path / "cache"
    shown = {way: load(folder, cache, way) for way in WAYS}
    kinds = {
        way: sorted((bool(one.text), bool(one.image)) for one in found.documents)
        for way, found in shown.items()
    }
    assert kinds == {
        "text": [(True, False)] * 3,
        "pictures": [(False, True)] * 3,
        "both": [(True, True)] * 3,
        "mixed": [(False, True), (True, False), (True, True)],
    }
    assert len(list((cache / "screenshots").iterdir())) == 3
