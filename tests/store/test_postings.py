"""bm25 out of what is kept in memory: the same passages and sums as SQLite's own, at all times."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from grsearch_desktop.store import postings
from grsearch_desktop.store.text import AskedTerms, LexicalMatch, quoted
from tests.store.shelf import Shelf

WORDS = ("heron", "weir", "reed", "pond", "water", "stone", "ice", "boat", "über", "日本")
ASKED = (["heron"], ["heron", "weir"], ["reed", "pond", "water", "nowhere"], ["uber", "boat"])


def fill(shelf: Shelf, files: int, seed: int = 1) -> list[int]:
    chance = random.Random(seed)
    return [shelf.add(f"{seed}-{n}.txt", *(_text(chance) for _ in range(3))) for n in range(files)]


def _text(chance: random.Random) -> str:
    common = chance.choices(WORDS, weights=range(len(WORDS), 0, -1), k=chance.randrange(3, 30))
    return " ".join(common)


def scores(matches: Sequence[LexicalMatch]) -> dict[int, float]:
    return {match.id: match.bm25 for match in matches}


def by_sqlite(shelf: Shelf, terms: Sequence[str], limit: int = 50) -> dict[int, float]:
    matches = shelf.text.passages(" OR ".join(map(quoted, terms)), limit)
    return scores(matches)


def by_memory(shelf: Shelf, terms: Sequence[str], limit: int = 50) -> dict[int, float]:
    matches = shelf.text.passages_of_many([AskedTerms((term,)) for term in terms], limit)
    return scores(matches)


@pytest.mark.parametrize("terms", ASKED)
def test_the_sums_are_those_of_sqlite(shelf: Shelf, terms: list[str]) -> None:
    fill(shelf, 40)
    assert by_memory(shelf, terms, 500) == pytest.approx(by_sqlite(shelf, terms, 500), rel=1e-4)
    best = by_memory(shelf, terms, 20)
    assert list(best.values()) == pytest.approx(
        list(by_sqlite(shelf, terms, 20).values()), rel=1e-4
    )


def test_a_word_and_its_forms_count_as_one(shelf: Shelf) -> None:
    fill(shelf, 40)
    forms = {"heron": ("pond", "ice")}
    wanted = shelf.text.passages('"heron" OR "weir"', 500, None, forms)
    asked = [AskedTerms(("heron", "pond", "ice")), AskedTerms(("weir",))]
    found = shelf.text.passages_of_many(asked, 500)
    assert scores(found) == pytest.approx(scores(wanted), rel=1e-4)


def test_a_beginning_stands_for_all_that_begin_with_it(shelf: Shelf) -> None:
    fill(shelf, 40)
    wanted = shelf.text.passages('"w" *', 500)
    found = shelf.text.passages_of_many([AskedTerms(beginning="w")], 500)
    assert scores(found) == pytest.approx(scores(wanted), rel=1e-4)


def test_of_equal_passages_the_older_ones_are_kept(shelf: Shelf) -> None:
    ids = [id for n in range(20) for id in shelf.passages_of(shelf.add(f"{n}.txt", "a heron"))]
    found = shelf.text.passages_of_many([AskedTerms(("heron",))], 5)
    assert [match.id for match in found] == ids[:5]


def test_only_passages_of_the_files_that_are_asked_are_found(shelf: Shelf) -> None:
    files = fill(shelf, 20)
    for chosen in (files[:3], files[-1:], files, []):
        asked = np.array(chosen, dtype=np.int64)
        found = shelf.text.passages_of_many([AskedTerms(("heron",))], 500, asked)
        wanted = shelf.text.passages('"heron"', 500, asked)
        assert {match.file_id for match in found} <= set(chosen)
        assert [match.id for match in found] == [match.id for match in wanted]


def test_nothing_is_found_where_files_went_and_no_word_is_left(shelf: Shelf) -> None:
    gone = shelf.add("gone.txt", "a heron")
    shelf.add("kept.txt", "a weir")
    assert shelf.text.passages_of_many([AskedTerms(("heron",))], 5)
    shelf.files.remove([gone])
    assert shelf.text.passages_of_many([AskedTerms(("swan",))], 5) == []


@pytest.mark.parametrize("kept_from", [1, 10**6])
def test_what_comes_and_goes_is_counted(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, kept_from: int
) -> None:
    """Whether words are kept or read anew, and however many passages went since they were."""
    monkeypatch.setattr(postings, "_WORTH_KEEPING", kept_from)
    monkeypatch.setattr(postings, "_MOST_GONE", 30)
    monkeypatch.setattr(postings, "_MOST_NEW", 60)
    files = fill(shelf, 30)
    for step, (come, go) in enumerate([(0, 0), (2, 0), (0, 3), (30, 0), (3, 3), (0, 15)]):
        files += fill(shelf, come, seed=step + 2)
        shelf.files.remove(files[:go])
        del files[:go]
        for terms in ASKED:
            found, wanted = by_memory(shelf, terms, 500), by_sqlite(shelf, terms, 500)
            # While some that went are still known, how rare a word is is told from them too.
            assert found.keys() == wanted.keys()
            if not shelf.text._postings.passages().gone:
                assert found == pytest.approx(wanted, rel=1e-4)
    assert shelf.text._postings.passages().gone == 0


def test_no_more_is_kept_than_there_is_room_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shelf, 40)
    monkeypatch.setattr(postings, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(postings, "_KEPT_BYTES", 1_000)
    kept = postings.KeptPostings(shelf.database)
    for word in WORDS:
        kept.of(AskedTerms((word,)), kept.passages())
    assert 0 < kept._bytes <= 1_000
    assert kept._bytes == sum(found.bytes for found in kept._kept.values())


def test_the_totals_of_the_index_are_those_of_its_rows(shelf: Shelf) -> None:
    files = fill(shelf, 30)
    assert shelf.text.passage_count() == shelf.count("passage_text_docsize") == 90
    shelf.files.remove(files[:7])
    assert shelf.text.passage_count() == shelf.count("passage_text_docsize") == 69
