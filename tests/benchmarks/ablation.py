"""What each part of the ranking is worth: the same questions, with parts left out or put otherwise.

    python -m tests.benchmarks.ablation papers photos            # each set in a library of its own
    python -m tests.benchmarks.ablation papers photos --both     # one library for both
    python -m tests.benchmarks.ablation papers --home DIR        # a library that is there already

Lines are counted from 0: the numbers of the ranking were fitted on even ones, odd ones judge.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.encode.models import load
from grsearch_desktop.engine.governor import cores
from grsearch_desktop.engine.open_library import OpenLibrary, open_library
from grsearch_desktop.paths import Home
from grsearch_desktop.search import lexical
from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.ranking import LOOK, USUAL, rank
from grsearch_desktop.search.semantic import SemanticMatch, VectorCopy
from grsearch_desktop.search.semantic_index import SemanticIndex
from grsearch_desktop.store.compact.rows import compacted
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.files import FileDetails
from grsearch_desktop.store.vectors import Model
from tests.benchmarks.program import data, program
from tests.benchmarks.questions import SETS, Question, read, score
from tests.benchmarks.table import options

Ranking = list[int]
"""File ids, best first."""
Scores = dict[int, float]
"""Of files."""
_GAP = 0.5
"""Of unit length, to either side: means of texts and images are then 0.8 apart, as in CLIP."""
_RRF = 60
"""The constant of reciprocal rank fusion (Cormack et al. 2009)."""


@dataclass(frozen=True)
class Answers:
    """What words and meaning found for one question."""

    words: LexicalHits
    meaning: list[SemanticMatch]
    raw: list[SemanticMatch]
    """By vectors as they are, nothing taken off."""
    apart: list[SemanticMatch]
    """By vectors of which texts and images lie as far apart as CLIP's, calibrated."""
    apart_raw: list[SemanticMatch]


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("sets", nargs="+", choices=SETS)
    parser.add_argument("--both", action="store_true", help="all sets in one library")
    parser.add_argument("--home", type=Path, help="a library that is there already")
    asked = parser.parse_args()
    groups = [asked.sets] if asked.both or asked.home else [[name] for name in asked.sets]
    for group in groups:
        with program(asked.home) as ours:
            if asked.home is None:
                ours.done("index", *(data(name) for name in group))
            library = open_library(Home(ours.home))
            for name in group:
                print_table(name, group, library)
            library.database.close()
    return 0


def print_table(name: str, group: Sequence[str], library: OpenLibrary) -> None:
    questions = read(name)
    answers = list(asked(questions, library))
    paths = {file.id: Path(file.path) for file in _files(library)}
    print(f"\n{name}" + (f" (one library: {', '.join(group)})" if len(group) > 1 else ""))
    print(f"  {'':44}  all lines     even lines    odd lines")
    print(f"  {'recall@1, MRR@10':44}")
    for title, ranking in VARIANTS.items():
        found = [[paths[id] for id in ranking(answer) if id in paths][:10] for answer in answers]
        columns = []
        for part in (slice(None), slice(0, None, 2), slice(1, None, 2)):
            scores = score(questions[part], found[part])
            columns.append(f"{scores.recall_1:.3f} {scores.mrr_10:.3f}")
        print(f"  {title:44}  " + "   ".join(columns))


def asked(questions: Sequence[Question], library: OpenLibrary) -> Iterator[Answers]:
    model = library.vectors.active()
    if model is None:
        raise SystemExit("This library was never encoded.")
    encoder = load(model.source, library.home.models, cores())
    copy = SemanticIndex(library.vectors, library.copies).copy(model, encoder.prior)
    apart = moved_apart(model, library, encoder.prior)
    for question in questions:
        words = lexical.find(question.text, library.text, None)
        raw = encoder.encode_texts([question.text])[0]
        found = []
        for vectors, vector in ((copy, raw), (apart, _moved(raw, _GAP))):
            for means in (True, False):
                query = calibrated(vector, vectors.means.query) if means else vector
                found.append(
                    vectors.search(
                        query,
                        alpha=encoder.alpha,
                        calibrated=means,
                        also=lambda of=words: of.items,
                    )
                )
        yield Answers(words, *found)


def moved_apart(model: Model, library: OpenLibrary, prior: Prior) -> VectorCopy:
    """The same vectors with a gap between texts and images: the bundled model has next to none,
    since its images are made of texts, and nothing is lost where nothing is apart."""

    def moved(part: str, gap: float) -> Compact:
        stored = library.vectors.load(model, part)
        apart = replace(stored, vectors=_moved(stored.vectors, gap))
        return compacted(apart, apart.vectors.mean(axis=0))

    return VectorCopy.of(
        model,
        Prior(
            _moved(prior.query, _GAP),
            _moved(prior.text, _GAP),
            _moved(prior.image, -_GAP),
            0.0,
        ),
        moved("text", _GAP),
        moved("look", -_GAP),
    )


def _moved(vectors: NDArray[np.float32], gap: float) -> NDArray[np.float32]:
    apart = vectors.copy()
    apart[..., 0] += gap
    return apart / np.linalg.norm(apart, axis=-1, keepdims=True)  # type: ignore[no-any-return]


def whole(answer: Answers) -> Ranking:
    return _ranked(answer.words, answer.meaning)


def by_bm25(answer: Answers) -> Ranking:
    """However far apart the words stand."""
    covered = {match.id: min(match.bm25, 1.0) for match in answer.words.passages}
    return _ranked(replace(answer.words, together=covered), answer.meaning)


def alone(answer: Answers) -> Ranking:
    """Each passage for itself, whatever its file begins with."""
    return _ranked(answer.words, [replace(match, opening=None) for match in answer.meaning])


def mean_of_three(answer: Answers) -> Ranking:
    """A file's text means what its three best items mean, on average."""
    best: dict[int, list[SemanticMatch]] = defaultdict(list)
    rest = []
    for match in sorted(answer.meaning, key=lambda match: -match.score):
        (rest if match.kind == "picture" else best[match.file_id]).append(match)
    for matches in best.values():
        mean = float(np.mean([match.score for match in matches[:3]]))
        rest.append(replace(matches[0], score=mean, text=mean, look=0.0))
    return _ranked(answer.words, rest)


def by_ranks(answer: Answers) -> Ranking:
    """Reciprocal rank fusion of words and meaning."""
    total: Scores = defaultdict(float)
    for part in (_by_words(answer), _by_meaning(answer)):
        for place, file_id in enumerate(_in_order(part), 1):
            total[file_id] += 1 / (_RRF + place)
    return _in_order(total)


def by_share(answer: Answers) -> Ranking:
    """Half words, half meaning, each stretched from 0 to 1 over its list."""

    def stretched(scores: Scores) -> Scores:
        low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
        return {id: (score - low) / max(high - low, 1e-9) for id, score in scores.items()}

    return _mixed(stretched(_by_words(answer)), stretched(_by_meaning(answer)))


def by_deviation(answer: Answers) -> Ranking:
    """Half words, half meaning, each in standard deviations of its list."""

    def standard(scores: Scores) -> Scores:
        values = np.array(list(scores.values()) or [0.0])
        return {
            id: (score - float(values.mean())) / max(float(values.std()), 1e-9)
            for id, score in scores.items()
        }

    return _mixed(standard(_by_words(answer)), standard(_by_meaning(answer)))


def as_before(answer: Answers) -> Ranking:
    """Version 0.1: the best cosine, and shares of the query by their third power."""
    total: Scores = defaultdict(
        float,
        _best(
            (m.file_id, m.score * (LOOK if m.kind == "picture" else 1.0)) for m in answer.meaning
        ),
    )
    for file_id, share in _best((m.file_id, m.bm25) for m in answer.words.passages).items():
        total[file_id] += 0.5 * min(share, 1.5) ** 3
    for file_id, share in answer.words.names.items():
        total[file_id] += share**3
    return _in_order(total)


VARIANTS: dict[str, Callable[[Answers], Ranking]] = {
    "words alone": lambda answer: _ranked(answer.words, []),
    "meaning alone": lambda answer: _ranked(LexicalHits(frozenset()), answer.meaning),
    "both, as shipped": whole,
    "  without what a file begins with": alone,
    "  mean of the three best instead of the best": mean_of_three,
    "  without nearness of words": by_bm25,
    "  without the number of words": lambda answer: _ranked(
        replace(answer.words, asked=USUAL), answer.meaning
    ),
    "  without names and titles": lambda answer: _ranked(
        replace(answer.words, names={}), answer.meaning
    ),
    "  without calibration": lambda answer: _ranked(answer.words, answer.raw),
    "with a gap like CLIP's, calibrated": lambda answer: _ranked(answer.words, answer.apart),
    "with a gap like CLIP's, not calibrated": lambda answer: _ranked(
        answer.words, answer.apart_raw
    ),
    "meaning alone, without calibration": lambda answer: _ranked(
        LexicalHits(frozenset()), answer.raw
    ),
    "reciprocal ranks of words and meaning": by_ranks,
    "convex, each list from 0 to 1": by_share,
    "convex, each list in deviations": by_deviation,
    "as in version 0.1": as_before,
}


def _ranked(words: LexicalHits, meaning: list[SemanticMatch]) -> Ranking:
    return [file.file_id for file in rank(words, meaning)]


def _by_words(answer: Answers) -> Scores:
    return {file.file_id: file.score for file in rank(answer.words, [])}


def _by_meaning(answer: Answers) -> Scores:
    return {file.file_id: file.score for file in rank(LexicalHits(frozenset()), answer.meaning)}


def _best(scores: Iterable[tuple[int, float]]) -> Scores:
    best: Scores = {}
    for file_id, value in scores:
        best[file_id] = max(best.get(file_id, value), value)
    return best


def _mixed(one: Scores, other: Scores) -> Ranking:
    least = min(one.values(), default=0.0), min(other.values(), default=0.0)
    return _in_order(
        {id: one.get(id, least[0]) + other.get(id, least[1]) for id in one.keys() | other.keys()}
    )


def _in_order(scores: Scores) -> Ranking:
    return sorted(scores, key=lambda id: (-scores[id], id))


def _files(library: OpenLibrary) -> Collection[FileDetails]:
    ids = library.database.read().execute("SELECT id FROM file")
    return library.files.details(id for (id,) in ids).values()


if __name__ == "__main__":
    sys.exit(main())
