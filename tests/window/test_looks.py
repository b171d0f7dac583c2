"""The theme, the drawings and the painting of rows."""

import re
from dataclasses import asdict
from itertools import product

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from grsearch_desktop import paths
from grsearch_desktop.engine.protocol import Hit, SearchAnswer, SearchRequest, Why
from grsearch_desktop.paths import Home
from grsearch_desktop.window import icons, wording
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.result_delegate import ResultDelegate, _shortened
from grsearch_desktop.window.results_model import ResultsModel
from grsearch_desktop.window.theme import DARK, LIGHT, Theme, stylesheet
from grsearch_desktop.window.thumbnails import Thumbnails, cut
from grsearch_desktop.window.tile_delegate import TileDelegate
from tests.window.fake_engine import a_hit

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


@pytest.mark.parametrize("theme", THEMES)
def test_the_stylesheet_knows_every_colour_it_names(theme: Theme) -> None:
    rules = stylesheet(theme)
    assert "@" not in rules
    assert theme.accent in rules


def test_larger_system_text_makes_the_text_of_the_stylesheet_larger() -> None:
    sizes = re.findall(r"font-size: (\d+)px", stylesheet(LIGHT))
    larger = re.findall(r"font-size: (\d+)px", stylesheet(LIGHT, text_scale=2.0))
    assert [2 * int(size) for size in sizes] == [int(size) for size in larger]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(("ink", "muted", "words", "text", "look"), ("ground", "hover", "chosen")),
        *product(("ink", "muted", "accent", "alarm"), ("field", "ground", "hover", "chosen")),
        ("ink", "pill"),
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("on_mark", "mark"),
        ("on_mark_now", "mark_now"),
        *((name, "field") for name in asdict(LIGHT) if name.startswith("code_")),
    ],
)
def test_text_stands_out_from_its_ground(theme: Theme, ink: str, ground: str) -> None:
    """WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1."""
    colours = asdict(theme)
    assert _contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["ground", "field", "hover"])
def test_what_shows_the_focus_stands_out_from_its_ground(theme: Theme, ground: str) -> None:
    """WCAG 2.1, success criterion 1.4.11: at least 3 to 1 for what is no text."""
    assert _contrast(theme.accent, asdict(theme)[ground]) >= 3


def test_only_what_can_not_be_used_is_written_in_the_pale_colour() -> None:
    rules = (paths.resources() / "styles" / "window.qss").read_text("utf-8")
    pale = re.findall(r"([^{}]*)\{[^}]*(?<![-\w])color: @faint", rules)
    assert pale and all(":disabled" in selector for selector in pale)


@pytest.mark.parametrize(
    "name", [path.stem for path in (paths.resources() / "icons").glob("*.svg")]
)
def test_every_icon_can_be_drawn_small(qapp: QApplication, name: str) -> None:
    drawn = icons.pixmap(name, "#ff0000", 16).toImage()
    assert any(drawn.pixelColor(x, y).alpha() > 100 for x in range(16) for y in range(16))


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.parametrize("theme", THEMES)
def test_a_row_paints_the_found_words_in_their_colour(
    qapp: QApplication, home: Home, theme: Theme, direction: Qt.LayoutDirection
) -> None:
    text = "glue on the patch " + "and wait until it no longer shines " * 20
    with_marks = a_hit("/a/b.txt", snippet=text, marks=((0, 4), (900, 990)), why=Why(1.0))
    without = a_hit("/a/b.txt", snippet=text, why=Why(1.0))
    assert QColor(theme.mark) in _colours(_painted(home, theme, with_marks, direction))
    assert QColor(theme.mark) not in _colours(_painted(home, theme, without, direction))


@pytest.mark.parametrize(
    ("why", "seen", "unseen"),
    [(Why(0.5, 0.5), ("words", "text"), ("look",)), (Why(look=1.0), ("look",), ("words", "text"))],
)
@pytest.mark.parametrize("delegate", [ResultDelegate, TileDelegate])
def test_the_bar_shows_each_part_of_the_reason(
    qapp: QApplication,
    home: Home,
    delegate: type[ResultDelegate | TileDelegate],
    why: Why,
    seen: tuple[str, ...],
    unseen: tuple[str, ...],
) -> None:
    colours = _colours(_painted(home, LIGHT, a_hit("/a/b.md", why=why), delegate=delegate))
    assert all(QColor(getattr(LIGHT, part)) in colours for part in seen)
    assert all(QColor(getattr(LIGHT, part)) not in colours for part in unseen)


def test_a_long_folder_is_shortened_and_the_date_behind_it_is_not(qapp: QApplication) -> None:
    moment = 1_735_000_000.0
    hit = a_hit("/home/eva" + "/Documents of the family" * 9 + "/a.txt", modified=moment)
    metrics, line = QFontMetrics(qapp.font()), QRect(0, 0, 260, 20)
    place = wording.place_of(hit, lambda folder, rest: _shortened(folder, rest, metrics, line))
    assert "…" in place and place.endswith(wording.day(moment))
    assert metrics.horizontalAdvance(place) <= line.width()


def test_a_page_is_cut_below_its_top_and_a_picture_around_its_middle(qapp: QApplication) -> None:
    tall = QImage(100, 300, QImage.Format.Format_RGB32)
    tall.fill(QColor("blue"))
    painter = QPainter(tall)
    painter.fillRect(0, 0, 100, 60, QColor("red"))
    painter.end()
    size = QSize(100, 100)
    assert cut(tall, size, 1.0, top=True).pixelColor(50, 20).red() > 200
    assert cut(tall, size, 1.0, top=False).pixelColor(50, 20).blue() > 200
    corner = cut(tall, size, 1.0, top=True).pixelColor(0, 0)
    assert corner.alpha() < 60


def test_a_slide_keeps_the_beginning_and_the_end_of_its_lines(qapp: QApplication) -> None:
    slide = QImage(320, 180, QImage.Format.Format_RGB32)
    slide.fill(QColor("white"))
    painter = QPainter(slide)
    painter.fillRect(0, 80, 10, 20, QColor("red"))
    painter.fillRect(310, 80, 10, 20, QColor("blue"))
    painter.end()
    small = cut(slide, QSize(160, 132), 1.0, top=True)
    assert small.pixelColor(2, 66).red() > 200 and small.pixelColor(2, 66).blue() < 60
    assert small.pixelColor(157, 66).blue() > 200 and small.pixelColor(157, 66).red() < 60
    assert small.pixelColor(80, 4).alpha() == 0


def _painted(
    home: Home,
    theme: Theme,
    hit: Hit,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    delegate: type[ResultDelegate | TileDelegate] = ResultDelegate,
) -> QImage:
    model = ResultsModel()
    model.show(SearchRequest("b"), SearchAnswer("b", 1.0, (hit,), 1))
    painted = delegate(HitPainter(theme, Thumbnails(home)))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 700, painted.sizeHint(option, model.index(0)).height())
    option.state = QStyle.StateFlag.State_Selected
    option.direction = direction
    image = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.ground))
    painter = QPainter(image)
    painted.paint(painter, option, model.index(0))
    painter.end()
    return image


def _colours(image: QImage) -> list[QColor]:
    wide, high = image.width(), image.height()
    numbers = {image.pixel(x, y) for x in range(wide) for y in range(high)}
    return [QColor(number) for number in numbers]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
