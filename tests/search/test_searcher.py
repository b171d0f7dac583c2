"""The whole way of a query, on a library that was read and encoded by a small model."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.errors import ModelError
from grsearch_desktop.search import semantic, semantic_index
from grsearch_desktop.search.searcher import Example, Searcher
from grsearch_desktop.store.files import NewFile
from grsearch_desktop.store.recognised import LookedThrough, RecognisedPassage
from tests.search.collection import Collection
from tests.search.small_encoder import SmallEncoder, picture_of
from tests.store.shelf import FOLDER, Shelf


@pytest.fixture
def village(collection: Collection) -> Collection:
    """Notes, photos and a document about a village by a river."""
    collection.note("notes/weir.txt", "the heron waits beside the old weir", mtime=1_000)
    collection.note("notes/market.txt", "apples and pears on the market", "honey too", mtime=2_000)
    collection.note("draft/bread.txt", "bread recipe draft with rye flour", mtime=3_000)
    collection.photo("photos/one.jpg", "red bicycle wall", mtime=4_000)
    collection.photo("photos/two.jpg", "snow mountain lake", mtime=5_000)
    collection.document(
        "plan.pdf",
        [("the bridge is repaired in spring", "bridge drawing"), ("costs of the repair", "table")],
        mtime=6_000,
    )
    return collection


def test_words_find_the_passage_that_holds_them(village: Collection) -> None:
    (best, *_) = village.searcher.search("heron weir", 5)
    assert best.file.name == "weir.txt"
    assert best.ranked.kind == "passage"
    marked = [best.snippet.text[start:end] for start, end in best.snippet.marks]
    assert marked == ["heron", "weir"]
    assert best.shares.words and best.shares.text and best.shares.look is None


def test_a_passage_that_words_found_has_its_meaning_weighed_too(
    village: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where it is not among the nearest by meaning: else it would rank as if it had none."""
    wanted = {r.file.name: r.ranked for r in village.searcher.search("heron honey", 10)}
    monkeypatch.setattr(semantic, "CANDIDATES", 1)
    found = {r.file.name: r.ranked for r in village.searcher.search("heron honey", 10)}
    for name in ("weir.txt", "market.txt"):
        assert found[name].text
        assert found[name] == wanted[name]


def test_a_photo_is_found_by_what_it_shows(village: Collection) -> None:
    (best, *_) = village.searcher.search("bicycle", 5)
    assert (best.file.name, best.ranked.kind) == ("one.jpg", "picture")
    assert best.shares.words is None
    assert best.shares.look == pytest.approx(1.0)
    assert (best.snippet.text, best.page) == ("", None)


def test_a_photo_that_looks_right_shows_the_words_that_were_recognised_on_it(
    village: Collection,
) -> None:
    texts = village.shelf.text.recognised
    file_id = village.photo("photos/sign.jpg", "bicycle bicycle rental")
    passage = RecognisedPassage(0, "bicycle closed on monday", 0.9, [])
    texts.save(file_id, LookedThrough(None, b"sign", [passage]))
    found = {result.file.name: result for result in village.searcher.search("bicycle", 5)}
    sign = found["sign.jpg"]
    assert sign.ranked.kind == "picture"
    assert (sign.snippet.text, sign.recognised) == ("bicycle closed on monday", True)
    assert not found["one.jpg"].recognised


def test_a_page_is_found_with_its_number_and_its_text(village: Collection) -> None:
    (best, *_) = village.searcher.search("bridge drawing", 5)
    assert (best.file.name, best.page) == ("plan.pdf", 1)
    assert best.snippet.text == "the bridge is repaired in spring"
    assert best.shares.text and best.shares.look


def test_calibration_finds_the_photo_that_raw_vectors_hide_behind_texts(
    collection: Collection,
) -> None:
    """The gap: every text is nearer to a query than the image that answers it."""
    for number in range(30):
        collection.note(f"{number}.txt", f"talk{number} of matters{number} and things{number}")
    collection.photo("right.jpg", "bicycle")
    collection.photo("wrong.jpg", "mountain lake")
    raw = collection.names("bicycle", 40, use_means=False)
    assert raw.index("right.jpg") >= 30, "raw: all texts first"
    assert raw.index("right.jpg") < raw.index("wrong.jpg"), "among images it is right"
    assert collection.names("bicycle", 40)[0] == "right.jpg"


def test_words_and_meaning_can_be_asked_apart(village: Collection) -> None:
    by_words = village.searcher.find("heron lake", 10, use_meaning=False).results
    assert {(r.file.name, r.shares.text, r.shares.look) for r in by_words} == {
        ("weir.txt", None, None)
    }
    by_meaning = village.searcher.find("heron lake", 10, use_words=False).results
    assert {"weir.txt", "two.jpg"} <= {result.file.name for result in by_meaning}
    assert all(result.shares.words is None for result in by_meaning)


def test_alpha_moves_pages_between_text_and_look(collection: Collection) -> None:
    collection.document("says.pdf", [("bicycle repair manual", "grey table")])
    collection.document("shows.pdf", [("annual report text", "bicycle")])
    by_alpha = {
        alpha: {
            result.file.name: result.ranked
            for result in collection.searcher.search("bicycle", 5, alpha=alpha)
        }
        for alpha in (0.0, 1.0)
    }
    assert by_alpha[0.0]["shows.pdf"].kind == "page"
    assert by_alpha[0.0]["shows.pdf"].look == pytest.approx(by_alpha[0.0]["shows.pdf"].score)
    assert by_alpha[1.0]["shows.pdf"].score < 0.3 < by_alpha[0.0]["shows.pdf"].score


def test_a_phrase_must_stand_in_the_file(village: Collection) -> None:
    assert village.names('"old weir"') == ["notes/weir.txt"]
    assert village.names('"weir old"') == []
    assert village.names('bicycle "old weir"') == ["notes/weir.txt"]


def test_a_phrase_may_stand_in_the_name(village: Collection) -> None:
    village.note("Letter to Eva.txt", "hello")
    assert village.names('"to eva"') == ["Letter to Eva.txt"]


def test_a_phrase_of_signs_alone_asks_for_nothing(village: Collection) -> None:
    assert "notes/weir.txt" in village.names('heron "!?"')
    assert village.names('heron -"!?"')[0] == "notes/weir.txt"


def test_what_is_to_be_left_out_is_in_no_hit(village: Collection) -> None:
    everything = set(village.names("bread heron honey"))
    assert {"draft/bread.txt", "notes/market.txt"} <= everything
    left = set(village.names('bread heron honey -draft -"apples and pears"'))
    assert left == everything - {"draft/bread.txt", "notes/market.txt"}


def test_filters_bound_words_and_meaning(village: Collection) -> None:
    assert village.names("bicycle in:notes heron") == ["notes/weir.txt", "notes/market.txt"]
    assert set(village.names("heron type:image")) == {"photos/one.jpg", "photos/two.jpg"}
    assert village.names("heron ext:pdf") == ["plan.pdf"]
    assert village.names("heron type:mail") == []


def test_filters_alone_list_files_newest_first(village: Collection) -> None:
    assert village.names("type:image") == ["photos/two.jpg", "photos/one.jpg"]
    assert village.names("in:notes") == ["notes/market.txt", "notes/weir.txt"]
    assert village.names("type:image", limit=1) == ["photos/two.jpg"]
    assert village.names("-type:image -draft -name:plan") == ["notes/market.txt", "notes/weir.txt"]
    assert village.names("after:2100") == []
    results = village.searcher.search("name:plan", 5)
    assert results[0].snippet.text == "the bridge is repaired in spring"


def test_kinds_bound_a_search_whatever_the_query_says(village: Collection) -> None:
    for query in ("the harbour", "type:image harbour", "type:pdf", "after:1990"):
        every = village.searcher.find(query, 100)
        of_kinds: list[str] = []
        for kinds in (("image",), ("pdf", "text")):
            found = village.searcher.find(query, 100, kinds=kinds)
            assert found.total == len(found.results)
            assert {result.file.kind for result in found.results} <= set(kinds)
            of_kinds += [result.file.path for result in found.results]
        bounded = {r.file.path for r in every.results if r.file.kind in ("image", "pdf", "text")}
        assert bounded == set(of_kinds)
    assert village.searcher.find("", 10, kinds=("image",)).results == []


def test_nothing_asked_is_nothing_found(village: Collection) -> None:
    for written in ("", "   ", '""', "-bread"):
        assert village.names(written) == []


def test_a_file_is_found_by_its_name_alone(village: Collection) -> None:
    village.shelf.name("TaxReturn_2023.xyz", kind="other")
    (best, *_) = village.searcher.search("taxreturn", 5)
    assert (best.file.name, best.ranked.kind) == ("TaxReturn_2023.xyz", "name")
    assert best.shares.words == 1.0


def test_the_limit_is_kept(village: Collection) -> None:
    assert len(village.names("heron", limit=3)) == 3
    assert village.names("heron", limit=3) == village.names("heron", limit=10)[:3]


def test_more_like_this_finds_the_file_that_says_the_same(village: Collection) -> None:
    twin = village.note("twin.txt", "an old heron at the weir waits")
    like = village.names("", example=Example(file_id=twin))
    assert like[0] == "notes/weir.txt"
    assert "twin.txt" not in like


def test_more_like_this_photo_finds_a_photo(village: Collection) -> None:
    village.photo("photos/three.jpg", "mountain lake boat")
    one = village.shelf.files.id_of(f"{FOLDER}/photos/two.jpg")
    assert village.names("", example=Example(file_id=one))[0] == "photos/three.jpg"


def test_more_like_a_file_that_has_no_vector_finds_nothing(village: Collection) -> None:
    unread = village.shelf.name("unread.txt")
    assert village.names("", example=Example(file_id=unread)) == []


def test_a_picture_finds_what_looks_or_says_the_same(village: Collection) -> None:
    found = village.names("", example=Example(image=picture_of("red bicycle wall")))
    assert found[0] == "photos/one.jpg"
    found = village.names("", example=Example(image=picture_of("heron weir")))
    assert found[0] == "notes/weir.txt"


def test_a_picture_and_words_are_asked_for_together(collection: Collection) -> None:
    collection.photo("1.jpg", "bicycle snow")
    collection.photo("2.jpg", "bicycle wall")
    collection.photo("3.jpg", "snow lake")
    example = Example(image=picture_of("bicycle"))
    assert collection.names("snow type:image", example=example)[0] == "1.jpg"


def test_filters_bound_an_example_too(village: Collection) -> None:
    example = Example(image=picture_of("red bicycle wall"))
    assert village.names("in:notes", example=example)
    assert all(name.startswith("notes/") for name in village.names("in:notes", example=example))


def test_before_anything_is_encoded_words_already_answer(collection: Collection) -> None:
    collection.shelf.add("a.txt", "a heron")
    (found,) = collection.searcher.search("heron", 5)
    assert found.file.name == "a.txt"
    assert found.shares.text is None


def test_while_another_model_is_chosen_words_still_answer(village: Collection) -> None:
    other = SmallEncoder()
    other.name = "other"
    shelf = village.shelf
    searcher = Searcher(shelf.files, shelf.text, shelf.vectors, shelf.copies, lambda _: other)
    assert [result.file.name for result in searcher.search("heron", 5)] == ["weir.txt"]
    assert other.encoded == 0


def test_a_model_that_cannot_be_loaded_leaves_the_words(village: Collection) -> None:
    def broken(_: object) -> SmallEncoder:
        raise ModelError("The model is damaged.")

    shelf = village.shelf
    searcher = Searcher(shelf.files, shelf.text, shelf.vectors, shelf.copies, broken)
    assert [result.file.name for result in searcher.search("heron", 5)] == ["weir.txt"]
    with pytest.raises(ModelError):
        searcher.search("", 5, example=Example(image=picture_of("heron")))


def test_a_library_without_a_model_loads_none(tmp_path: Path) -> None:
    def none(_: object) -> SmallEncoder:
        raise AssertionError("a model was loaded")

    shelf = Shelf.open(tmp_path / "library.db")
    shelf.add("a.txt", "a heron")
    searcher = Searcher(shelf.files, shelf.text, shelf.vectors, shelf.copies, none)
    searcher.prepare()
    searcher.read_ahead()
    assert len(searcher.search("heron", 5)) == 1
    shelf.database.close()


def test_to_prepare_leaves_a_search_nothing_to_load(village: Collection) -> None:
    village.searcher.prepare()
    village.searcher.read_ahead()
    assert village.names("heron")[0] == "notes/weir.txt"


def test_a_file_taken_out_is_no_hit(village: Collection) -> None:
    weir = village.shelf.files.id_of(f"{FOLDER}/notes/weir.txt")
    assert weir is not None
    village.shelf.files.remove([weir])
    assert "notes/weir.txt" not in village.names("heron weir", limit=50)


def test_a_moved_file_is_found_at_its_new_place(village: Collection) -> None:
    weir = village.shelf.files.id_of(f"{FOLDER}/notes/weir.txt")
    assert weir is not None
    folder = village.shelf.files.folders()[0]
    to = NewFile(f"{FOLDER}/birds/grey.txt", "grey.txt", "text", 100, 1, 1)
    village.shelf.files.move(weir, folder.id, to)
    encoded = village.encoder.encoded  # type: ignore[attr-defined]
    (best, *_) = village.searcher.search("heron weir", 5)
    assert best.file.path == f"{FOLDER}/birds/grey.txt"
    assert best.ranked.text
    assert village.encoder.encoded == encoded + 1, "the query alone"  # type: ignore[attr-defined]


def test_the_same_query_always_has_the_same_answer(village: Collection) -> None:
    once = village.searcher.search("heron bridge bicycle", 10)
    again = Searcher(
        village.shelf.files,
        village.shelf.text,
        village.shelf.vectors,
        village.shelf.copies,
        lambda _: village.encoder,
    ).search("heron bridge bicycle", 10)
    assert once == again


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=20),
        st.lists(
            st.sampled_from(
                ['"', "-", "heron", "*", "type:image ", "in:~", "in:/", "before:9999 ", "\0", " ",
                 "after:1 ", "name:%", "ext:'", "size:<1e9 ", "size:>0 ", "\udcff", "NEAR(", "^"]
            ),
            max_size=8,
        ).map("".join),
    )
)  # fmt: skip
def test_no_query_is_an_error(village: Collection, written: str) -> None:
    for result in village.searcher.search(written, 5):
        assert result.file.path.startswith(FOLDER)
        assert np.isfinite(result.ranked.score)


class Interrupted(SmallEncoder):
    """Something happens while a query is being encoded."""

    happens: Callable[[], None] | None = None

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        if self.happens:
            happens, self.happens = self.happens, None
            happens()
        return super().encode_texts(texts)


def test_vectors_that_come_while_a_query_is_encoded_do_not_mix_two_sets_of_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic_index, "_REFRESH", 0.0)
    encoder = Interrupted()
    collection = Collection.open(tmp_path / "library.db", encoder)
    collection.note("weir.txt", "the heron waits beside the old weir")
    collection.photo("bicycle.jpg", "red bicycle wall")

    def scores() -> dict[str, tuple[float | None, float | None]]:
        # By meaning: the words are looked up meanwhile, before the new notes or after.
        found = collection.searcher.search("a heron at the wall", 10)
        return {result.file.path: (result.ranked.text, result.ranked.look) for result in found}

    wanted = scores()
    encoder.happens = lambda: [  # type: ignore[return-value]
        collection.note(f"{number}.txt", f"grey morning {number}") for number in range(50)
    ]
    assert scores().items() >= wanted.items()
    assert not scores().items() >= wanted.items(), "the next search sees them"
    collection.shelf.database.close()
