"""Readers of other packages: the documented example is installed by pip and read with."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine import checkup
from grsearch_desktop.extract import registry, third_party
from grsearch_desktop.extract.pool import ReaderPool
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "grsearch-xmind"
FORM = "from grsearch_desktop.extract.form import Form\n"
OTHERS = {
    "sketch": (
        f"{FORM}FORM = Form('text', 'sketch:Sketch', 'sketched', drawn=True)\nclass Sketch: ...",
        "FORM",
    ),
    "broken": ("raise RuntimeError('half installed')", "FORM"),
    "greedy": (f"{FORM}FORM = Form('text', 'greedy:Greedy', 'gre pdf')", "FORM"),
    "headless": (f"{FORM}FORM = Form('text', 'headless:Gone', 'headless md', True)", "FORM"),
}
"""Module -> its text and the attribute that its entry point names."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example, and others of which three can't be used, where processes look for them."""
    pytest.importorskip("setuptools")
    folder = tmp_path_factory.mktemp("packages")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
         "--no-build-isolation", "--no-compile", "--disable-pip-version-check",
         "--target", str(folder), str(_copied(tmp_path_factory))],
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )  # fmt: skip
    for name, (program, attribute) in OTHERS.items():
        (folder / f"{name}.py").write_text(program)
        told = folder / f"{name}-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (told / "entry_points.txt").write_text(f"[grsearch.readers]\n{name} = {name}:{attribute}\n")
    with pytest.MonkeyPatch.context() as patch:
        found = os.environ.get("PYTHONPATH")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), found))))
        patch.syspath_prepend(str(folder))
        _look_again()
        yield folder
    _look_again()


def _copied(factory: pytest.TempPathFactory) -> Path:
    """The example where setuptools may leave what it builds."""
    copy = factory.mktemp("source")
    for path in EXAMPLE.iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    return copy


def _look_again() -> None:
    third_party.declared.cache_clear()
    registry.known.cache_clear()


def test_a_reader_of_another_package_reads_its_files_in_the_confined_child(
    installed: Path, tmp_path: Path
) -> None:
    topics = {"title": "Garden", "children": {"attached": [{"title": "Dig the hellebore bed"}]}}
    with zipfile.ZipFile(tmp_path / "plan.xmind", "w") as archive:
        archive.writestr("content.json", json.dumps([{"title": "Spring", "rootTopic": topics}]))
    (tmp_path / "note.md").write_text("# Ferns\n\nIn the shade.")
    (tmp_path / "a.gre").write_text("grey")
    with ReaderPool(1) as pool:
        content = pool.read_text(str(tmp_path / "plan.xmind"))
        assert pool.confinement().forbids_writing or sys.platform != "linux"
        others = [pool.read_text(str(tmp_path / name)) for name in ("note.md", "a.gre")]
    assert (content.kind, content.title) == ("document", "Garden")
    assert content.pages[0].text == "Garden\nDig the hellebore bed"
    assert content.pages[0].part == "Spring"
    assert registry.kind_of("plan.xmind") == "document"
    assert not registry.is_drawn("plan.xmind"), "the preview shows its text"
    assert registry.is_drawn("plan.sketched"), "its form says that its reader draws"
    # What can't be used harms nothing: these are read as if it was not there.
    assert [other.pages[0].text for other in others] == ["# Ferns\n\nIn the shade.", "grey"]
    assert registry.kind_of("paper.pdf") == "pdf"


def test_doctor_tells_which_readers_of_others_are_used_and_which_can_not_be(
    installed: Path,
) -> None:
    found = {finding.what: finding.fine for finding in checkup._readers_of_others()}
    assert found == {
        "grsearch-xmind 0.1.0 reads files in .xmind.": True,
        "sketch 1.0 reads files in .sketched.": True,
        "The reader broken of broken 1.0 can't be used: RuntimeError: half installed.": False,
        "The reader greedy of greedy 1.0 can't be used: files in .pdf are read by pdf "
        "already.": False,
        "The reader headless of headless 1.0 can't be used: AttributeError: module 'headless' "
        "has no attribute 'Gone'.": False,
    }
