"""Rows that grow and lose some, in memory and in files."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.store.compact import signs
from grsearch_desktop.store.compact.rows import GrowingRows, Mark, kept_mark
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.vectors import StoredVectors
from tests.store.shelf import unit

D = 24


def some(first: int, count: int) -> StoredVectors:
    ids = np.arange(first, first + count)
    vectors = unit(np.random.default_rng(first), count, D)
    return StoredVectors(ids, 10 * ids, ids // 3 + 1, ids % 3, ids % 3 == 1, vectors)


def assert_same(view: Compact, stored: StoredVectors, centre: np.ndarray) -> None:
    rows = view.rows
    assert view.ids[rows].tolist() == stored.ids.tolist()
    assert view.item_ids[rows].tolist() == stored.item_ids.tolist()
    assert view.file_ids[rows].tolist() == stored.file_ids.tolist()
    assert view.pages[rows].tolist() == stored.pages.tolist()
    assert view.is_page[rows].tolist() == stored.is_page.tolist()
    np.testing.assert_allclose(view.exact(rows), stored.vectors, atol=5e-4)
    np.testing.assert_array_equal(view.codes[rows], signs.codes(stored.vectors - centre))
    np.testing.assert_allclose(view.total, stored.vectors.sum(axis=0), atol=1e-2)
    assert view.count == len(rows)


def without(stored: StoredVectors, gone: list[int]) -> StoredVectors:
    kept = ~np.isin(stored.ids, gone)
    return StoredVectors(*(getattr(stored, name)[kept] for name in StoredVectors.__annotations__))


@pytest.fixture(params=["in memory", "in files"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path / "rows" if request.param == "in files" else None


def test_what_is_added_is_there_and_what_is_erased_is_not(folder: Path | None) -> None:
    centre = unit(np.random.default_rng(0), 1, D)[0] / 2
    rows = GrowingRows(centre, folder)
    assert_same(rows.view(), some(1, 0), centre)
    rows.append(some(1, 300))
    before = rows.view()
    rows.append(some(301, 5))
    gone = [2, 77, 303]
    assert rows.erase(np.array([*gone, 10_000])) == 3
    assert rows.erase(np.array(gone)) == 0
    both = StoredVectors(
        *(
            np.concatenate((getattr(some(1, 300), name), getattr(some(301, 5), name)))
            for name in StoredVectors.__annotations__
        )
    )
    assert_same(rows.view(), without(both, gone), centre)
    assert len(before.ids) == 300
    assert before.count == 300, "a view does not change"


def test_files_give_back_what_was_settled_and_not_what_came_after(tmp_path: Path) -> None:
    centre = np.zeros(D, np.float32)
    rows = GrowingRows(centre, tmp_path / "rows")
    rows.append(some(1, 40))
    rows.erase(np.array([7]))
    rows.settle(Mark(5, 40, 3))
    rows.append(some(41, 9))
    again = GrowingRows.kept(tmp_path / "rows")
    assert again.mark == kept_mark(tmp_path / "rows") == Mark(5, 40, 3)
    assert_same(again.view(), without(some(1, 40), [7]), centre)
    again.append(some(41, 3))
    again.settle(Mark(5, 43, 3))
    last = GrowingRows.kept(tmp_path / "rows")
    assert last.view().ids[-1] == 43
    vector = last.view().exact(np.array([42]))
    np.testing.assert_allclose(vector, some(41, 3).vectors[2:], atol=5e-4)


def test_nothing_of_an_erased_vector_is_left_in_the_files(tmp_path: Path) -> None:
    rows = GrowingRows(np.zeros(D, np.float32), tmp_path / "rows")
    stored = some(1, 20)
    rows.append(stored)
    rows.settle(Mark(1, 20, 0))
    secret = stored.vectors[4].astype(np.float16).tobytes(), signs.codes(stored.vectors[4:5])
    content = b"".join(file.read_bytes() for file in (tmp_path / "rows").iterdir())
    assert secret[0] in content
    assert secret[1].tobytes() in content
    rows.erase(np.array([5]))
    rows.settle(Mark(1, 20, 1))
    content = b"".join(file.read_bytes() for file in (tmp_path / "rows").iterdir())
    assert secret[0] not in content
    assert secret[1].tobytes() not in content


@pytest.mark.parametrize("name", ["vectors", "codes", "columns", "state"])
def test_files_that_were_cut_short_are_refused(tmp_path: Path, name: str) -> None:
    rows = GrowingRows(np.zeros(D, np.float32), tmp_path / "rows")
    rows.append(some(1, 20))
    rows.settle(Mark(1, 20, 0))
    file = tmp_path / "rows" / name
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises((OSError, ValueError)):
        GrowingRows.kept(tmp_path / "rows")


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    rows = GrowingRows(np.zeros(D, np.float32), tmp_path / "rows")
    rows.settle(Mark(1, 0, 0))
    assert (tmp_path / "rows").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "rows").iterdir()} == {0o600}


def test_how_far_the_mean_has_moved_is_known() -> None:
    rows = GrowingRows(np.zeros(D, np.float32))
    assert rows.drift() == 0.0
    stored = some(1, 50)
    rows.append(stored)
    assert rows.drift() == pytest.approx(np.linalg.norm(stored.vectors.mean(axis=0)), abs=1e-5)
