import json
import math
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grsearch_desktop.errors import MissingExtraError, NoRoomError
from grsearch_desktop.evaluate.experiments.experiment import Curve, Plot
from grsearch_desktop.evaluate.showing import html_report
from tests.evaluate.showing.made import HOSTILE, U_CURVE, experiment, report

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Every element closed in its order; what is in it, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.ids: list[str] = []
        self.leads: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.leads.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_holds_all_that_came_out() -> None:
    page = Page(html_report.page(report(experiment(), experiment("models", ()))))
    for said in (
        "1,000 questions, 2,000 documents",
        "bundled-2",
        "2026-01-02 03:04",
        "1.2.3",
        "The title of models",
        "Does it matter how a document is shown?",
        "Raw falls to 0.45",
        "nDCG@10 by share",
        "0.815",
        "0.80–0.84",
        "2,000",
        "The mean over 3 draws.",
        "Raw dips in between.",
    ):
        assert said in page.text
    assert page.elements.count("svg") == 1
    assert page.elements.count("section") == page.elements.count("table") == 2
    # The contents lead to each experiment.
    assert {"#u-curve", "#models"} <= set(page.leads)
    assert len(page.ids) == len(set(page.ids))
    assert {lead[1:] for lead in page.leads if lead[0] == "#"} <= set(page.ids)


def test_nothing_of_a_page_is_fetched_and_no_name_becomes_a_part_of_it() -> None:
    made = html_report.page(report())
    page = Page(made)
    assert not re.search("https?:|//[a-z]|url\\([^#]|@import", made)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.elements)
    assert {lead for lead in page.leads if not lead.startswith("#")} == {"report.json", "plots"}
    assert "<script>alert('$x_1$ & \"y\"')</script>" in page.text
    assert "\x1b" not in made
    made.encode("utf-8")


def test_both_themes_have_every_colour_that_is_used() -> None:
    made = html_report.page(report())
    light, dark = made.split("prefers-color-scheme: dark", 1)
    used = set(re.findall(r"var\(--([a-z]+)\)", made)) - {"font", "code"}
    assert "raw" in used
    for colour in used:
        assert f"--{colour}: #" in light
        assert f"--{colour}: #" in dark


def test_what_is_written_is_the_page_its_figures_and_its_plots(tmp_path: Path) -> None:
    odd = Plot("odd name/..", "Odd", "x", "y", (Curve("raw", (0.0, 1.0), (math.nan, 1.0)),))
    twice = experiment("models", (U_CURVE, odd))
    page = html_report.write(report(experiment(), twice), tmp_path / "deep" / "out")
    folder = page.parent
    assert page.read_text("utf-8") == html_report.page(report(experiment(), twice))
    names = {"u-curve", "models-u-curve", "odd-name-.."}
    assert {path.name for path in (folder / "plots").iterdir()} == {
        f"{name}.{ending}" for name in names for ending in ("png", "svg")
    }
    figures = json.loads((folder / "report.json").read_text("utf-8"), parse_constant=pytest.fail)
    assert figures["made"] == "2026-01-02T03:04:05"
    assert figures["experiments"][0]["tables"][0]["rows"][0][1] == {
        "value": 0.8,
        "below": 0.78,
        "above": 0.82,
    }
    assert figures["experiments"][1]["plots"][1]["curves"][0]["y"] == [None, 1.0]
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    html_report.write(report(experiment(), twice), folder)
    assert before == {path: path.read_bytes() for path in before}


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoRoomError, match=r"^The report can't be written to .*file: "):
        html_report.write(report(), tmp_path / "file")


@pytest.mark.parametrize("package", ["jinja2", "matplotlib"])
def test_without_its_packages_a_report_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as told:
        html_report.write(report(), tmp_path)
    assert str(told.value) == (
        f"A report needs a package that is not installed ({package}); add it with: "
        'pip install "grsearch-desktop[evaluate]"'
    )
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_markup_stays_a_name_in_a_plot_within_the_page() -> None:
    plot = Plot("p", HOSTILE, HOSTILE, HOSTILE, (Curve(HOSTILE, (0.0,), (1.0,)),), HOSTILE)
    page = Page(html_report.page(report(experiment("models", (plot,)))))
    assert "script" not in page.elements
