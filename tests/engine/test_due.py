"""A look at what changed alone finds the same as a look at everything."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grsearch_desktop.engine import jobs
from grsearch_desktop.engine.due import MANY, Due
from grsearch_desktop.engine.governor import EndedError, Governor
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files


class Names:
    """The names stage alone, over a folder of small files."""

    def __init__(self, home: Home, folder: Path) -> None:
        home.create()
        self.folder = folder
        self._database = Database(home.library)
        self.files = Files(self._database)
        self.files.add_folder(str(folder))
        self.governor = Governor()
        self.rules = Rules(["*.bak"], never=[str(folder / "never")])
        self.look()

    def look(self, *paths: Path | None) -> jobs.Changes:
        """paths: what changed; none: everything is looked at."""
        self.governor.due.add([str(path) for path in paths] if paths else None)
        return jobs.update_names(self.files, self.rules, self.governor, lambda _: None)

    def paths(self) -> set[str]:
        return {
            os.path.relpath(path, self.folder)
            for folder in self.files.folders()
            for path in self.files.known(folder.id)
        }


@pytest.fixture
def names(home: Home, tmp_path: Path) -> Names:
    tree = tmp_path / "tree"
    for inner in ("a/one.txt", "a/deep/two.txt", "ab/three.txt", "four.txt"):
        (tree / inner).parent.mkdir(parents=True, exist_ok=True)
        (tree / inner).write_text(inner)
    return Names(home, tree)


def change_nothing(tree: Path) -> list[Path]:
    return [tree / "a", tree / "nowhere/at/all"]


def add_a_file(tree: Path) -> list[Path]:
    (tree / "a/new.txt").write_text("new")
    return [tree / "a/new.txt"]


def remove_a_tree(tree: Path) -> list[Path]:
    shutil.rmtree(tree / "a")
    return [tree / "a/deep/two.txt", tree / "a"]


def put_a_folder_in_the_place_of_a_file(tree: Path) -> list[Path]:
    (tree / "four.txt").unlink()
    (tree / "four.txt").mkdir()
    (tree / "four.txt/inside.txt").write_text("x")
    return [tree / "four.txt"]


def make_a_folder_an_environment(tree: Path) -> list[Path]:
    (tree / "a/pyvenv.cfg").write_text("")
    return [tree / "a/pyvenv.cfg"]


def change_what_lies_in_an_environment(tree: Path) -> list[Path]:
    (tree / "env/lib").mkdir(parents=True)
    (tree / "env/pyvenv.cfg").write_text("")
    (tree / "env/lib/x.txt").write_text("x")
    return [tree / "env/lib/x.txt"]


def write_what_the_rules_leave_out(tree: Path) -> list[Path]:
    left_out = [tree / "a/x.bak", tree / "node_modules/m/x.txt", tree / ".hidden/x.txt"]
    left_out.append(tree / "never/x.txt")
    for path in left_out:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return left_out


def reach_a_folder_by_a_link(tree: Path) -> list[Path]:
    (tree / "link").symlink_to(tree / "a")
    return [tree / "link", tree / "link/one.txt"]


CHANGES: list[Callable[[Path], list[Path]]] = [
    change_nothing,
    add_a_file,
    remove_a_tree,
    put_a_folder_in_the_place_of_a_file,
    make_a_folder_an_environment,
    change_what_lies_in_an_environment,
    write_what_the_rules_leave_out,
    reach_a_folder_by_a_link,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_it_finds_what_a_look_at_everything_finds(
    names: Names, change: Callable[[Path], list[Path]]
) -> None:
    names.look(*change(names.folder))
    found = names.paths()
    again = names.look()
    assert (again.added, again.changed, again.moved, again.removed) == (0, 0, 0, 0)
    assert names.paths() == found


def test_what_was_not_told_is_not_looked_at(names: Names) -> None:
    (names.folder / "ab/untold.txt").write_text("x")
    (names.folder / "four.txt").unlink()
    changes = names.look(names.folder / "a")
    assert (changes.added, changes.removed) == (0, 0)
    changes = names.look()
    assert (changes.added, changes.removed) == (1, 1)


def test_a_look_that_was_ended_is_made_up_for(names: Names) -> None:
    (names.folder / "a/new.txt").write_text("x")
    names.governor.begin_anew()
    with pytest.raises(EndedError):
        names.look(names.folder / "a")
    names.governor.begin()
    assert names.look(names.folder / "nowhere").added == 1


def test_a_folder_that_is_new_or_was_away_is_looked_at_as_a_whole(
    names: Names, tmp_path: Path
) -> None:
    away = names.folder.rename(tmp_path / "away")
    assert names.look(names.folder).offline == [str(names.folder)]
    assert len(names.paths()) == 4
    (away / "ab/added.txt").write_text("x")
    away.rename(names.folder)
    assert names.look(names.folder / "a").added == 1
    (tmp_path / "other").mkdir()
    (tmp_path / "other/five.txt").write_text("x")
    names.files.add_folder(str(tmp_path / "other"))
    assert names.look(names.folder / "a").added == 1


def test_where_the_folder_itself_is_gone_nothing_is_taken_out(names: Names, tmp_path: Path) -> None:
    names.folder.rename(tmp_path / "away")
    names.look(names.folder / "a")
    assert len(names.paths()) == 4


def test_everything_is_due_until_less_is_said() -> None:
    due = Due()
    assert due.take() is None
    assert due.take() is None
    due.add(["/a"])
    due.add(["/b"])
    assert due.take() == {"/a", "/b"}
    assert due.take() == frozenset()


def test_everything_is_due_where_much_or_an_unknown_thing_changed() -> None:
    due = Due()
    due.add(f"/{number}" for number in range(MANY + 1))
    due.add(["/a"])
    assert due.take() is None
    due.add(["/a"])
    due.add(None)
    due.add(["/b"])
    assert due.take() is None


def test_what_the_rules_leave_out_asks_for_no_update(names: Names) -> None:
    tree = names.folder
    told = [
        tree / "a/x.bak",
        tree / "node_modules/m/x.txt",
        tree / ".cache/browser/x",
        tree / "never/library.db-wal",
        tree.parent / "elsewhere.txt",
    ]
    assert jobs.concerned(map(str, told), [str(tree)], names.rules) == []
    for path in (tree, tree / "a", tree / "a/gone.txt", tree / "a/pyvenv.cfg"):
        assert jobs.concerned([str(path)], [str(tree)], names.rules) == [str(path)]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_asks_for_no_update_changes_nothing(
    names: Names, change: Callable[[Path], list[Path]]
) -> None:
    told = map(str, change(names.folder))
    if due := jobs.concerned(told, [str(names.folder)], names.rules):
        names.look(*map(Path, due))
    found = names.paths()
    names.look()
    assert names.paths() == found
