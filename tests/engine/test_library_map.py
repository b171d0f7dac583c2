"""The library in two dimensions, before and after the gap is closed."""

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.engine import library_map, projection, views
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.views import LibraryMap

_LIMIT = 120.0
"""Seconds within which a small map is certainly made, or never."""


def _made(engine: Engine, of_calibrated: bool = True) -> LibraryMap:
    deadline = time.monotonic() + _LIMIT
    while not (found := engine.library_map(of_calibrated)).done:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def _planted(count: int, gap: float) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Texts and looks of ten topics, in two cones `gap` apart: float32, shape (count, 32)."""
    random = np.random.default_rng(5)
    topics = random.normal(size=(10, 32))
    is_text = np.arange(count) % 2 == 0
    vectors = topics[np.arange(count) // 2 % 10] + 0.3 * random.normal(size=(count, 32))
    vectors += np.where(is_text[:, None], gap, -gap) * random.normal(size=32)
    return _unit(vectors), is_text


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _closed(vectors: NDArray[np.float32], is_text: NDArray[np.bool_]) -> NDArray[np.float32]:
    closed = np.empty_like(vectors)
    for kind in (True, False):
        rows = is_text == kind
        closed[rows] = calibrated(vectors[rows], vectors[rows].mean(axis=0))
    return closed


def test_calibration_closes_a_planted_gap_on_the_map_as_in_the_space() -> None:
    raw, is_text = _planted(200, gap=3.0)
    last = {f.calibrated: f for f in projection.frames(raw, _closed(raw, is_text), is_text, 1)}
    assert last[False].mixing == 0.0
    assert last[True].mixing > 0.8
    on_map = {
        kind: projection.mixing(
            _near_on_the_map(np.array(frame.positions, dtype=np.float32)), is_text
        )
        for kind, frame in last.items()
    }
    assert on_map[False] < 0.1 < 0.7 < on_map[True]


def _near_on_the_map(flat: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors whose products fall as the distances of positions grow."""
    places = flat.reshape(-1, 2) - 0.5
    lifted = np.concatenate((places, np.sqrt(1 - (places**2).sum(axis=1, keepdims=True))), axis=1)
    return np.asarray(lifted, dtype=np.float32)


def test_frames_come_while_the_map_takes_shape_and_end_with_both_done() -> None:
    raw, is_text = _planted(60, gap=1.0)
    frames = list(projection.frames(raw, _closed(raw, is_text), is_text, 1))
    assert [frame.calibrated for frame in frames if frame.done] == [True, False]
    shares = [frame.share for frame in frames]
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 10
    for frame in frames:
        assert len(frame.positions) == 2 * 60
        assert min(frame.positions) >= 0.0 and max(frame.positions) <= 1.0


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9])
def test_a_handful_of_points_has_a_map_too(count: int) -> None:
    raw, is_text = _planted(count, gap=1.0)
    *_, last = projection.frames(raw, raw, is_text, 1)
    assert last.done and np.isfinite(last.positions).all()


def test_equal_vectors_do_not_upset_the_map() -> None:
    raw = np.tile(_unit(np.ones((1, 8))), (20, 1))
    *_, last = projection.frames(raw, np.zeros_like(raw), np.arange(20) < 10, 1)
    assert last.done and np.isfinite(last.positions).all()


def test_a_turned_map_lies_as_the_other_does() -> None:
    random = np.random.default_rng(1)
    places = random.normal(size=(30, 2)).astype(np.float32)
    mirrored = places @ np.array([[0.0, 1.0], [1.0, 0.0]], dtype=np.float32)
    assert projection.turned(mirrored, places) == pytest.approx(places, abs=1e-5)


def test_the_map_of_a_library_shows_each_of_its_items(indexed: Engine) -> None:
    found = _made(indexed)
    copy = indexed._searcher.vectors()
    assert copy is not None
    by_kind = {kind: 0 for kind in ("passage", "page", "picture")}
    for point in found.points:
        by_kind[point.kind] += 1
        assert Path(point.path).exists()
    assert by_kind["passage"] == copy.texts.count > 0
    assert by_kind["page"] == copy.looks.is_page.sum() > 0
    assert by_kind["picture"] == copy.looks.count - copy.looks.is_page.sum() > 0
    assert found.sampled == found.of == len(found.points)
    assert (found.model, found.calibrated) == (indexed.status().model, True)
    raw = _made(indexed, of_calibrated=False)
    assert [point.item_id for point in raw.points] == [point.item_id for point in found.points]
    assert [(p.x, p.y) for p in raw.points] != [(p.x, p.y) for p in found.points]
    assert found.mixing is not None and raw.mixing is not None
    arrived = views.map_from(views.map_data(found))
    assert arrived.points[3].path == found.points[3].path
    assert arrived == views.map_from(views.map_data(arrived))
    assert (arrived.mixing, arrived.of, arrived.done) == (found.mixing, found.of, True)


def test_what_is_taken_out_is_on_no_map(indexed: Engine, folder: Path) -> None:
    before = _made(indexed)
    gone = next(point.path for point in before.points if point.kind == "picture")
    Path(gone).unlink()
    indexed.update()
    after = _made(indexed)
    assert gone not in {point.path for point in after.points}
    assert len(after.points) < len(before.points)


def test_a_new_file_lies_beside_what_it_resembles(indexed: Engine, folder: Path) -> None:
    before = _made(indexed)
    note = folder / "home" / "tyres.md"
    note.write_text("How to mend a flat tyre of a bicycle: patch the inner tube.")
    indexed.update()
    after = _made(indexed)
    assert str(note) in {point.path for point in after.points}
    places = {point.item_id: (point.x, point.y) for point in after.points if point.kind == "page"}
    for point in before.points:
        if point.kind == "page":
            assert places[point.item_id] == (point.x, point.y)


def test_an_empty_library_has_an_empty_map(engine: Engine) -> None:
    found = engine.library_map(True)
    assert (found.points, found.done) == ((), True)


def test_a_large_library_is_sampled_and_keeps_its_points_as_it_grows(indexed: Engine) -> None:
    copy = indexed._searcher.vectors()
    assert copy is not None
    whole = copy.texts.count
    chosen = library_map._chosen(copy.texts, whole // 2)
    assert len(chosen) == whole // 2
    fewer = library_map._chosen(copy.texts, whole // 4)
    assert set(fewer) <= set(chosen)


def test_the_engine_ends_while_a_map_is_being_made(indexed: Engine) -> None:
    assert not indexed.library_map(True).done
    process = indexed._maps._process
    assert process is not None
    indexed.close()
    assert process.poll() is not None
