"""How large a page is seen."""

import pytest
from PySide6.QtCore import QSize, QSizeF

from grsearch_desktop.window.preview.page_fit import MARGIN, Room, Zoom, moved_to_show, start

ROOM = Room(QSize(432, 632), 12)


@pytest.mark.parametrize("shape", [0.4, 1.0, 1.414, 3.0])
def test_a_whole_page_needs_no_scroll_bars(shape: float) -> None:
    page = ROOM.fitting(Zoom.WHOLE, shape, None)
    assert page.height() == pytest.approx(page.width() * shape)
    assert ROOM.beyond(page)[:2] == (0, 0)


@pytest.mark.parametrize("shape", [0.4, 1.0, 1.414, 1.55, 3.0])
def test_a_page_as_wide_as_the_window_is_scrolled_down_at_most(shape: float) -> None:
    page = ROOM.fitting(Zoom.WIDTH, shape, None)
    across, down, left = ROOM.beyond(page)
    assert across == 0
    assert (down > 0) == (left.width() < ROOM.size.width())
    assert page.width() == left.width() - 2 * MARGIN


def test_a_small_picture_is_not_blown_up() -> None:
    assert ROOM.fitting(Zoom.WHOLE, 1.0, 64.0) == QSizeF(64, 64)


def test_a_page_with_room_around_is_in_the_middle_else_it_moves() -> None:
    assert start(400, 200, moved=0) == 100
    assert start(400, 800, moved=30) == MARGIN - 30


def test_what_is_seen_already_is_not_moved_and_else_it_comes_to_the_middle() -> None:
    assert moved_to_show(100, 140, room=400, around=48) == 0
    assert moved_to_show(390, 430, room=400, around=48) == 210
    assert moved_to_show(-50, -10, room=400, around=48) == -230
