"""Hits by meaning: the scores are those of the formula, and the copy in memory is up to date."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import fused
from grsearch_desktop.calibrate.means import Means, calibrated, drawn
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search import semantic, semantic_index
from grsearch_desktop.search.semantic import SemanticMatch
from grsearch_desktop.search.semantic_index import SemanticIndex
from grsearch_desktop.search.uncopied import UncopiedVectors
from grsearch_desktop.store.vectors import Model
from tests.store.shelf import Shelf, as_kept, page_look, picture_look, use

DIMENSION = 24
PRIOR_WEIGHT = 7.0

Matrix = NDArray[np.float32]


def cone(seed: int, count: int) -> Matrix:
    """Unit vectors around a direction that the seed's class of ten gives."""
    middle = np.random.default_rng(seed // 10).standard_normal(DIMENSION)
    rows = middle * 0.3 + np.random.default_rng(1000 + seed).standard_normal((count, DIMENSION))
    return as_kept(rows)


@dataclass(frozen=True)
class Known:
    """A library of which every vector is known."""

    shelf: Shelf
    model: Model
    prior: Prior
    index: SemanticIndex
    texts: dict[int, Matrix]
    """Passage -> vector."""
    pages: dict[int, tuple[Matrix, Matrix]]
    """Page with text and image -> the vectors of its passages, and of its image."""
    pictures: dict[int, Matrix]
    """Pictures, and pages without text -> vector."""

    @property
    def means(self) -> Means:
        looks = [image for _, image in self.pages.values()] + list(self.pictures.values())
        return Means(
            self.prior.query,
            drawn(self.prior.text, PRIOR_WEIGHT, np.stack(list(self.texts.values()))),
            drawn(self.prior.image, PRIOR_WEIGHT, np.stack(looks)),
        )

    def search(self, query: Matrix, **asked: object) -> list[SemanticMatch]:
        given = {"alpha": 0.5, **asked}
        copy = self.index.copy(self.model, self.prior)
        return copy.search(query, **given)  # type: ignore[arg-type]

    def expected(self, query: Matrix, means: Means, alpha: float) -> dict[int, float]:
        scores = {item: calibrated(x, means.text) @ query for item, x in self.texts.items()}
        for item, x in self.pictures.items():
            scores[item] = calibrated(x, means.image) @ query
        for item, (texts, image) in self.pages.items():
            total = texts.sum(axis=0)
            text = total / np.linalg.norm(total)
            scores[item] = fused(text[None], image[None], means, alpha)[0] @ query
        return {item: float(score) for item, score in scores.items()}


def filled(shelf: Shelf) -> Known:
    model = use(shelf, dimension=DIMENSION)
    prior = Prior(*(cone(n, 9).mean(axis=0) for n in (5, 15, 25)), weight=PRIOR_WEIGHT)
    texts: dict[int, Matrix] = {}
    pages, pictures = {}, {}
    for number in range(4):
        file_id = shelf.name(f"{number}.pdf", kind="pdf")
        # Page 1: two passages; page 2: one; page 3: an image alone; a passage without a page.
        passages = shelf.read(
            file_id, "one", "more", "two", "none", pages=(1, 1, 2), kind="pdf", looks=True
        )
        vectors = cone(10 + number, 4)
        shelf.vectors.save_texts(model, passages, vectors)
        texts.update(zip(passages, vectors, strict=True))
        images = cone(20 + number, 4)
        looks = [page_look(page, images[page - 1]) for page in (3, 1, 2)]
        looks.append(picture_look(b"%d" % number, images[3], page=1))
        shelf.vectors.save_looks(model, [(file_id, look) for look in looks], [file_id])
        stored = shelf.vectors.load(model, "look")
        three, one, two, picture = stored.item_ids[stored.file_ids == file_id].tolist()
        pages[one], pages[two] = (vectors[:2], images[0]), (vectors[2:3], images[1])
        pictures[three], pictures[picture] = images[2], images[3]
    return Known(
        shelf, model, prior, SemanticIndex(shelf.vectors, shelf.copies), texts, pages, pictures
    )


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """For tests that change nothing."""
    shelf = Shelf.open(tmp_path_factory.mktemp("known") / "library.db")
    yield filled(shelf)
    shelf.database.close()


@pytest.fixture
def fresh(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Known]:  # type: ignore[no-untyped-def]
    """For tests that add and remove; the copy in memory looks at each search."""
    monkeypatch.setattr(semantic_index, "_REFRESH", 0.0)
    shelf = Shelf.open(tmp_path / "library.db")
    yield filled(shelf)
    shelf.database.close()


def scores(found: list[SemanticMatch]) -> dict[int, float]:
    assert len({match.item_id for match in found}) == len(found), "each item once"
    return {match.item_id: match.score for match in found}


def query_of(seed: int, mean: Matrix) -> Matrix:
    return calibrated(cone(seed, 1)[0], mean)


@given(st.integers(0, 9), st.floats(0.0, 1.0), st.booleans())
def test_every_score_is_that_of_the_formula(
    known: Known, seed: int, alpha: float, with_means: bool
) -> None:
    means = known.means if with_means else Means.none(DIMENSION)
    query = query_of(seed, means.query)
    found = known.search(query, alpha=alpha, calibrated=with_means)
    assert scores(found) == pytest.approx(known.expected(query, means, alpha), abs=5e-4)
    for match in found:
        assert match.score == pytest.approx(match.text + match.look, abs=1e-5)
        if match.kind == "passage":
            assert match.look == 0.0
        if match.item_id in known.pictures:
            assert match.text == 0.0


def test_the_means_are_drawn_from_prior_and_library(known: Known) -> None:
    means = known.index.copy(known.model, known.prior).means
    for found, wanted in zip(vars(means).values(), vars(known.means).values(), strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_items_are_what_they_are_and_lie_where_they_lie(known: Known) -> None:
    found = {match.item_id: match for match in known.search(query_of(1, known.prior.query))}
    items = known.shelf.text.items(found)
    assert found.keys() == items.keys()
    for id, match in found.items():
        item = items[id]
        assert (match.kind, match.file_id) == (item.kind, item.file_id)
        assert match.page == (item.page or 0)


def test_each_kind_comes_with_its_best_first(known: Known) -> None:
    found = known.search(query_of(1, known.prior.query))
    for kind in ("passage", "picture", "page"):
        of_kind = [m.score for m in found if m.kind == kind and m.item_id not in known.pictures]
        assert of_kind == sorted(of_kind, reverse=True)


@pytest.mark.parametrize("wanted", [[], [2], [1, 3], [99]])
def test_only_the_files_that_are_asked_are_given(known: Known, wanted: list[int]) -> None:
    query = query_of(2, known.prior.query)
    found = known.search(query, files=np.array(wanted, dtype=np.int64))
    everything = scores(known.search(query))
    assert {match.file_id for match in found} == set(wanted) & {1, 2, 3, 4}
    assert all(everything[match.item_id] == match.score for match in found)


def test_passages_that_words_found_are_given_however_far(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic, "CANDIDATES", 3)
    query = query_of(3, known.prior.query)
    near = [match for match in known.search(query) if match.kind == "passage"]
    assert len(near) == 3
    far = sorted(set(known.texts) - {match.item_id for match in near})[:2]
    also = known.search(query, also=lambda: {*far, near[0].item_id, 10**6})
    passages = [match for match in also if match.kind == "passage"]
    assert {match.item_id for match in passages} == {*far, *(match.item_id for match in near)}
    everything = known.expected(query, known.means, 0.5)
    assert scores(passages) == pytest.approx(
        {id: everything[id] for id in scores(passages)}, abs=5e-4
    )
    assert passages[:3] == near


def test_filters_come_before_the_number_of_candidates(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic, "CANDIDATES", 2)
    for file_id in (1, 2, 3, 4):
        files = np.array([file_id], dtype=np.int64)
        found = known.search(query_of(4, known.prior.query), files=files)
        kinds = [m.kind for m in found if m.item_id not in known.pictures]
        assert kinds.count("passage") == kinds.count("page") == 2


def test_vectors_that_are_added_are_found_and_move_the_means(fresh: Known) -> None:
    query = query_of(1, fresh.prior.query)
    before = fresh.search(query)
    file_id = fresh.shelf.name("new.txt")
    passages = fresh.shelf.read(file_id, "a", "b")
    vectors = cone(12, 2)
    fresh.shelf.vectors.save_texts(fresh.model, passages, vectors)
    fresh.texts.update(zip(passages, vectors, strict=True))
    after = fresh.search(query)
    assert len(after) == len(before) + 2
    assert scores(after) == pytest.approx(fresh.expected(query, fresh.means, 0.5), abs=5e-4)


def test_a_page_image_that_is_added_turns_passages_into_a_page(fresh: Known) -> None:
    file_id = fresh.shelf.name("late.pdf", kind="pdf")
    passages = fresh.shelf.read(file_id, "text", pages=(1,), kind="pdf", looks=True)
    vectors, image = cone(13, 1), cone(23, 1)[0]
    fresh.shelf.vectors.save_texts(fresh.model, passages, vectors)
    query = query_of(1, fresh.prior.query)
    assert [m.kind for m in fresh.search(query) if m.file_id == file_id] == ["passage"]
    fresh.shelf.vectors.save_looks(fresh.model, [(file_id, page_look(1, image))], [file_id])
    found = [match for match in fresh.search(query) if match.file_id == file_id]
    assert sorted(match.kind for match in found) == ["page", "passage"]
    page = next(match.item_id for match in found if match.kind == "page")
    fresh.texts[passages[0]], fresh.pages[page] = vectors[0], (vectors, image)
    wanted = fresh.expected(query, fresh.means, 0.5)
    assert scores(fresh.search(query)) == pytest.approx(wanted, abs=5e-4)


def test_vectors_that_are_removed_are_not_found_any_more(fresh: Known) -> None:
    query = query_of(1, fresh.prior.query)
    found = fresh.search(query)
    gone = {match.item_id for match in found if match.file_id in (2, 3)}
    fresh.shelf.files.remove([2, 3])
    for known_vectors in (fresh.texts, fresh.pages, fresh.pictures):
        for item in gone & set(known_vectors):
            del known_vectors[item]
    wanted = fresh.expected(query, fresh.means, 0.5)
    assert scores(fresh.search(query)) == pytest.approx(wanted, abs=5e-4)


def test_a_vector_that_is_replaced_counts_once(fresh: Known) -> None:
    query = query_of(1, fresh.prior.query)
    fresh.search(query)
    item = next(iter(fresh.texts))
    fresh.texts[item] = cone(19, 1)[0]
    fresh.shelf.vectors.save_texts(fresh.model, [item], fresh.texts[item][None])
    found = scores(fresh.search(query))
    assert found[item] == pytest.approx(fresh.expected(query, fresh.means, 0.5)[item], abs=5e-4)


def test_while_vectors_are_being_added_a_copy_serves_for_a_while(
    fresh: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every search while a library is being encoded would join all vectors anew."""
    monkeypatch.setattr(semantic_index, "_REFRESH", 3600.0)
    query = query_of(1, fresh.prior.query)
    before = fresh.search(query)
    passages = fresh.shelf.read(fresh.shelf.name("new.txt"), "a")
    fresh.shelf.vectors.save_texts(fresh.model, passages, cone(12, 1))
    assert fresh.search(query) == before
    fresh.shelf.files.remove([1])
    after = fresh.search(query)
    assert passages[0] in scores(after), "what was removed is seen at once, and all else with it"
    assert 1 not in {match.file_id for match in after}


def test_what_was_added_last_is_found_at_once(
    fresh: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic_index, "_REFRESH", 3600.0)
    query = query_of(1, fresh.prior.query)
    fresh.search(query)
    first, second = fresh.shelf.read(fresh.shelf.name("new.txt"), "a", "b")
    fresh.shelf.vectors.save_texts(fresh.model, [first], cone(12, 1))
    fresh.index.catch_up()
    assert first in scores(fresh.search(query))
    fresh.shelf.vectors.save_texts(fresh.model, [second], cone(13, 1))
    assert second not in scores(fresh.search(query)), "once caught up, a copy serves again"


def test_another_model_has_vectors_of_its_own(fresh: Known) -> None:
    query = query_of(1, fresh.prior.query)
    before = fresh.search(query)
    other = use(fresh.shelf, "other", dimension=DIMENSION)
    assert fresh.index.copy(other, fresh.prior).search(query, alpha=0.5) == []
    assert fresh.search(query) == before


def test_the_direction_of_a_file_is_that_of_its_texts(known: Known) -> None:
    items = known.shelf.passages_of(2)
    rows = calibrated(np.stack([known.texts[item] for item in items]), known.means.text)
    wanted = rows.mean(axis=0) / np.linalg.norm(rows.mean(axis=0))
    found = known.index.copy(known.model, known.prior).of_file(2)
    assert found is not None
    np.testing.assert_allclose(found, wanted, atol=1e-3)


def test_the_direction_of_a_photo_is_that_of_its_look(fresh: Known) -> None:
    photo = fresh.shelf.name("a.jpg", kind="image")
    fresh.shelf.read(photo, kind="image", looks=True)
    image = cone(24, 1)[0]
    fresh.shelf.vectors.save_looks(fresh.model, [(photo, picture_look(b"x", image))], [photo])
    fresh.pictures[-1] = image
    found = fresh.index.copy(fresh.model, fresh.prior).of_file(photo)
    assert found is not None
    np.testing.assert_allclose(found, calibrated(image, fresh.means.image), atol=1e-3)


def test_a_file_without_vectors_has_no_direction(known: Known) -> None:
    assert known.index.copy(known.model, known.prior).of_file(12345) is None


def test_a_search_that_has_begun_ends_with_the_vectors_it_began_with(fresh: Known) -> None:
    copy = fresh.index.copy(fresh.model, fresh.prior)
    query = query_of(1, copy.means.query)
    before = copy.search(query, alpha=0.5)
    passages = fresh.shelf.read(fresh.shelf.name("new.txt"), "a")
    fresh.shelf.vectors.save_texts(fresh.model, passages, cone(12, 1))
    assert passages[0] in scores(fresh.search(query)), "another search sees them"
    assert copy.search(query, alpha=0.5) == before


def test_what_was_let_go_is_back_at_the_next_search(fresh: Known) -> None:
    query = query_of(1, fresh.prior.query)
    before = fresh.search(query)
    fresh.index.let_go()
    assert fresh.search(query) == before


def test_each_match_knows_how_near_the_first_passages_of_its_file_are(fresh: Known) -> None:
    last = fresh.shelf.name("long.txt")
    passages = fresh.shelf.read(last, *(f"part {n}" for n in range(9)))
    vectors = cone(13, 9)
    # The last come first: vectors are made in any order.
    fresh.shelf.vectors.save_texts(fresh.model, passages[::-1], vectors[::-1])
    fresh.texts.update(zip(passages, vectors, strict=True))
    query = query_of(1, fresh.means.query)
    wanted = scores(fresh.search(query))
    photo = fresh.shelf.name("a.jpg", kind="image")
    fresh.shelf.read(photo, kind="image", looks=True)
    look = picture_look(b"x", cone(24, 1)[0])
    fresh.shelf.vectors.save_looks(fresh.model, [(photo, look)], [photo])
    of_file = {match.file_id: match.opening for match in fresh.search(query)}
    assert of_file[photo] is None, "a photo begins with no text"
    assert of_file[last] == pytest.approx(max(wanted[id] for id in passages[:3]), abs=1e-3)


def test_a_share_of_text_that_was_asked_for_before_gives_the_same_again(known: Known) -> None:
    query = query_of(1, known.prior.query)
    copy = known.index.copy(known.model, known.prior)
    shares = [n / 20 for n in range(20)]
    once = [copy.search(query, alpha=alpha) for alpha in shares]
    assert [copy.search(query, alpha=alpha) for alpha in shares] == once
    assert once[0] != once[10]


def test_until_there_is_a_copy_the_stored_vectors_are_searched(
    fresh: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic_index, "_LARGE", 5)
    monkeypatch.setattr(semantic_index.SemanticIndex, "_make_later", lambda *_: None)
    assert fresh.index.takes_long(fresh.model, fresh.prior)
    stored = UncopiedVectors(fresh.shelf.vectors, fresh.model, fresh.prior)
    query = query_of(1, fresh.prior.query)
    means = Means(fresh.prior.query, fresh.prior.text, fresh.prior.image)
    found = stored.search(query, alpha=0.3)
    wanted = fresh.expected(query, means, 0.3)
    assert scores(found) == pytest.approx(wanted, abs=5e-4)
    some = np.array([2, 3], dtype=np.int64)
    found = stored.search(query, alpha=0.3, files=some, also=lambda: {next(iter(fresh.texts))})
    assert {match.file_id for match in found} == {2, 3}
    assert stored.of_file(2) is not None
    assert stored.of_file(99) is None
    assert stored.search(query, alpha=0.3, files=some[:0]) == []


def test_a_copy_of_a_large_library_is_made_beside_the_searches(
    fresh: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic_index, "_LARGE", 5)
    assert fresh.index.takes_long(fresh.model, fresh.prior)
    for _ in range(200):
        if not fresh.index.takes_long(fresh.model, fresh.prior):
            break
        time.sleep(0.02)
    assert not fresh.index.takes_long(fresh.model, fresh.prior)
    query = query_of(1, fresh.prior.query)
    assert scores(fresh.search(query, alpha=0.5)) == pytest.approx(
        fresh.expected(query, fresh.means, 0.5), abs=5e-4
    )
