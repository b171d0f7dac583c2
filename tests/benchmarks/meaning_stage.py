"""The meaning stage on texts against the bare text tower, on the same passages.

    python -m tests.benchmarks.meaning_stage [--rounds 1] [--passages 600]
    python -m tests.benchmarks.meaning_stage --model FOLDER     # of a converted model

The passages are those of the papers, written as text files, so that there is nothing to look at.
The stage's time is that of `index --until meaning` less that of `index --until text`. The bare
tower gets the token ids of the same passages, sorted by length: in batches of one, 8 and 16, padded
to their longest, on all threads, and one alone on each thread at once; the fastest counts, though
batches give an 8-bit tower other vectors (see encode.onnx).
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop.encode import folder
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.extract.passages import split
from grsearch_desktop.extract.pool import ReaderPool
from tests.benchmarks import bare, stage
from tests.benchmarks.program import data
from tests.benchmarks.table import Figure, options, show

MUST = ">= 0.85"
"""Ours to the bare tower's: in batches, or one text on each core at once, whichever is faster."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=stage.cores())
    parser.add_argument("--passages", type=int, default=600)
    parser.add_argument("--model", type=Path, help="folder of a converted model")
    asked = parser.parse_args()
    encoder = OnnxEncoder(bare.folder_of(asked.model), 1)
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        passages = _write(Path(made), encoder, asked.passages)
        figures = _figures(Path(made), passages, encoder, asked)
    return show("meaning stage, texts", figures, as_json=asked.json)


def _figures(texts: Path, passages: list[str], encoder: OnnxEncoder, asked: Any) -> list[Figure]:
    tower = bare.file_in_use(asked.model, folder.TEXT)
    ids = sorted((encoder._framed(tokens) for tokens in encoder._tokens(passages)), key=len)
    single = bare.opened(tower, 1)
    alone = [np.array([tokens], np.int64) for tokens in ids]
    stages, looped, parallel, cpu = [], [], [], []
    for _ in range(asked.rounds):
        session = bare.opened(tower, asked.threads)
        sizes = bare.BATCHES if bare.takes_batches(session) else (1,)
        looped.append(max(bare.loop(session, _batches(ids, size)) for size in sizes))
        # The longest first: no thread waits for another one at the end.
        parallel.append(bare.at_once(single, alone[::-1], asked.threads))
        cpu.append(bare.cpu_each(single, alone[:: max(1, len(alone) // 100)]))
        cost, items = stage.meaning_cost(texts, asked.model)
        stages.append(cost)
    cost = stage.median(stages)
    number = items["passages"]
    ours = number / cost.wall
    loop, ran = statistics.median(looped), statistics.median(parallel)
    each = statistics.median(cpu)
    return [
        Figure("passages in the library", number, f"= {len(passages)}"),
        Figure("rate", ours, MUST, "texts/s", max(loop, ran), "the bare tower, sorted by length"),
        Figure("CPU of the tower", 1000 * each, unit="ms/text"),
        Figure("CPU of the stage", 1000 * cost.cpu / number, unit="ms/text"),
        Figure("CPU of the tower / of the stage", each * number / cost.cpu),
    ]


def _batches(ids: list[list[int]], size: int) -> list[Any]:
    batches = []
    for first in range(0, len(ids), size):
        some = ids[first : first + size]
        longest = max(map(len, some))
        padded = [tokens + [0] * (longest - len(tokens)) for tokens in some]
        batches.append(np.array(padded, np.int64))
    return batches


def _write(to: Path, encoder: OnnxEncoder, count: int) -> list[str]:
    """The texts of papers that hold `count` passages; gives these as the program cuts them."""
    passages: list[str] = []
    with ReaderPool(1) as pool:
        for path in sorted(data("papers").rglob("*.pdf")):
            text = "\n\n".join(page.text for page in pool.read_text(str(path)).pages)
            (to / f"{path.stem}.txt").write_text(text, "utf-8")
            read = pool.read_text(str(to / f"{path.stem}.txt")).pages
            cut = split(read, encoder.count_tokens, encoder.token_limit)
            passages += [passage.text for passage in cut]
            if len(passages) >= count:
                return passages
    return passages


if __name__ == "__main__":
    sys.exit(main())
