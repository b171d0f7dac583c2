"""A file that moved keeps what was read from it, and takes nothing from another one."""

import os
from pathlib import Path

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.paths import Home
from tests.engine.holdings import differences, holdings


def test_two_copies_of_a_file_that_goes_are_both_known(engine: Engine, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("The same words.")
    engine.add([str(tree)])
    engine.update(until="text")
    for name in ("b.txt", "c.txt"):
        (tree / name).write_text("The same words.")
    (tree / "a.txt").unlink()
    engine.update(until="text")
    assert set(holdings(engine.home)) == {str(tree / "b.txt"), str(tree / "c.txt")}


def test_a_file_renamed_to_another_form_is_read_anew(engine: Engine, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("<p>The words.</p>")
    engine.add([str(tree)])
    engine.update(until="text")
    os.rename(tree / "a.txt", tree / "a.html")
    engine.update(until="text")
    fresh = Engine(Home(tmp_path / "fresh"))
    fresh.add([str(tree)])
    fresh.update(until="text")
    fresh.close()
    assert differences(holdings(engine.home), holdings(fresh.home)) == []
