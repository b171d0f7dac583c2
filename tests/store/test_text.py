"""What was read: saved, replaced, matched by words, and told apart into tokens."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grsearch_desktop.store.database import Database
from grsearch_desktop.store.text import PassageText, ReadFile, Text
from tests.store.shelf import FOLDER, Shelf, page_look, unit, use


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Text:
    return Text(Database(tmp_path_factory.mktemp("tokens") / "library.db"))


def test_a_passage_is_found_by_its_words_without_case_and_accents(shelf: Shelf) -> None:
    file_id = shelf.add("a.txt", "Mending bicycles in the Zürich workshop", "something else")
    for word in ("MENDING", "bicycles", "ZURICH", "zürich", "Workshop"):
        matches = shelf.text.passages(f'"{word}"', 10)
        assert [match.file_id for match in matches] == [file_id], word
        assert matches[0].bm25 > 0
    item = shelf.text.items([matches[0].id])[matches[0].id]
    assert (item.kind, item.text) == ("passage", "Mending bicycles in the Zürich workshop")


def test_the_passage_that_says_a_word_in_fewer_others_comes_first(shelf: Shelf) -> None:
    shelf.add("a.txt", "a heron among very many other words about ponds and reeds and water")
    short = shelf.add("b.txt", "a heron")
    assert shelf.text.passages("heron", 10)[0].file_id == short
    assert len(shelf.text.passages("heron", 1)) == 1


def test_matches_keep_to_the_files_that_are_asked(shelf: Shelf) -> None:
    one, two = shelf.add("one.txt", "same words"), shelf.add("two.txt", "same words")
    for of in ([one], [two], [one, two], []):
        files = np.array(of, dtype=np.int64)
        assert sorted(m.file_id for m in shelf.text.passages("words", 9, files)) == of
        assert sorted(shelf.text.names("txt", 9, files).tolist()) == of
        assert sorted(shelf.text.names_with("txt", 9, files).tolist()) == of


def test_a_phrase_is_found_only_in_its_order(shelf: Shelf) -> None:
    right = shelf.add("a.txt", "the flat tyre", "and once more: flat tyre")
    shelf.add("b.txt", "tyre of a flat")
    assert shelf.text.files_with('"flat tyre"').tolist() == [right]


@pytest.mark.parametrize("part", ['"', '""', "a\"b'", "100%_", "((", "AND", "*^:"])
def test_signs_in_a_name_have_no_meaning(shelf: Shelf, part: str) -> None:
    wanted = shelf.name(f"xx{part}yy.txt")
    shelf.name("other.txt")
    assert shelf.text.names_with(f"xx{part}", 9).tolist() == [wanted]


def test_the_title_of_a_file_is_found_with_its_name(shelf: Shelf) -> None:
    file_id = shelf.name("scan0001.pdf")
    shelf.read(file_id, "text", title="Rental agreement", about="Rental agreement Eva Meier")
    for word in ("rental", "meier", "scan"):
        assert shelf.text.names(word, 9).tolist() == [file_id], word
    assert shelf.files.details([file_id])[file_id].title == "Rental agreement"


def test_saving_a_file_again_replaces_all_that_was_read(shelf: Shelf) -> None:
    model = use(shelf)
    file_id = shelf.name("a.pdf")
    shelf.read(file_id, "short", title="New", looks=True)
    once = shelf.counts()
    old = shelf.read(file_id, *"abcdef", pages=(1, 1, 2, 3), title="Oldest", looks=True)
    random = np.random.default_rng(0)
    shelf.vectors.save_texts(model, old, unit(random, 6, 8))
    shelf.vectors.save_looks(model, [(file_id, page_look(2, unit(random, 1, 8)[0]))], [])
    assert shelf.count("vector") == 7
    new = shelf.read(file_id, "short", title="New", looks=True)
    assert shelf.counts() == once
    assert not set(old) & set(new)
    assert shelf.text.items(old) == {}
    assert shelf.vectors.texts_to_encode() == new
    assert not len(shelf.text.names("oldest", 9))
    assert shelf.database.integrity() == "ok"


def test_a_file_taken_out_while_it_was_read_stays_out(shelf: Shelf) -> None:
    file_id = shelf.name("a.txt")
    shelf.files.remove([file_id])
    empty = shelf.counts()
    shelf.read(file_id, "too late", pages=(1,), looks=True)
    assert shelf.counts() == empty


def test_one_bad_file_of_a_batch_leaves_the_batch_unwritten(shelf: Shelf) -> None:
    one, two = shelf.name("a.txt"), shelf.name("b.txt")
    good, bad = (
        ReadFile(id, b"", "text", "", "", None, "", [PassageText(page, 0, 1, "a")], [], False, "")
        for id, page in ((one, 1), (two, 2**80))
    )
    before = shelf.counts()
    with pytest.raises(OverflowError):
        shelf.text.save([good, bad])
    assert shelf.counts() == before
    assert shelf.files.count_by_state()["waiting"] == 2


def test_text_that_utf8_cannot_hold_is_saved_without_its_broken_characters(shelf: Shelf) -> None:
    file_id = shelf.name("mail.eml")
    shelf.read(file_id, "before \udcff after", title="half \ud800 title", about="half \ud800 title")
    assert [m.file_id for m in shelf.text.passages('"after"', 9)] == [file_id]
    assert shelf.files.details([file_id])[file_id].title == "half ? title"
    assert shelf.text.names("half", 9).tolist() == [file_id]


def test_the_first_passage_is_that_of_the_page(shelf: Shelf) -> None:
    file_id = shelf.name("a.pdf")
    shelf.read(file_id, "one", "two", "two more", pages=(1, 2, 2))
    for page, wanted in ((None, "one"), (1, "one"), (2, "two")):
        found = shelf.text.first_passage(file_id, page)
        assert found and found.text == wanted
    assert shelf.text.first_passage(file_id, 3) is None


def test_a_passage_shows_the_thumbnail_of_its_page(shelf: Shelf) -> None:
    model = use(shelf)
    file_id = shelf.name("a.pdf")
    one, two, three = shelf.read(file_id, "one", "two", "three", pages=(1, 2, 3), looks=True)
    vectors = unit(np.random.default_rng(0), 2, 8)
    looks = [(file_id, page_look(page, vectors[page - 1])) for page in (1, 2)]
    shelf.vectors.save_looks(model, looks, [file_id])
    assert shelf.text.thumbnail(one) == b"thumbnail of page 1"
    assert shelf.text.thumbnail(two) == b"thumbnail of page 2"
    assert shelf.text.thumbnail(three) == b""
    assert shelf.text.thumbnail(12345) == b""


def test_document_frequency_counts_passages_by_their_folded_word(shelf: Shelf) -> None:
    shelf.add("a.txt", "a river", "RIVER and river", "a lake", "rivers")
    term = shelf.text.tokens("River")[0].term
    assert shelf.text.document_frequency(term) == 2
    assert shelf.text.document_frequency("nowhere") == 0
    assert shelf.text.passage_count() == 4


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("plain words", ["plain", "words"]),
        ("Müller's Straße", ["Müller", "s", "Straße"]),
        ("ein 🚲 Rad", ["ein", "Rad"]),
        ("👨‍👩‍👧 family 🌈!", ["family"]),
        ("日本語 テスト", ["日", "本", "語", "テ", "ス", "ト"]),
        ("a\udcffb \ud800 c", ["a", "b", "c"]),
        ("é\u0301 combined", ["é\u0301", "combined"]),
        ("nul\0byte", ["nul", "byte"]),
        ("𝔘𝔫𝔦code ß", ["𝔘𝔫𝔦code", "ß"]),
        ("", []),
        ("--- ...", []),
    ],
)
def test_tokens_point_at_their_words(text: Text, written: str, words: list[str]) -> None:
    found = text.tokens(written)
    assert [written[token.start : token.end] for token in found] == words


@given(st.text(max_size=60))
@example("x\ud800y")
@example("ä" * 5 + "\U0010ffff")
def test_tokens_lie_within_any_text_one_after_another(text: Text, written: str) -> None:
    end = 0
    for token in text.tokens(written):
        assert end <= token.start < token.end <= len(written)
        assert written[token.start].isalnum() or ord(written[token.start]) > 127
        assert token.term
        end = token.end


@given(st.lists(st.sampled_from(["naïve", "Zürich", "🚲", "東京", "plain", "İ", "ẞ"]), max_size=8))
def test_a_word_has_the_same_tokens_wherever_it_stands(text: Text, words: list[str]) -> None:
    alone = [token.term for word in words for token in text.tokens(word)]
    assert [token.term for token in text.tokens(" ".join(words))] == alone


def test_counts_by_kind_are_told_even_where_there_are_none(shelf: Shelf) -> None:
    assert shelf.text.count_by_kind() == {"passages": 0, "pages": 0, "pictures": 0}
    file_id = shelf.name(f"{FOLDER}/a.pdf")
    shelf.read(file_id, "x", pages=(1,))
    assert shelf.text.count_by_kind() == {"passages": 1, "pages": 1, "pictures": 0}


def test_a_file_that_can_be_read_no_more_keeps_nothing_of_what_it_said_of_itself(
    shelf: Shelf,
) -> None:
    file_id = shelf.name("report.pdf")
    shelf.read(file_id, "the text", title="Xanthophyll in autumn")
    assert shelf.text.names("xanthophyll", 10).tolist() == [file_id]
    shelf.text.fail(file_id, b"hash", "The file is damaged.", kind="other")
    assert not len(shelf.text.names("xanthophyll", 10))
    assert shelf.files.details([file_id])[file_id].title == ""
    assert shelf.files.details([file_id])[file_id].kind == "other"
    assert shelf.text.names("report", 10).tolist() == [file_id]
