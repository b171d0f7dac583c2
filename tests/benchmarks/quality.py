"""Retrieval quality: indexes a folder, asks each question, counts over files.

    python -m tests.benchmarks.quality papers            # or photos, everyday, or several
    python -m tests.benchmarks.quality papers photos --both   # one library for all of them
    python -m tests.benchmarks.quality papers --recoll   # Recoll's answers to the same questions
    python -m tests.benchmarks.quality papers --home DIR # asks a library that is there already

Lines are counted from 0. Even ones were for tuning, odd ones are for judging: both are shown beside
the whole. The bundled image model was trained on ImageNet, as the photos are from it: their figures
flatter it, and `everyday` is the honest check.
"""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks import recoll
from tests.benchmarks.asking import ask_all
from tests.benchmarks.program import data, program
from tests.benchmarks.questions import SETS, Question, read, score
from tests.benchmarks.table import Figure, options, show

MUST = {
    ("papers", "recall@1"): ">= 0.86",
    ("papers", "recall@10"): ">= 0.97",
    ("papers", "MRR@10"): ">= 0.92",
    ("photos", "recall@1"): ">= 0.65",
    ("photos", "recall@10"): ">= 0.93",
}


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="default: all three")
    parser.add_argument("--home", type=Path, help="a library that is there already")
    parser.add_argument("--both", action="store_true", help="all sets in one library")
    parser.add_argument("--recoll", action="store_true", help="ask Recoll instead")
    parser.add_argument("--misses", action="store_true", help="print what was not found at rank 1")
    asked = parser.parse_args()
    names = asked.sets or list(SETS)
    if asked.recoll:
        recoll.need()
    groups = [names] if asked.both or asked.home else [[name] for name in names]
    code = 0
    for group in groups:
        questions = {name: read(name) for name in group}
        found = by_recoll(questions) if asked.recoll else by_program(questions, asked.home)
        for name in group:
            title = f"{name}, by Recoll" if asked.recoll else name
            if len(group) > 1:
                title += f" (one library: {', '.join(group)})"
            figures = measured(name, questions[name], found[name], judged=not asked.recoll)
            code |= show(title, figures, as_json=asked.json)
            if asked.misses:
                print_misses(questions[name], found[name])
    return code


def by_program(
    questions: dict[str, list[Question]], home: Path | None
) -> dict[str, list[list[Path]]]:
    with program(home) as ours:
        if home is None:
            ours.done("index", *(data(name) for name in questions))
        meaning = ours.json("status")["stages"]["meaning"]
        if meaning["done"] < meaning["total"]:
            print(f"This library is not complete: {meaning}", file=sys.stderr)
        texts = [question.text for several in questions.values() for question in several]
        answers = iter([[hit.path for hit in hits] for hits in ask_all(ours, texts)])
        return {name: [next(answers) for _ in several] for name, several in questions.items()}


def by_recoll(questions: dict[str, list[Question]]) -> dict[str, list[list[Path]]]:
    answers = {}
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        for name, several in questions.items():
            configuration = Path(made) / name
            recoll.index(data(name), configuration)
            answers[name] = [recoll.ask(question.text, configuration) for question in several]
    return answers


def measured(
    name: str, questions: list[Question], answers: list[list[Path]], *, judged: bool
) -> list[Figure]:
    figures = []
    for part, chosen in (
        ("", slice(None)),
        ("even ", slice(0, None, 2)),
        ("odd ", slice(1, None, 2)),
    ):
        scores = score(questions[chosen], answers[chosen])
        rows = {
            "recall@1": scores.recall_1,
            "recall@10": scores.recall_10,
            "MRR@10": scores.mrr_10,
        }
        if name != "papers":  # There each question has one answer: the same figures again.
            rows["fraction@1"] = scores.fraction_1
            rows["fraction@10"] = scores.fraction_10
            rows["precision@10"] = scores.precision_10
        for row, value in rows.items():
            must = MUST.get((name, row), "") if judged and not part else ""
            figures.append(Figure(part + row, value, must))
    return figures


def print_misses(questions: list[Question], answers: list[list[Path]]) -> None:
    for question, found in zip(questions, answers, strict=True):
        if not found or found[0] not in question.fitting:
            ranks = [rank for rank, path in enumerate(found, 1) if path in question.fitting]
            first = found[0].name if found else "nothing"
            print(f"  {ranks[0] if ranks else '-':>2}  {question.text}  (first: {first})")


if __name__ == "__main__":
    sys.exit(main())
