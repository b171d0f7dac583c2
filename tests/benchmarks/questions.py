"""The questions with known answers, and the measures over them: recall, MRR, precision at 10."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.program import data

SETS = ("papers", "photos", "everyday")


@dataclass(frozen=True)
class Question:
    """What a person asks, and the files that answer it."""

    text: str
    fitting: frozenset[Path]


@dataclass(frozen=True)
class Scores:
    """Means over questions."""

    recall_1: float
    """The share of questions with any fitting file at rank 1."""
    recall_10: float
    """The same within the first ten."""
    mrr_10: float
    """1 / rank of the first fitting file, 0 beyond ten."""
    fraction_1: float
    """Stricter where several files fit: of the fitting files, those at rank 1..."""
    fraction_10: float
    """... and within the first ten."""
    precision_10: float
    """Fitting files within the first ten, over min(10, number that fit)."""


def read(name: str) -> list[Question]:
    """The questions of one set, with absolute paths."""
    folder = data(name)
    questions = []
    for line in data(f"{name}.tsv").read_text("utf-8").splitlines():
        text, answers = line.split("\t")
        names = [answers] if name == "papers" else answers.split()
        questions.append(Question(text, frozenset(folder / answer for answer in names)))
    return questions


def score(questions: Sequence[Question], answers: Sequence[Sequence[Path]]) -> Scores:
    """`answers`: for each question the files found, best first, each once."""
    rows = []
    for question, found in zip(questions, answers, strict=True):
        fits = [path in question.fitting for path in found[:10]]
        first = fits.index(True) + 1 if any(fits) else None
        number = len(question.fitting)
        rows.append(
            (
                float(any(fits[:1])),
                float(any(fits)),
                1 / first if first else 0.0,
                sum(fits[:1]) / number,
                sum(fits) / number,
                sum(fits) / min(10, number),
            )
        )
    return Scores(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))
