"""Found words side by side are one, and are marked as their ground needs it."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from grsearch_desktop.window.preview.found_words import found_words, joined

FLAT = (0.10, 0.50, 0.08, 0.02)
TYRE = (0.19, 0.50, 0.08, 0.02)


def test_words_side_by_side_are_one() -> None:
    (both,) = joined([FLAT, TYRE])
    assert both == pytest.approx((0.10, 0.50, 0.17, 0.02))


def test_words_that_stand_apart_or_in_another_line_are_two() -> None:
    far, below = (0.40, 0.50, 0.08, 0.02), (0.19, 0.53, 0.08, 0.02)
    assert joined([FLAT, far]) == [FLAT, far]
    assert joined([FLAT, below]) == [FLAT, below]


def test_words_from_right_to_left_are_one_as_well() -> None:
    assert len(joined([TYRE, FLAT])) == 1


def test_on_a_wide_page_a_share_of_the_width_is_a_longer_way() -> None:
    gap = (0.20, 0.50, 0.08, 0.02)
    assert len(joined([FLAT, gap], shape=0.5)) == 1
    assert len(joined([FLAT, gap], shape=1.8)) == 2


def test_the_ground_of_a_word_is_told_by_the_pixels_below_it() -> None:
    page = QImage(200, 100, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    painter = QPainter(page)
    painter.fillRect(100, 0, 100, 100, QColor("#223355"))
    painter.end()
    left, right = found_words([(0.1, 0.1, 0.2, 0.2), (0.7, 0.1, 0.2, 0.2)], page)
    assert not left.on_dark
    assert right.on_dark


def test_a_word_beyond_the_edge_of_the_page_does_no_harm() -> None:
    page = QImage(20, 20, QImage.Format.Format_RGB32)
    page.fill(QColor("black"))
    assert not found_words([(1.2, 1.2, 0.1, 0.1)], page)[0].on_dark
