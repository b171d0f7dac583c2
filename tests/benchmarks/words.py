"""What of a search is not meaning, or the whole of it, by class of question.

    python -m tests.benchmarks.words [--items 100000] [--home DIR] [--only CLASS ...]
    python -m tests.benchmarks.words --keep FILE   # what was found, to be held against another run
    python -m tests.benchmarks.words --whole       # with meaning, after the engine's warm-up

Words, names, filters and hits are not meaning; the whole is what an engine does of a search.

Milliseconds of the processor, for other work may take the rest of it away, and each question once:
what was asked before is found again quickly. The yardstick is the same words asked of SQLite's
own bm25, the best 400 of it without any filter, in the same run.
"""

import argparse
import gc
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from threadpoolctl import threadpool_limits

from grsearch_desktop.encode import bundled
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.open_library import OpenLibrary, open_library
from grsearch_desktop.errors import ModelError
from grsearch_desktop.paths import Home
from grsearch_desktop.search import lexical
from grsearch_desktop.search.query import parse
from grsearch_desktop.search.searcher import Found, Searcher
from grsearch_desktop.search.words import commonest
from grsearch_desktop.store.text import quoted
from tests.benchmarks import large_library, questions
from tests.benchmarks.table import Figure, show

T = TypeVar("T")

LIMIT = 50
"""Hits of one answer, as the window asks for."""
BEST = 400
"""Passages that the yardstick gives."""
READ_AHEAD = 5_000
"""Passages that hold a word which the engine reads ahead."""

COMMON = (
    "data",
    "time",
    "the data of time",
    "system",
    "model",
    "results of the system",
    "use of data in a system",
    "different number of cases",
    "figure shows the results",
    "first one",
    "new work",
    "how to make it work",
    "information set value",
    "problem and solution",
    "state process time message",
    "function of a list",
)
"""Everyday words that many passages of the papers hold."""
PHRASES = (
    '"distributed systems"',
    '"the system"',
    '"number of"',
    '"machine learning" data',
    '"in this paper" results',
    '"quantum computer" factor',
    "time -data",
    "message -system",
    'cache "buffer pool"',
)
FILTERS = (
    "type:image",
    "type:text data",
    "type:text leader election",
    "in:2003 consistency",
    "in:2003 data",
    "-in:2003 message",
    "ext:txt time",
    "-ext:jpg shared memory",
    "ext:jpg",
    "after:2018 replicated log",
    "before:2019 system",
    "after:2015 before:2016-07 network",
    "date:2017-05 data",
    "size:>1kb atomic clocks",
    "size:<200kb model",
    "name:note buffer",
    "name:img",
    "in:2010 type:text after:2020 process",
    'in:"part 3" data',
    "type:text -cache",
)


@dataclass(frozen=True)
class Asked:
    """One question: what it took, in seconds of the processor, and what it found."""

    written: str
    took: float
    yardstick: float | None
    found: Found


def classes() -> dict[str, list[str]]:
    """Class of question -> the questions."""
    papers = [question.text for question in questions.read("papers")]
    everyday = [question.text for question in questions.read("everyday")]
    photos = [question.text for question in questions.read("photos")]
    return {
        "whole questions": papers,
        "everyday questions": everyday + photos[:30],
        "common words": list(COMMON),
        "misspelt": list(_misspelt(papers, 30)),
        "beginnings, while typing": list(_typed(papers[::4])),
        "phrases and exclusions": list(PHRASES),
        "filters": list(FILTERS),
    }


def _misspelt(texts: Sequence[str], count: int) -> Iterator[str]:
    """Questions of one to four words, of which a long one has a slip."""
    chosen = random.Random(3)
    for text in chosen.sample(texts, min(count, len(texts))):
        words = re.findall(r"\w+", text)
        long = [at for at, word in enumerate(words) if len(word) > 5]
        at = chosen.choice(long) if long else 0
        word = words[at]
        cut = chosen.randrange(2, len(word) - 1) if len(word) > 3 else 1
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        first = max(0, at - chosen.randrange(3))
        yield " ".join(words[first : at + 1])


def _typed(texts: Sequence[str]) -> Iterator[str]:
    """What the window asks while questions are typed, at each third key."""
    for text in texts:
        for end in range(2, min(len(text), 40), 3):
            yield text[:end].strip()


def measured(
    library: OpenLibrary, chosen: Sequence[str], every: int, encoder: Encoder | None
) -> dict[str, list[Asked]]:
    """encoder: of the model that answers; None: words alone are asked."""
    searcher = Searcher(
        library.files,
        library.text,
        library.vectors,
        library.copies,
        (lambda _: encoder) if encoder else _no_model,
    )
    if encoder:
        searcher.prepare()
        searcher.read_ahead()
        gc.collect()
        gc.freeze()
    whole = encoder is not None
    return {
        name: [
            _asked(library, searcher, written, whole=whole)
            for written in [*dict.fromkeys(texts)][::every]
        ]
        for name, texts in classes().items()
        if not chosen or name.split(",")[0].split()[0] in chosen
    }


def _no_model(_: object) -> Encoder:
    raise ModelError("None is asked.")


def _asked(library: OpenLibrary, searcher: Searcher, written: str, *, whole: bool) -> Asked:
    took, found = _timed(lambda: searcher.find(written, LIMIT, use_meaning=whole))
    return Asked(written, took, None if whole else _yardstick(library, written), found)


def _yardstick(library: OpenLibrary, written: str) -> float | None:
    """Seconds for SQLite's own bm25; None where a question has no words."""
    query = parse(written)
    connection = library.database.read()
    words = {token.term for token in library.text.tokens(query.text)}
    if not words:
        return None
    sql = "SELECT rowid FROM passage_text WHERE passage_text MATCH ? ORDER BY rank LIMIT ?"
    match = " OR ".join(map(quoted, sorted(words)))
    return _timed(lambda: connection.execute(sql, (match, BEST)).fetchall())[0]


def _timed(done: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the processor, of all threads of this process."""
    begun = time.process_time()
    result = done()
    return time.process_time() - begun, result


def beside(library: OpenLibrary) -> list[Figure]:
    """What is done once, or beside the searches."""
    figures = []
    for name, done in (
        ("vocabulary, read for the first time", library.text.vocabulary),
        ("files of a filter, for the first time", lambda: _matching(library)),
        ("where common words stand, read ahead", lambda: _read_ahead(library)),
        ("counts of the status, first", lambda: _counts(library)),
        ("counts of the status, again", lambda: _counts(library)),
    ):
        figures.append(Figure(name, 1000 * _timed(done)[0], unit="ms"))
    return figures


def _matching(library: OpenLibrary) -> object:
    return library.files.matching(parse("type:text").conditions)


def _read_ahead(library: OpenLibrary) -> None:
    """As the engine does when it starts."""
    library.files.read_ahead()
    if library.text.passage_count() > lexical.FEW:
        library.text.read_ahead(commonest(library.text.vocabulary(), READ_AHEAD))


def _counts(library: OpenLibrary) -> None:
    """What `Engine.status` counts."""
    library.files.count_by_folder()
    library.files.waiting_by_folder()
    library.files.count_by_state()
    library.text.count_by_kind()
    library.vectors.left()
    library.vectors.looks_total()


def figures_of(asked: dict[str, list[Asked]]) -> list[Figure]:
    figures = []
    for name, several in asked.items():
        took = [one.took for one in several]
        bare = [one.yardstick for one in several if one.yardstick is not None]
        figures += [
            Figure(f"{name} ({len(took)}), median", 1000 * statistics.median(took), unit="ms"),
            Figure(f"{name}, p95", 1000 * _p95(took), unit="ms"),
            Figure(f"{name}, slowest", 1000 * max(took), unit="ms"),
        ]
        if bare:
            figures += [
                Figure(f"{name}, bare bm25, median", 1000 * statistics.median(bare), unit="ms"),
                Figure(f"{name}, bare bm25, p95", 1000 * _p95(bare), unit="ms"),
            ]
    return figures


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _keep(asked: dict[str, list[Asked]], file: Path) -> None:
    """Question -> the files found, best first, with their scores."""
    kept = {
        one.written: [
            (result.file.id, round(result.ranked.score, 5)) for result in one.found.results
        ]
        for several in asked.values()
        for one in several
    }
    file.write_text(json.dumps(kept), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--items", type=int, default=large_library.ITEMS)
    parser.add_argument("--home", type=Path, help="a library that is there already")
    parser.add_argument("--only", nargs="*", default=[], help="first words of classes")
    parser.add_argument("--keep", type=Path, help="a file for what was found")
    parser.add_argument("--slowest", type=int, default=0, help="print so many of each class")
    parser.add_argument("--every", type=int, default=1, help="ask one of so many of each class")
    parser.add_argument("--whole", action="store_true", help="with meaning, as the engine asks")
    asked = parser.parse_args()
    home = Home(asked.home.absolute()) if asked.home else large_library.prepared(asked.items)
    with EngineLock(home), threadpool_limits(1, user_api="blas"):  # as the engine has them
        library = open_library(home)
        first = beside(library)
        encoder = bundled.load(1) if asked.whole else None
        results = measured(library, asked.only, asked.every, encoder)
    for name, several in results.items():
        for one in sorted(several, key=lambda one: -one.took)[: asked.slowest]:
            print(f"{1000 * one.took:8.1f} ms  {name}: {one.written}", file=sys.stderr)
    if asked.keep:
        _keep(results, asked.keep)
    count = sum(library.files.count_by_state().values())
    library.database.close()
    what = "whole search" if asked.whole else "words"
    return show(f"{what}, {count} files", first + figures_of(results), as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
