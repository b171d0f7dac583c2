import dataclasses
import io
import math
import re
import sys
import warnings
from xml.etree import ElementTree

import pytest
from PIL import Image

from grsearch_desktop.evaluate.experiments.experiment import Curve, Plot
from grsearch_desktop.evaluate.showing import plots
from grsearch_desktop.evaluate.showing.palette import DARK, LIGHT
from tests.evaluate.showing.made import HOSTILE, U_CURVE, curve

TEXT = "{http://www.w3.org/2000/svg}text"


def of(*curves: Curve) -> Plot:
    return dataclasses.replace(U_CURVE, curves=curves)


def texts(drawing: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(drawing).iter(TEXT)]


def colour_of(drawing: str, text: str) -> str:
    (found,) = (
        one for one in ElementTree.fromstring(drawing).iter(TEXT) if "".join(one.itertext()) == text
    )
    shown = re.search(r"fill: (#\w+)", found.get("style", ""))
    assert shown
    return shown[1]


def test_a_plot_is_the_same_bytes_each_time_and_bears_no_date() -> None:
    assert plots.svg(U_CURVE) == plots.svg(U_CURVE)
    assert plots.inline_svg(U_CURVE) == plots.inline_svg(U_CURVE)
    assert plots.png(U_CURVE) == plots.png(U_CURVE)
    assert "date" not in plots.svg(U_CURVE).lower()
    assert "matplotlib" not in plots.svg(U_CURVE).lower()


def test_a_picture_has_twice_the_size_of_the_drawing() -> None:
    with Image.open(io.BytesIO(plots.png(U_CURVE))) as picture:
        assert picture.size == (1520, 820)
        assert picture.convert("RGB").getpixel((0, 0)) == tuple(bytes.fromhex(LIGHT.ground[1:]))


def test_the_texts_of_a_drawing_are_texts() -> None:
    shown = texts(plots.svg(U_CURVE))
    assert {U_CURVE.title, "share", "nDCG@10", "raw", "calibrated", "0.5"} <= set(shown)


def test_a_method_has_the_same_colour_in_every_plot() -> None:
    for drawing in (
        plots.svg(U_CURVE),
        plots.svg(of(curve("whitening", 0.5), curve("calibrated", 0.2), curve("raw", 0.8))),
    ):
        assert colour_of(drawing, "raw") == LIGHT.raw
        assert colour_of(drawing, "calibrated") == LIGHT.calibrated
    variants = plots.svg(of(curve("raw, A", 0.2), curve("raw, B", 0.5), curve("CSLS", 0.8)))
    assert colour_of(variants, "raw, A") == colour_of(variants, "raw, B") == LIGHT.raw
    assert colour_of(variants, "CSLS") == LIGHT.first
    assert "stroke-dasharray" in variants


def test_names_stand_at_the_ends_of_lines_and_do_not_touch() -> None:
    drawing = ElementTree.fromstring(plots.svg(of(curve("raw", 0.5), curve("calibrated", 0.501))))
    at = {"".join(one.itertext()): one for one in drawing.iter(TEXT)}
    assert abs(float(at["raw"].get("y", "")) - float(at["calibrated"].get("y", ""))) > 10
    assert float(at["raw"].get("x", "")) > 400


def test_names_that_would_lie_too_far_from_their_lines_are_in_a_legend() -> None:
    names = [f"way {number}" for number in range(8)]
    crowd = plots.svg(of(*(curve(name, 0.5) for name in names)))
    at = [
        one for one in ElementTree.fromstring(crowd).iter(TEXT) if "".join(one.itertext()) in names
    ]
    # Below the axis, where the first lines end far above.
    assert len(at) == 8
    assert all(float(one.get("y", "")) > 290 for one in at)


def test_marks_of_mathematics_and_of_html_are_shown_as_they_are() -> None:
    drawing = plots.svg(of(curve(HOSTILE[:24], 0.5), curve("_under", 0.8)))
    assert HOSTILE[:24] in texts(drawing)
    many = plots.svg(of(curve(HOSTILE, 0.5), curve("_under", 0.8)))
    assert any("$x_1$" in text for text in texts(many))
    assert any("_under" in text for text in texts(many))
    assert "<script" not in many


def test_a_drawing_within_a_page_has_the_colours_of_the_page_and_ids_of_its_own() -> None:
    drawing = plots.inline_svg(U_CURVE)
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{U_CURVE.title}. {U_CURVE.says}"
    assert "http" not in drawing
    assert not re.search("#[0-9a-f]{6}", drawing)
    used = set(re.findall(r"var\(--([a-z]+)\)", drawing))
    assert {"raw", "calibrated", "ink", "font"} - used <= {"ink"}
    assert used - {"font"} <= set(DARK.names())
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert ids
    assert len(ids) == len(set(ids))
    assert all(str(own).startswith("u-curve-") for own in ids)
    references = set(re.findall(r'(?:url\(|href=")#([\w-]+)', drawing))
    assert references == set(ids)


@pytest.mark.parametrize(
    "curves",
    [
        (),
        (Curve("none", (), ()),),
        (Curve("gone", (0.0, 1.0), (math.nan, math.nan)), curve("raw", 0.5)),
        (Curve("one", (0.5,), (0.5,)),),
        (curve("flat", 0.0),),
        (Curve("wide", (1.0, 2.0), (-1e9, 1e9)),),
    ],
)
def test_curves_with_little_or_nothing_in_them_are_drawn_too(curves: tuple[Curve, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for log_x in (False, True):
            plot = dataclasses.replace(of(*curves), log_x=log_x)
            ElementTree.fromstring(plots.svg(plot))


def test_small_differences_of_shares_look_small() -> None:
    low, high = plots._limits(U_CURVE, [Curve("a", (0.0, 1.0), (0.50, 0.51))])
    assert high - low >= 0.1
    points = dataclasses.replace(U_CURVE, y_label="nDCG@10, points")
    low, high = plots._limits(points, [Curve("a", (0.0, 1.0), (97.0, 99.5))])
    assert high - low >= 7
    assert high < 101


def test_drawing_leaves_no_trace_in_matplotlib() -> None:
    import matplotlib

    matplotlib.rcParams["font.size"] = 17.0
    plots.svg(U_CURVE)
    assert matplotlib.rcParams["font.size"] == 17.0
    matplotlib.rcdefaults()
    assert "matplotlib.pyplot" not in sys.modules
