"""Questions about a plain folder, asked of a library of its own: the program's whole ranking.

The folder is indexed as `grsearch index` does it, into a home of its own below the cache, which is
kept: asked again, only what has changed is read.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grsearch_desktop import settings
from grsearch_desktop.encode import models
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import cores
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.open_library import open_library
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.answers import K, score
from grsearch_desktop.evaluate.sets.questions import HALVES, AskedFolder, Question
from grsearch_desktop.extract.registry import kind_of
from grsearch_desktop.paths import Home
from grsearch_desktop.search.searcher import Searcher

Answers = list[list[Path]]
"""For each question the files found, best first."""


@dataclass(frozen=True)
class Parts:
    """What of the ranking is used."""

    words: bool = True
    meaning: bool = True
    means: bool = True


METHODS = {
    "words": Parts(meaning=False),
    "raw": Parts(words=False, means=False),
    "calibrated": Parts(words=False),
    "both, raw": Parts(means=False),
    "both": Parts(),
}
"""The last is the program's own."""


@dataclass(frozen=True)
class _CachedHome(Home):
    """A library below the home of a person, whose models it uses."""

    of: Home

    @property
    def models(self) -> Path:
        return self.of.models


def measured(
    asked: AskedFolder, home: Home, on_progress: Callable[[Progress], None] = lambda _: None
) -> dict[str, Any]:
    """The figures of each method as one JSON object, with the model and settings of the home.

    A row has the means over all questions (answers.Scores; "recall@1" and "recall@10" say how
    often any fitting file is there), those of even and odd questions apart, counted from 0, and
    in "ndcg@10_interval" the bootstrap interval. "subset" parts the questions by the kind of the
    files that answer them. Raises GRSearchError.
    """
    encoder = models.load(settings.load(home.settings).model, home.models, cores())
    cached = indexed(asked.folder, home, on_progress)
    library = open_library(cached)
    try:
        searcher = Searcher(
            library.files, library.text, library.vectors, library.copies, lambda _: encoder
        )
        alpha = _alpha(home, encoder)
        results = []
        for method, parts in METHODS.items():
            answers = _ask(searcher, asked.questions, alpha, parts)
            for subset, chosen in _subsets(asked.questions).items():
                row = {"method": method, "alpha": alpha, "subset": subset}
                results.append(row | _figures(asked.questions, answers, chosen))
        states = library.files.count_by_state()
        return {
            "dataset": asked.name,
            "model": encoder.name,
            "model_alpha": encoder.alpha,
            "files": sum(states.values()),
            "unreadable": states["error"],
            "questions": len(asked.questions),
            "results": results,
        }
    finally:
        library.database.close()


def indexed(
    folder: Path, home: Home, on_progress: Callable[[Progress], None] = lambda _: None
) -> Home:
    """The home of a library of this folder alone, up to date. Raises GRSearchError."""
    chosen = settings.load(home.settings)
    named = hashlib.blake2b(f"{folder}\0{chosen.model}".encode("utf-8", "surrogateescape"))
    cached = _CachedHome(home.root / "cache" / "asked" / named.hexdigest()[:16], home)
    cached.create()
    # What counts for the order of hits alone: else it is the folder as anybody has it. And the
    # person waits for it, whatever the battery.
    settings.save(cached.settings, replace(settings.Settings(), model=chosen.model, battery=0))
    with EngineLock(cached):
        engine = Engine(cached)
        try:
            if problems := engine.add([str(folder)]):
                raise UsageError(" ".join(problems))
            engine.update(on_progress)
        finally:
            engine.close()
    return cached


def _alpha(home: Home, encoder: Encoder) -> float:
    """The share of the text in a page's vector that searches use."""
    chosen = settings.load(home.settings).alpha
    return chosen if 0.0 <= chosen <= 1.0 else encoder.alpha


def _ask(searcher: Searcher, questions: Sequence[Question], alpha: float, parts: Parts) -> Answers:
    answers = []
    for question in questions:
        found = searcher.find(
            question.text,
            K,
            alpha=alpha,
            use_means=parts.means,
            use_words=parts.words,
            use_meaning=parts.meaning,
            each_copy=True,  # a question names one of them
        )
        answers.append([Path(result.file.path) for result in found.results])
    return answers


def _figures(
    questions: Sequence[Question], answers: Answers, chosen: Sequence[int]
) -> dict[str, Any]:
    def means(rows: Sequence[int]) -> dict[str, float]:
        scores = score([questions[row] for row in rows], [answers[row] for row in rows])
        return {name.replace("_", "@"): value for name, value in asdict(scores).items()}

    ndcgs = []
    for row in chosen:
        gains = [float(path in questions[row].fitting) for path in answers[row]]
        ndcgs.append(metrics.ndcg(gains, [1.0] * len(questions[row].fitting), K))
    halves = {
        half: means(rows)
        for half, places in HALVES.items()
        if (rows := sorted(set(chosen) & set(range(len(questions))[places])))
    }
    return {
        **means(chosen),
        "questions": len(chosen),
        f"ndcg@{K}_interval": list(metrics.interval(ndcgs)),
        "halves": halves,
    }


def _subsets(questions: Sequence[Question]) -> dict[str, list[int]]:
    """The questions of each subset that has any: "all", and by the kind of what answers."""
    subsets: dict[str, list[int]] = {"all": list(range(len(questions)))}
    for row, question in enumerate(questions):
        kinds = {_kind(path) for path in question.fitting}
        if len(kinds) == 1:
            subsets.setdefault(kinds.pop(), []).append(row)
    return subsets


def _kind(path: Path) -> str:
    """What the library has of a file: its look, its text, or the looks of pages with text."""
    kind = kind_of(path.name)
    if kind == "image":
        return "image"
    return "both" if kind in ("pdf", "slides", "book", "video") else "text"
