"""Which form of a converted model is the fastest on this machine: measured once, then kept.

    python -m grsearch_desktop.encode.variants FOLDER

A converted model has float32 towers. Whether they are faster with 8-bit weights, in float16 or on
an accelerator depends on the machine. The fastest whose vectors of sample texts and images agree
with those of float32 counts as the same model (see docs/decisions/0022-encoding.md). It is made
and measured in a process of its own, never while a person waits for an answer.
"""

import hashlib
import json
import logging
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop import whole
from grsearch_desktop.encode import folder
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.encode.running import CPU, Tower, accelerators

log = logging.getLogger(__name__)

CHOSEN = "fastest.json"
LEAST_COSINE = 0.99
"""Of each sample's vector with that of float32."""
_FASTER = 1.1
"""How many times as fast as float32 on the CPU another form must be to be taken."""
_ROUNDS = 3
_MEMORY = 6
"""How many times the size of a tower converting it takes, about."""


@dataclass(frozen=True)
class Form:
    """One form of a tower: its file in the model's folder, and what runs it."""

    file: str
    size: int
    """bytes"""
    provider: str
    precision: str
    """"float32", "int8" (weights; activations as they come) or "float16"."""
    milliseconds: float
    """For one sample, on one thread."""
    cosine: float
    """The least of all samples."""


def chosen(where: Path, manifest: folder.Manifest) -> dict[str, Form]:
    """The form of each tower, by its file; {} where none was chosen on this machine."""
    try:
        said = json.loads((where / CHOSEN).read_text("utf-8"))
        if said["machine"] != machine(manifest):
            return {}
        forms = {tower: Form(**form) for tower, form in said["towers"].items()}
        sizes = {form.file: (where / form.file).stat().st_size for form in forms.values()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("what was chosen for %s can't be read: %s", where, error)
        return {}
    return forms if all(sizes[form.file] == form.size for form in forms.values()) else {}


def machine(manifest: folder.Manifest) -> str:
    """Names the processor, what else may run a tower, and the model's version."""
    import onnxruntime

    said = [_processor(), onnxruntime.__version__, *accelerators()]
    said += [manifest.files[tower].sha256 for tower in (folder.TEXT, folder.IMAGE)]
    return hashlib.blake2b("\n".join(said).encode(), digest_size=12).hexdigest()


def choose(where: Path, samples: Mapping[str, Sequence[Any]]) -> dict[str, Form]:
    """Measures the forms of each tower, keeps the fastest and writes down which.

    samples: for each tower's file what it is to be run on, one after another.
    """
    manifest = folder.read(where)
    forms = {tower: _fastest(where, tower, given) for tower, given in samples.items()}
    kept = {form.file for form in forms.values()}
    for path in where.glob("*.*.onnx"):
        if path.name not in kept:
            path.unlink()
    said = {
        "machine": machine(manifest),
        "towers": {tower: asdict(form) for tower, form in forms.items()},
    }
    whole.write(where / CHOSEN, json.dumps(said, indent=2))
    return forms


def _fastest(where: Path, tower: str, samples: Sequence[Any]) -> Form:
    milliseconds, reference = _measured(Tower(where / tower), samples)
    size = (where / tower).stat().st_size
    best = Form(tower, size, CPU, "float32", milliseconds, 1.0)
    for file, precision, provider in _others(where, tower):
        try:
            ready = Tower(where / file, provider)
            milliseconds, vectors = _measured(ready, samples)
        except Exception as error:  # noqa: BLE001 - a provider raises what it likes
            log.info("%s on %s does not run: %s", file, provider, error)
            continue
        cosine = float((reference * vectors).sum(1).min())
        log.info("%s on %s: %.2f ms, cosine %.4f", file, provider, milliseconds, cosine)
        if ready.provider != provider or not cosine >= LEAST_COSINE:
            continue
        if milliseconds * (_FASTER if best.file == tower else 1.0) < best.milliseconds:
            size = (where / file).stat().st_size
            best = Form(file, size, provider, precision, milliseconds, cosine)
    return best


def _others(where: Path, tower: str) -> Iterator[tuple[str, str, str]]:
    """File, precision and provider of each other form that can be made."""
    stem = tower.removesuffix(".onnx")
    there = accelerators()
    if _made(_as_int8, where / tower, where / f"{stem}.int8.onnx"):
        yield f"{stem}.int8.onnx", "int8", CPU
    # CPUs of other kinds take float16 apart into float32.
    halves = [*there, *([CPU] if platform.machine().lower() in ("arm64", "aarch64") else [])]
    if halves and _made(_as_float16, where / tower, where / f"{stem}.float16.onnx"):
        yield from ((f"{stem}.float16.onnx", "float16", provider) for provider in halves)
    yield from ((tower, "float32", provider) for provider in there)


def _made(make: Callable[[Path, Path], None], tower: Path, to: Path) -> bool:
    import psutil  # type: ignore[import-untyped]

    if tower.stat().st_size * _MEMORY > psutil.virtual_memory().available:
        return False
    try:
        make(tower, to)
    except Exception as error:  # noqa: BLE001
        # The converters are packages of their own, or stumble over a node they don't know.
        log.info("%s can't be made: %s", to.name, error)
        with suppress(OSError):
            to.unlink(missing_ok=True)
        return False
    return True


def _as_int8(tower: Path, to: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        tower,
        to,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        # Without these instructions, sums of 8-bit products overflow in 16 bits.
        reduce_range="vnni" not in _processor() and platform.machine() in ("x86_64", "AMD64"),
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def _as_float16(tower: Path, to: Path) -> None:
    import onnx
    from onnxruntime.transformers.float16 import convert_float_to_float16

    onnx.save(convert_float_to_float16(onnx.load(tower), keep_io_types=True), to)


def _measured(tower: Tower, samples: Sequence[Any]) -> tuple[float, Vectors]:
    """Milliseconds for one sample, in the best of the rounds, and the vectors of all."""
    vectors = np.concatenate([tower.run(sample) for sample in samples])
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for sample in samples:
            tower.run(sample)
        best = min(best, time.perf_counter() - begun)
    return 1000 * best / len(samples), vectors


def _processor() -> str:
    """Its name and what it can do, as far as the system says."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").split("\n\n")[:1]:
            told = dict(part.split(":", 1) for part in line.splitlines() if ":" in part)
            return f"{_value(told, 'model name')} {_value(told, 'flags')}"
    return f"{platform.machine()} {platform.processor()}"


def _value(told: dict[str, str], name: str) -> str:
    return next((value.strip() for key, value in told.items() if key.strip() == name), "")


def main(arguments: list[str]) -> int:
    from grsearch_desktop.encode.onnx import OnnxEncoder

    if len(arguments) != 1:
        return 2
    if hasattr(os, "nice"):
        os.nice(10)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    where = Path(arguments[0])
    choose(where, OnnxEncoder(where, 1).samples())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
