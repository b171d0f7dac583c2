"""A tower of a model in a bare loop of ONNX Runtime: what any program around it is held against."""

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from grsearch_desktop.encode import folder, variants
from grsearch_desktop.paths import resources

BATCHES = (1, 8, 16)


def folder_of(model: Path | None) -> Path:
    """Of a converted model, or the bundled one."""
    where = model or resources() / "models" / "bundled"
    if not (where / folder.MANIFEST).exists():
        raise SystemExit(f"There is no model in {where}.")
    return where


def file_in_use(model: Path | None, tower: str) -> Path:
    """The file that the program runs: of a converted model the form that is the fastest here."""
    where = folder_of(model)
    forms = variants.chosen(where, folder.read(where)) if model else {}
    return where / (forms[tower].file if tower in forms else tower)


def opened(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def takes_batches(session: onnxruntime.InferenceSession) -> bool:
    return not isinstance(session.get_inputs()[0].shape[0], int)


def loop(session: onnxruntime.InferenceSession, batches: Sequence[Any]) -> float:
    """Items per second."""
    name = session.get_inputs()[0].name
    session.run(None, {name: batches[0]})
    begun = time.perf_counter()
    for batch in batches:
        session.run(None, {name: batch})
    return sum(len(batch) for batch in batches) / (time.perf_counter() - begun)


def at_once(session: onnxruntime.InferenceSession, items: Sequence[Any], threads: int) -> float:
    """Items per second of a session of one thread, run from several threads."""
    name = session.get_inputs()[0].name

    def some(first: int) -> None:
        for item in items[first::threads]:
            session.run(None, {name: item})

    session.run(None, {name: items[0]})
    workers = [threading.Thread(target=some, args=(first,)) for first in range(threads)]
    begun = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(items) / (time.perf_counter() - begun)


def cpu_each(session: onnxruntime.InferenceSession, items: Sequence[Any]) -> float:
    """Seconds of one core for an item, in a session of one thread."""
    name = session.get_inputs()[0].name
    session.run(None, {name: items[0]})
    begun = time.process_time()
    for item in items:
        session.run(None, {name: item})
    return (time.process_time() - begun) / len(items)


def images(path: Path, batch: int, count: int) -> list[Any]:
    """Noise in the form that an image tower takes."""
    source = opened(path, 1).get_inputs()[0]
    side = json.loads((path.parent / folder.MANIFEST).read_text("utf-8"))["image"]["height"]
    shape = [batch, *(size if isinstance(size, int) else side for size in source.shape[1:])]
    random = np.random.default_rng(7)
    return [random.integers(0, 256, shape, np.uint8) for _ in range(max(1, count // batch))]
