"""Reads questions about a plain folder: a file of lines `question TAB path`, beside the folder.

`papers.tsv` asks about the files of the folder `papers`. A path is relative to that folder. Several
paths have spaces between; a path may hold spaces itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.sets import rows

HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}
"""The questions by their number, counted from 0: what is tuned on even ones is judged on odd."""


@dataclass(frozen=True)
class Question:
    """What a person asks, and the files that answer it."""

    text: str
    fitting: frozenset[Path]


@dataclass(frozen=True)
class AskedFolder:
    """A folder of a person's files, and questions about them."""

    folder: Path
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        return self.folder.name


def is_of_this_form(place: Path) -> bool:
    """Whether it is such a file with its folder beside it, or such a folder."""
    return _file_of(place).is_file() and _folder_of(place).is_dir()


def load(place: Path) -> AskedFolder:
    """The questions of a file, or of a folder: those of the file of its name beside it.

    Raises UsageError, in one sentence, if there are none or they name files that are not there.
    """
    file, folder = _file_of(place), _folder_of(place)
    if not is_of_this_form(place):
        raise UsageError(
            f"{place} is no folder with questions: it needs {folder.name} and {file.name} beside "
            "each other."
        )
    questions = [
        _question(f"Line {number} of {file}", line, folder) for number, line in rows.lines(file)
    ]
    if not questions:
        raise UsageError(f"{file} holds no question.")
    return AskedFolder(folder, tuple(questions))


def _question(place: str, line: str, folder: Path) -> Question:
    text, tab, answers = line.partition("\t")
    if not tab or not text.strip() or not answers.strip():
        raise UsageError(f"{place} is not a question and paths with a tab between.")
    found = _paths(answers.strip().split(" "), folder)
    if isinstance(found, str):
        raise UsageError(f"{place} names {found}, which is not in {folder}.")
    return Question(text.strip(), frozenset(found))


def _paths(words: Sequence[str], folder: Path) -> list[Path] | str:
    """The files that these words name, the longest names first; or a word that names none."""
    found = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            path = folder / " ".join(words[at:end])
            if words[at] and _is_file(path):
                found.append(path)
                at = end
                break
        else:
            if words[at]:
                return words[at]
            at += 1  # two spaces
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # Longer than any name may be: many names at once.
        return False


def _file_of(place: Path) -> Path:
    place = place.absolute()
    return place if place.suffix == ".tsv" else place.with_name(f"{place.name}.tsv")


def _folder_of(place: Path) -> Path:
    place = place.absolute()
    return place.with_suffix("") if place.suffix == ".tsv" else place
