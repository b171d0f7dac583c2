"""A library of 100,000 items to measure the window on, made once and kept below `build/`.

    python -m tests.benchmarks.large_library [--items 100000]

The words are those of the papers, the pictures those of the photos, as `grsearch index` reads
them. They are then laid down many times over through the store, in files of their own that lie on
the disk: three texts of one passage for each picture. Each text is two halves of two passages, so
that no two are alike. Vectors are those of real passages and photos, each moved a little: 100,000
of the model's own would take half an hour, and a search takes as long for these.
"""

import argparse
import itertools
import json
import os
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

from grsearch_desktop.encode import bundled
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files, NewFile
from grsearch_desktop.store.text import PassageText, ReadFile, Text
from grsearch_desktop.store.vectors import EncodedLook, Vectors
from tests.benchmarks.program import ROOT, data, program

ITEMS = 100_000
KEPT = ROOT / "build" / "bench"
FORM = 3
"""Changes when a library made earlier is no longer as one would be made now."""

_ENCODED = 1_000
"""Passages of which the real vector is computed."""
_MOVED = 0.25
"""Length of what is added to a real vector before it is made of unit length again."""
_BATCH = 2_500
_PER_FOLDER = 250
_EVERY = 4
"""One of so many files is a picture."""
_FIRST, _LAST = 1_400_000_000, 1_700_000_000
"""Seconds since 1970 between which the files were changed."""


@dataclass(frozen=True)
class Seed:
    """What is real: passages of the papers with some vectors, photos with thumbnail and vector."""

    passages: Sequence[str]
    texts: NDArray[np.float32]
    thumbnails: Sequence[bytes]
    looks: NDArray[np.float32]


def prepared(items: int = ITEMS) -> Home:
    """The home of the library, made if it is not there yet; an engine finds nothing to do in it."""
    folder = KEPT / f"library-{FORM}-{items}"
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        # The library holds the paths at which the files will lie.
        _make(making, folder, items, _seed())
        making.rename(folder)
    return Home(folder / "home")


def _seed() -> Seed:
    """What is real, read and encoded once for libraries of any size."""
    folder = KEPT / f"seed-{FORM}"
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        _read(making)
        making.rename(folder)
    thumbnails = sorted(folder.glob("*.jpg"))
    return Seed(
        json.loads((folder / "passages.json").read_text("utf-8")),
        np.load(folder / "texts.npy"),
        [path.read_bytes() for path in thumbnails],
        np.load(folder / "looks.npy"),
    )


def _read(making: Path) -> None:
    with program() as grsearch:
        grsearch.done("index", data("photos"))
        grsearch.done("index", data("papers"), "--until", "text")
        database = Database(Home(grsearch.home).library)
        rows = database.read().execute("SELECT text FROM passage_text ORDER BY rowid")
        passages = [text for (text,) in rows]
        vectors = Vectors(database)
        model = vectors.active()
        assert model is not None
        looks = vectors.load(model, "look")
        text = Text(database)
        for number, item_id in enumerate(looks.item_ids):
            (making / f"{number:05}.jpg").write_bytes(text.thumbnail(int(item_id)))
        database.close()
    chosen = random.Random(1).sample(passages, min(_ENCODED, len(passages)))
    (making / "passages.json").write_text(json.dumps(passages), "utf-8")
    np.save(making / "texts.npy", bundled.load(os.cpu_count() or 1).encode_texts(chosen))
    np.save(making / "looks.npy", looks.vectors)


def _make(making: Path, folder: Path, items: int, seed: Seed) -> None:
    home = Home(making / "home")
    home.create()
    database = Database(home.library)
    encoder = bundled.load(1)
    files, text, vectors = Files(database), Text(database), Vectors(database)
    model = vectors.use(encoder.name, bundled.NAME, encoder.dimension, encoder.token_limit)
    root = files.add_folder(str(folder / "files"))
    chance = np.random.default_rng(5)
    words = _words(seed.passages)
    for first in range(0, items, _BATCH):
        numbers = range(first, min(first + _BATCH, items))
        made = [_file(making, folder, number, seed, words) for number in numbers]
        files.add(root.id, [new for new, _, _ in made])
        read = [
            _as_read(files.id_of(new.path) or 0, new.kind, content, passage)
            for new, content, passage in made
        ]
        text.save(read)
        texts = vectors.texts_to_encode()
        vectors.save_texts(model, texts, _moved(seed.texts, len(texts), chance))
        pictures = [file.file_id for file in read if file.has_looks]
        looks = [
            EncodedLook("picture", None, os.urandom(16), seed.thumbnails[which], vector)
            for which, vector in zip(
                chance.integers(len(seed.thumbnails), size=len(pictures)),
                _moved(seed.looks, len(pictures), chance),
                strict=True,
            )
        ]
        vectors.save_looks(model, zip(pictures, looks, strict=True), pictures)
        print(f"\r{numbers.stop} of {items} files", end="", file=sys.stderr)
    print(file=sys.stderr)
    database.close()


def _words(passages: Sequence[str]) -> Iterator[str]:
    """Texts without end, each of two halves of passages."""
    chosen = random.Random(2)
    while True:
        one, other = chosen.choice(passages), chosen.choice(passages)
        yield f"{one[: len(one) // 2]} {other[len(other) // 2 :]}"


def _file(
    making: Path, folder: Path, number: int, seed: Seed, words: Iterator[str]
) -> tuple[NewFile, bytes, str]:
    """A file on the disk, as the engine would find it; its bytes, and its text if it has any."""
    picture = number % _EVERY == 0
    below = Path("files") / f"{2000 + number % 24}" / f"part {number // _PER_FOLDER // 24}"
    if picture:
        name, kind, passage = f"IMG_{number:06}.jpg", "image", ""
        # What follows the end of a JPEG is passed by: no two files are copies of each other.
        content = seed.thumbnails[number % len(seed.thumbnails)] + b"%d" % number
    else:
        passage = next(words)
        content, kind = passage.encode("utf-8", "replace"), "text"
        said = "-".join(re.findall(r"\w+", passage)[3:6])[:40]
        name = f"Note {number} {said}.txt"
    (making / below).mkdir(parents=True, exist_ok=True)
    path = making / below / name
    path.write_bytes(content)
    changed = random.Random(number).randrange(_FIRST, _LAST) * 10**9
    os.utime(path, ns=(changed, changed))
    return (
        NewFile(str(folder / below / name), name, kind, len(content), changed, changed),
        content,
        passage,
    )


def _as_read(file_id: int, kind: str, content: bytes, passage: str) -> ReadFile:
    passages = [PassageText(None, 0, len(passage), passage)] if passage else []
    digest = blake3(content).digest()
    return ReadFile(file_id, digest, kind, "", "", None, "", passages, (), kind == "image", "")


def _moved(
    real: NDArray[np.float32], count: int, chance: np.random.Generator
) -> NDArray[np.float32]:
    """Vectors near the real ones by turns, float32, shape (count, D), unit length."""
    rows = list(itertools.islice(itertools.cycle(range(len(real))), count))
    step = chance.standard_normal((count, real.shape[1])) / np.sqrt(real.shape[1])
    near = real[rows] + _MOVED * step
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=ITEMS)
    print(prepared(parser.parse_args().items).root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
