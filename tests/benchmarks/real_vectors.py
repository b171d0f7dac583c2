"""Real vectors to measure searches on, made once and kept below `build/bench`.

    python -m tests.benchmarks.real_vectors [--texts 100000]

The texts are the papers' words cut many ways: stretches of 8 to 30 words that begin anywhere, in
the order in which the papers have them. Longer ones would be nearer to each other, and take longer.
The looks are those of the papers' pages and pictures and of the photos, as `grsearch index` makes
them; the questions are those of the sets, and the names of what the photos show. All are encoded
by the bundled model. Who stops it goes on there the next time.
"""

import csv
import json
import random
import sys

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.encode import bundled
from grsearch_desktop.engine.governor import cores
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vectors import StoredVectors, Vectors
from tests.benchmarks import questions
from tests.benchmarks.program import ROOT, data, program
from tests.benchmarks.table import options

Array = NDArray[np.float32]
"""float32, shape (N, D)."""

TEXTS = 100_000
QUESTIONS = 200
KEPT = ROOT / "build" / "bench" / "real-1"
_SHORTEST, _LONGEST = 8, 30
"""Words of a text."""
_OF_LETTERS = 0.85
_SHARD = 2_000
"""Texts that are encoded before they are kept: who stops it goes on there."""


def library() -> Home:
    """The home of a library of the papers and of all photos, read and encoded."""
    home = Home(KEPT / "home")
    done = KEPT / "indexed"
    if not done.exists():
        with program(home.root) as grsearch:
            grsearch.done("index", *(data(name) for name in questions.SETS))
        done.touch()
    return home


def stored(part: str) -> StoredVectors:
    """What the library holds of one part, "text" or "look"."""
    database = Database(library().library)
    try:
        vectors = Vectors(database)
        model = vectors.active()
        assert model is not None, "the library has no vectors"
        return vectors.load(model, part)
    finally:
        database.close()


def cut_texts(count: int = TEXTS) -> list[str]:
    """Stretches of the papers' words, each of another length and beginning."""
    chance = random.Random(7)
    words = [word for passage in _passages() if _is_prose(passage) for word in passage.split()]
    texts = []
    for _ in range(count):
        length = chance.randint(_SHORTEST, _LONGEST)
        first = chance.randrange(len(words) - length)
        texts.append(" ".join(words[first : first + length]))
    return texts


def texts(count: int = TEXTS) -> Array:
    """The vectors of `cut_texts`, of unit length, raw."""
    folder = KEPT / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[Array] = []
    cut: list[str] = []
    for first in range(0, count, _SHARD):
        shard = folder / f"{first:07}.npy"
        if not shard.exists():
            cut = cut or cut_texts(-(-count // _SHARD) * _SHARD)
            encoded = bundled.load(cores()).encode_texts(cut[first : first + _SHARD])
            part = shard.with_suffix(".part")
            with part.open("wb") as file:
                np.save(file, encoded)
            part.rename(shard)
            print(f"\r{first + _SHARD} of {count} texts", end="", file=sys.stderr)
        kept.append(np.load(shard))
    return np.concatenate(kept)[:count]


def asked(count: int = QUESTIONS) -> list[str]:
    """Questions as people type them: those of the sets, and what the photos are labelled with."""
    written = [one.text for name in questions.SETS for one in questions.read(name)]
    with data("photo-labels.tsv").open(encoding="utf-8", newline="") as file:
        labels = [row[-1].replace("_", " ") for row in csv.reader(file, delimiter="\t")]
    random.Random(3).shuffle(labels)
    made = [f"a photo of a {label}" for label in labels]
    return list(dict.fromkeys([*written, *made]))[:count]


def queries(count: int = QUESTIONS) -> Array:
    """The vectors of `asked`, of unit length, raw."""
    return bundled.load(cores()).encode_texts(asked(count))


def _passages() -> list[str]:
    """The papers' passages, as they follow each other."""
    kept = KEPT / "passages.json"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with program() as grsearch:
            grsearch.done("index", data("papers"), "--until", "text")
            database = Database(Home(grsearch.home).library)
            rows = database.read().execute("SELECT text FROM passage_text ORDER BY rowid")
            kept.write_text(json.dumps([text for (text,) in rows]), "utf-8")
            database.close()
    return list(json.loads(kept.read_text("utf-8")))


def _is_prose(passage: str) -> bool:
    """Formulas and letters without a meaning have three times the tokens, and say nothing."""
    letters = sum(letter.isascii() and (letter.isalpha() or letter == " ") for letter in passage)
    return letters > _OF_LETTERS * len(passage)


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--texts", type=int, default=TEXTS)
    found = texts(parser.parse_args().texts)
    print(f"\n{len(found)} texts, {len(stored('look').ids)} looks in {KEPT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
