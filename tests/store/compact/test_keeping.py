"""Copies that follow the library, in files that outlast the process."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.store.compact import keeping
from grsearch_desktop.store.compact.keeping import CompactCopies
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.vectors import Model
from tests.store.shelf import Shelf, unit, use

D = 16


def centre(first: np.ndarray) -> np.ndarray:
    return first.mean(axis=0) if len(first) else np.zeros(D, np.float32)


@pytest.fixture
def kept(shelf: Shelf, tmp_path: Path) -> Iterator[CompactCopies]:
    yield another(shelf, tmp_path)


def another(shelf: Shelf, tmp_path: Path, *, writes: bool = True) -> CompactCopies:
    return CompactCopies(shelf.database, shelf.vectors, tmp_path / "vectors", writes=writes)


def fill(shelf: Shelf, name: str, count: int, seed: int) -> tuple[Model, int, list[int]]:
    model = use(shelf, dimension=D)
    file_id = shelf.name(name)
    items = shelf.read(file_id, *(f"{name} {n}" for n in range(count)))
    shelf.vectors.save_texts(model, items, unit(np.random.default_rng(seed), count, D))
    return model, file_id, items


def assert_is_the_library(view: Compact, shelf: Shelf, model: Model) -> None:
    stored = shelf.vectors.load(model, "text")
    rows = view.rows
    assert view.ids[rows].tolist() == stored.ids.tolist()
    assert view.item_ids[rows].tolist() == stored.item_ids.tolist()
    assert view.file_ids[rows].tolist() == stored.file_ids.tolist()
    np.testing.assert_allclose(view.exact(rows), stored.vectors, atol=5e-4)
    np.testing.assert_allclose(view.total, stored.vectors.sum(axis=0), atol=1e-2)


def test_a_copy_follows_what_is_added_replaced_and_taken_out(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, first, items = fill(shelf, "a.txt", 30, 1)
    assert not kept.are_current(model)
    for step in range(4):
        if step == 1:
            fill(shelf, "b.txt", 20, 2)
        elif step == 2:
            shelf.vectors.save_texts(model, items[:3], unit(np.random.default_rng(9), 3, D))
        elif step == 3:
            shelf.files.remove([first])
        for copies in (kept, CompactCopies(shelf.database, shelf.vectors)):
            assert_is_the_library(copies.of(model, "text", centre), shelf, model)
        kept.of(model, "look", centre)
        assert kept.are_current(model)
        assert another(shelf, tmp_path).are_current(model)


def test_the_next_process_reads_the_files_and_no_vector(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, _, _ = fill(shelf, "a.txt", 50, 1)
    kept.of(model, "text", centre)
    fill(shelf, "b.txt", 5, 2)
    read: list[int] = []
    batches = shelf.vectors.batches

    def counted(*asked: object) -> Iterator[object]:
        for batch in batches(*asked):  # type: ignore[arg-type]
            read.append(len(batch.ids))
            yield batch

    monkeypatch.setattr(shelf.vectors, "batches", counted)
    assert_is_the_library(another(shelf, tmp_path).of(model, "text", centre), shelf, model)
    assert sum(read[:-1]) == 5, "the new ones alone, and then the comparison"


def test_who_does_not_write_leaves_the_files_alone(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, first, _ = fill(shelf, "a.txt", 50, 1)
    kept.of(model, "text", centre)
    files = {file: file.read_bytes() for file in (tmp_path / "vectors").glob("*/*")}
    reader = another(shelf, tmp_path, writes=False)
    assert_is_the_library(reader.of(model, "text", centre), shelf, model)
    fill(shelf, "b.txt", 5, 2)
    shelf.files.remove([first])
    assert_is_the_library(reader.of(model, "text", centre), shelf, model)
    reader.erase_removed()
    reader.rebuild()
    assert all(file.read_bytes() == content for file, content in files.items())


def test_what_is_taken_out_leaves_the_files_of_every_model(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, first, _ = fill(shelf, "a.txt", 6, 1)
    fill(shelf, "b.txt", 6, 2)
    vectors = shelf.vectors.load(model, "text").vectors
    kept.of(model, "text", centre)
    kept.let_go()
    shelf.files.remove([first])
    shelf.database.leave_no_trace()
    content = (tmp_path / "vectors" / f"{model.id}-text" / "vectors").read_bytes()
    assert all(x.astype(np.float16).tobytes() not in content for x in vectors[:6])
    assert all(x.astype(np.float16).tobytes() in content for x in vectors[6:])
    assert shelf.count("removed_vector") == 0, "all who keep copies have followed"
    assert_is_the_library(another(shelf, tmp_path).of(model, "text", centre), shelf, model)


def test_a_model_that_leaves_takes_its_files_along(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, _, _ = fill(shelf, "a.txt", 6, 1)
    kept.of(model, "text", centre)
    kept.let_go()
    other = use(shelf, "other", dimension=D)
    shelf.database.leave_no_trace()
    assert list((tmp_path / "vectors").iterdir()), "it is kept for a way back"
    shelf.vectors.models.forget(model)
    shelf.vectors.models.sweep()
    shelf.database.leave_no_trace()
    assert not list((tmp_path / "vectors").iterdir())
    assert shelf.vectors.active() == other


def test_a_copy_that_missed_a_removal_is_made_anew(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, first, _ = fill(shelf, "a.txt", 6, 1)
    fill(shelf, "b.txt", 6, 2)
    kept.of(model, "text", centre)
    shutil.copytree(tmp_path / "vectors", tmp_path / "old")
    shelf.files.remove([first])
    shelf.database.leave_no_trace()
    shutil.rmtree(tmp_path / "vectors")
    shutil.move(tmp_path / "old", tmp_path / "vectors")
    assert_is_the_library(another(shelf, tmp_path).of(model, "text", centre), shelf, model)


def test_files_of_another_library_are_not_believed(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    other = Shelf.open(tmp_path / "other.db")
    fill(other, "z.txt", 40, 8)
    model, _, _ = fill(shelf, "a.txt", 40, 1)
    another(other, tmp_path).of(model, "text", centre)
    assert_is_the_library(another(shelf, tmp_path).of(model, "text", centre), shelf, model)
    other.database.close()


def test_what_a_library_left_that_was_set_aside_is_taken_away(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, _, _ = fill(shelf, "a.txt", 40, 1)
    kept.of(model, "text", centre)
    (tmp_path / "vectors" / "9-text").mkdir()
    other = Shelf.open(tmp_path / "new.db")
    another(other, tmp_path, writes=False)
    assert len(list((tmp_path / "vectors").iterdir())) == 2
    another(shelf, tmp_path)
    assert [where.name for where in (tmp_path / "vectors").iterdir()] == [f"{model.id}-text"]
    another(other, tmp_path)
    assert not list((tmp_path / "vectors").iterdir())
    other.database.close()


def test_vectors_that_are_not_those_of_the_library_are_found_out(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path
) -> None:
    model, _, _ = fill(shelf, "a.txt", 40, 1)
    kept.of(model, "text", centre)
    file = tmp_path / "vectors" / f"{model.id}-text" / "vectors"
    file.write_bytes(bytes(len(file.read_bytes())))
    assert_is_the_library(another(shelf, tmp_path).of(model, "text", centre), shelf, model)


def test_codes_are_made_anew_when_the_mean_has_moved_or_much_is_gone(
    shelf: Shelf, kept: CompactCopies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_FEW", 10)
    model, first, _ = fill(shelf, "a.txt", 30, 1)
    one = kept.of(model, "text", centre)
    near = shelf.name("b.txt")
    items = shelf.read(near, *map(str, range(60)))
    shelf.vectors.save_texts(model, items, np.tile(unit(np.random.default_rng(5), 1, D), (60, 1)))
    moved = kept.of(model, "text", centre)
    assert np.linalg.norm(moved.centre - one.centre) > 0.1
    shelf.files.remove([first, near])
    fill(shelf, "c.txt", 12, 3)
    tight = kept.of(model, "text", centre)
    assert len(tight.ids) == 12
    assert_is_the_library(tight, shelf, model)


def test_codes_are_made_anew_once_and_not_at_each_start(
    shelf: Shelf, kept: CompactCopies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_FEW", 10)
    model, _, _ = fill(shelf, "a.txt", 40, 1)
    off = lambda some: some.mean(axis=0) + 1.0  # noqa: E731
    kept.of(model, "text", off)
    first = kept.of(model, "text", off)
    again = another(shelf, tmp_path).of(model, "text", off)
    np.testing.assert_array_equal(first.centre, again.centre)
    np.testing.assert_allclose(first.centre, first.total / first.count, atol=1e-6)


def test_where_nothing_can_be_written_they_are_in_memory(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vectors").write_text("a file where the folder would be")
    copies = another(shelf, tmp_path)
    model, first, _ = fill(shelf, "a.txt", 20, 1)
    assert_is_the_library(copies.of(model, "text", centre), shelf, model)
    shelf.files.remove([first])
    shelf.database.leave_no_trace()
    assert_is_the_library(copies.of(model, "text", centre), shelf, model)
