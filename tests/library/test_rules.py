"""Which files belong: the defaults, what a person leaves out, hidden ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.errors import SettingsError
from grsearch_desktop.library.rules import DEFAULTS, Rules


@pytest.mark.parametrize(
    "path",
    [
        "letter.txt",
        "2023/tax/return.pdf",
        "cache/photo.jpg",
        "my.git/notes.md",
        "node_modules.txt",
        "part/one.txt",
        "caf\udce9/men\udcfc.txt",
        "line\nbreak.txt",
        "Makefile",
    ],
)
def test_a_file_of_the_persons_own_belongs(path: str) -> None:
    assert Rules().admits(path, is_folder=False)


@pytest.mark.parametrize(
    "path",
    ["Thumbs.db", "a/b/.DS_Store", "~$letter.docx", "draft.txt~", "film.mkv.part", "x.pyc"],
)
def test_what_programs_leave_behind_does_not(path: str) -> None:
    assert not Rules(hidden=True).admits(path, is_folder=False)


@pytest.mark.parametrize(
    "path",
    [".git", "a/node_modules", "x/__pycache__", ".venv", "Caches", "$RECYCLE.BIN", ".Trash-1000"],
)
def test_folders_of_programs_do_not_belong(path: str) -> None:
    rules = Rules(hidden=True)
    assert not rules.admits(path, is_folder=True)
    if path.rpartition("/")[2] != "__pycache__":
        assert rules.admits(path, is_folder=False), "a file of that name is the person's own"


def test_hidden_files_and_folders_belong_only_if_asked() -> None:
    for path in (".profile", "a/.hidden.txt"):
        assert not Rules().admits(path, is_folder=False)
        assert Rules(hidden=True).admits(path, is_folder=False)
    assert not Rules().admits("a/.config", is_folder=True)
    assert Rules(hidden=True).admits("a/.config", is_folder=True)


@pytest.mark.parametrize(
    ("pattern", "out", "stays"),
    [
        ("*.bak", "a/b.bak", "a/b.bak.txt"),
        ("/top.txt", "top.txt", "a/top.txt"),
        ("drafts/", "drafts/", "drafts"),
        ("a/**/z.txt", "a/b/c/z.txt", "b/z.txt"),
        ("scan[0-9].pdf", "scan7.pdf", "scans.pdf"),
        ("2023/*.pdf", "2023/a.pdf", "2023/old/a.pdf"),
        ("r\\#1.txt", "r#1.txt", "r1.txt"),
        ("caf?.txt", "caf\udce9.txt", "cafe1.txt"),
    ],
)
def test_patterns_are_those_of_gitignore(pattern: str, out: str, stays: str) -> None:
    rules = Rules([pattern])
    assert not rules.admits(out.rstrip("/"), is_folder=out.endswith("/"))
    assert rules.admits(stays.rstrip("/"), is_folder=False)


def test_comments_and_empty_lines_leave_nothing_out() -> None:
    rules = Rules(["# *.txt", "", "   "])
    assert rules.admits("a.txt", is_folder=False)


def test_a_later_pattern_brings_back_what_an_earlier_one_left_out() -> None:
    rules = Rules(["*.txt", "!keep.txt", "!node_modules/"])
    assert not rules.admits("lose.txt", is_folder=False)
    assert rules.admits("keep.txt", is_folder=False)
    assert rules.admits("node_modules", is_folder=True)


@pytest.mark.parametrize("pattern", ["!", "a\\"])
def test_a_pattern_that_means_nothing_is_told_plainly(pattern: str) -> None:
    with pytest.raises(SettingsError, match="correct `ignore` in the settings"):
        Rules([pattern])


@given(st.text(min_size=1), st.booleans(), st.booleans())
def test_any_name_gets_an_answer(name: str, is_folder: bool, hidden: bool) -> None:
    assert Rules(hidden=hidden).admits(name, is_folder=is_folder) in (True, False)


def test_each_default_leaves_something_out() -> None:
    rules = Rules(hidden=True)
    for pattern in DEFAULTS:
        name = pattern.strip("/").replace("*", "x")
        assert not rules.admits(name, is_folder=pattern.endswith("/")), pattern
