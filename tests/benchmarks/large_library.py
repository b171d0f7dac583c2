"""A library of 100,000 items to measure the window on, made once and kept below `build/`.

    python -m tests.benchmarks.large_library [--items 100000]

The words are those of the papers, the pictures those of the photos, as `grsearch index` reads
them. They are then laid down many times over through the store, in files of their own that lie on
the disk: three texts of one passage for each picture. Each text is two halves of two passages, so
that no two are alike. Vectors are those of real passages and photos, each moved a little: 100,000
of the model's own would take half an hour, and a search takes as long for these.
"""

import argparse
import contextlib
import functools
import json
import os
import random
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

from grsearch_desktop.encode import bundled
from grsearch_desktop.engine import passage_context
from grsearch_desktop.paths import Home
from grsearch_desktop.store import vectors
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
_AHEAD = 8
"""Batches whose files are being written, at most, while those after them are laid down."""
_WORD = re.compile(r"\w+")
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
        _make(making, folder, items, real_seed())
        making.rename(folder)
    return Home(folder / "home")


def real_seed() -> Seed:
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
        stored = Vectors(database)
        model = stored.active()
        assert model is not None
        looks = stored.load(model, "look")
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
    laid = Laid(database, encoder.name, encoder.dimension, encoder.token_limit)
    root = laid.files.add_folder(str(folder / "files"))
    chance = np.random.default_rng(5)
    words = endless_texts(seed.passages)
    began = time.monotonic()
    with ProcessPoolExecutor(1) as disk, likeness_kept():
        written: list[Future[None]] = []
        for first in range(0, items, _BATCH):
            numbers = range(first, min(first + _BATCH, items))
            made = [made_file(folder, number, seed, words) for number in numbers]
            written.append(disk.submit(_write, made, str(folder), str(making)))
            laid.down(root.id, made, seed, chance)
            if len(written) > _AHEAD:
                written.pop(0).result()
            passed = time.monotonic() - began
            print(f"\r{numbers.stop} of {items} files, {passed:.0f} s", end="", file=sys.stderr)
        for each in written:
            each.result()
    print(file=sys.stderr)
    database.close()
    (making / "laid.json").write_text(json.dumps([asdict(batch) for batch in laid.batches]))


@dataclass(frozen=True)
class Made:
    """A file as the engine would find it, its bytes, and its text if it has any."""

    new: NewFile
    content: bytes
    passage: str


@dataclass(frozen=True)
class Batch:
    """What the store took for some items."""

    items: int
    """That it holds with them."""
    wall: float
    """Seconds."""
    processor: float
    """Seconds of a core."""


class Laid:
    """Lays items down through the store, and keeps how long the store took for each batch."""

    def __init__(self, database: Database, name: str, dimension: int, token_limit: int) -> None:
        self.files, self._text = Files(database), Text(database)
        self._vectors = Vectors(database)
        self._model = self._vectors.use(name, bundled.NAME, dimension, token_limit)
        # Else an engine would encode the short ones anew, as it does those of an older program.
        self._vectors.renew_texts(self._model, passage_context.FORM, shorter_than=0)
        self.batches: list[Batch] = []

    def down(
        self, folder_id: int, made: Sequence[Made], seed: Seed, chance: np.random.Generator
    ) -> None:
        texts = _moved(seed.texts, sum(one.new.kind == "text" for one in made), chance)
        pictures = [one for one in made if one.new.kind == "image"]
        which = chance.integers(len(seed.thumbnails), size=len(pictures))
        looks = [
            EncodedLook("picture", None, os.urandom(16), seed.thumbnails[number], vector)
            for number, vector in zip(which, _moved(seed.looks, len(which), chance), strict=True)
        ]
        wall, processor = time.perf_counter(), time.thread_time()
        self.files.add(folder_id, [one.new for one in made])
        ids = {one.new.path: self.files.id_of(one.new.path) or 0 for one in made}
        self._text.save([_as_read(ids[one.new.path], one) for one in made])
        self._vectors.save_texts(self._model, self._vectors.texts_to_encode(), texts)
        of_pictures = [ids[one.new.path] for one in pictures]
        self._vectors.save_looks(self._model, zip(of_pictures, looks, strict=True), of_pictures)
        self.batches.append(
            Batch(
                len(made) + (self.batches[-1].items if self.batches else 0),
                time.perf_counter() - wall,
                time.thread_time() - processor,
            )
        )


@contextlib.contextmanager
def likeness_kept() -> Iterator[None]:
    """What a thumbnail looks like is found out once for each of the few hundred that there are."""
    with mock.patch.object(vectors, "light", functools.cache(vectors.light)):
        yield


def endless_texts(passages: Sequence[str]) -> Iterator[str]:
    """Texts without end, each of two halves of passages."""
    chosen = random.Random(2)
    while True:
        one, other = chosen.choice(passages), chosen.choice(passages)
        yield f"{one[: len(one) // 2]} {other[len(other) // 2 :]}"


def made_file(folder: Path, number: int, seed: Seed, words: Iterator[str]) -> Made:
    below = f"{folder}/files/{2000 + number % 24}/part {number // _PER_FOLDER // 24}"
    if number % _EVERY == 0:
        name, kind, passage = f"IMG_{number:06}.jpg", "image", ""
        # What follows the end of a JPEG is passed by: no two files are copies of each other.
        content = seed.thumbnails[number % len(seed.thumbnails)] + b"%d" % number
    else:
        passage = next(words)
        content, kind = passage.encode("utf-8", "replace"), "text"
        said = "-".join(_WORD.findall(passage[:200])[3:6])[:40]
        name = f"Note {number} {said}.txt"
    changed = random.Random(number).randrange(_FIRST, _LAST) * 10**9
    new = NewFile(f"{below}/{name}", name, kind, len(content), changed, changed)
    return Made(new, content, passage)


def _write(made: Sequence[Made], folder: str, making: str) -> None:
    """Puts files on the disk, below `making` what will lie below `folder`."""
    for one in made:
        path = making + one.new.path[len(folder) :]
        try:
            file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o644)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o644)
        os.write(file, one.content)
        os.utime(file, ns=(one.new.mtime_ns, one.new.mtime_ns))
        os.close(file)


def _as_read(file_id: int, made: Made) -> ReadFile:
    passage, kind = made.passage, made.new.kind
    passages = [PassageText(None, 0, len(passage), passage)] if passage else []
    digest = blake3(made.content).digest()
    return ReadFile(file_id, digest, kind, "", "", None, "", passages, (), kind == "image", "")


def _moved(
    real: NDArray[np.float32], count: int, chance: np.random.Generator
) -> NDArray[np.float32]:
    """Vectors near the real ones by turns, float32, shape (count, D), unit length."""
    near = real[np.arange(count) % len(real)]
    near += _MOVED / np.sqrt(real.shape[1]) * chance.standard_normal(near.shape, np.float32)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=ITEMS)
    print(prepared(parser.parse_args().items).root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
