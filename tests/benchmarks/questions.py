"""The questions with known answers, and the measures over them: recall, MRR, precision at 10."""

from grsearch_desktop.evaluate.answers import Scores, score
from grsearch_desktop.evaluate.sets.questions import Question, load
from tests.benchmarks.program import data

__all__ = ["SETS", "Question", "Scores", "read", "score"]

SETS = ("papers", "photos", "everyday")


def read(name: str) -> list[Question]:
    """The questions of one set, with absolute paths."""
    return list(load(data(name)).questions)
