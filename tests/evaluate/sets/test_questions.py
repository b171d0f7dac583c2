from pathlib import Path

import pytest

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.sets import questions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "2023").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "2023/to Anna's aunt.txt", "c d.txt", "d.txt"):
        (folder / name).write_text("words")
    return folder


def ask(folder: Path, *lines: str) -> list[set[str]]:
    folder.with_suffix(".tsv").write_text("\n".join(lines) + "\n", "utf-8")
    found = questions.load(folder)
    assert questions.load(folder.with_suffix(".tsv")) == found
    return [
        {path.relative_to(folder).as_posix() for path in question.fitting}
        for question in found.questions
    ]


def test_several_paths_have_spaces_between(folder: Path) -> None:
    assert ask(folder, "which\ta.txt b.txt", "one\ta.txt") == [{"a.txt", "b.txt"}, {"a.txt"}]


def test_a_path_may_hold_spaces_itself(folder: Path) -> None:
    aunt = "2023/to Anna's aunt.txt"
    assert ask(folder, f"who\t{aunt}", f"all\ta.txt {aunt}  c d.txt d.txt") == [
        {aunt},
        {"a.txt", aunt, "c d.txt", "d.txt"},
    ]


def test_the_questions_keep_their_order_and_words(folder: Path) -> None:
    ask(folder, 'it\'s "first"\ta.txt', "", "second \tb.txt")
    found = questions.load(folder)
    assert [question.text for question in found.questions] == ['it\'s "first"', "second"]
    assert found.name == "letters"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no path", "Line 1 of .* is not a question and paths with a tab between"),
        ("\ta.txt", "is not a question"),
        ("which\t", "is not a question"),
        ("which\ta.txt gone.txt", "names gone.txt, which is not in"),
        ("which\t2023", "names 2023, which is not in"),
        ("which\t" + "x" * 5000, "names xxx"),
    ],
)
def test_a_line_that_names_no_file_is_told(folder: Path, line: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ask(folder, line)


def test_a_folder_without_questions_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"it needs letters and letters.tsv beside each other"):
        questions.load(folder)
    with pytest.raises(UsageError, match="holds no question"):
        ask(folder, "")


def test_the_real_questions_name_real_files(shared_data: Path) -> None:
    asked = {name: questions.load(shared_data / name) for name in ("papers", "photos", "everyday")}
    assert [len(found.questions) for found in asked.values()][:2] == [36, 60]
    assert all(len(question.fitting) == 1 for question in asked["papers"].questions)
