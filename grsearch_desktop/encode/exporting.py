"""Makes the folder of a model, once, from what open_clip has; see encode.openclip.

    python -m grsearch_desktop.encode.exporting SPEC FOLDER

SPEC is "local-dir:/path", "hf-hub:org/name", "NAME/TAG" or "NAME". Runs in a process of its own:
it says what it does on stdout, a JSON object a line (see _Lines and encode.getting), and ends when
its stdin does: nobody waits for it then.
"""

import contextlib
import errno
import json
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from grsearch_desktop.encode import calibrating, folder, gathering, openclip
from grsearch_desktop.encode.drawn import drawn_pictures
from grsearch_desktop.encode.exported_tokens import Tokens
from grsearch_desktop.encode.gathering import Gathered
from grsearch_desktop.encode.getting import (
    FAILED,
    INTERRUPTED,
    MISSING_EXTRA,
    SPEC,
    Came,
    Say,
    clear,
    fetched_folder,
    size_below,
    unheard,
)
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.openclip import Source
from grsearch_desktop.encode.pixels import prepare
from grsearch_desktop.errors import (
    GRSearchError,
    InterruptedFetchError,
    MissingExtraError,
    ModelError,
    NoModelRoomError,
)

log = logging.getLogger(__name__)

THREADS = 2
LEAST_COSINE = 0.999
"""Between what torch and what ONNX Runtime make of the same input."""
PRIOR_WEIGHT = 1_000.0
"""A prior of some pictures and a few hundred texts is not exact; but what it leaves of the gap
costs less than the own mean of a one-sided library, which takes its subject (decision 0017)."""
ALPHA = 0.5
"""As in GR-CLIP (arXiv 2507.19054)."""
_LEAST = 100_000
"""Bytes fetched that are worth keeping."""
_EVERY = 0.2
"""Seconds between two lines while nothing but the bytes change."""
CHECKED_TEXTS = ("a photo of a dog", "Rechnung für März, 42 €", "word " * 200)


def export(
    spec: str, target: Path, on_step: Say, on_note: Say = unheard, on_bytes: Came = unheard
) -> None:
    """Makes the folder `target` out of the model `spec` names; there is none until it is whole.

    `on_step`, `on_note` and `on_bytes` hear what encode.getting says. Raises ModelError,
    MissingExtraError; InterruptedFetchError, and what was fetched lies there for the next time.
    """
    openclip.needs(spec)
    with _alone(spec, target) as fetched:
        clear(target, with_fetched=False)
        try:
            on_step(f"Fetching {spec}")
            gathered = gathering.gather(spec, fetched, on_note, on_bytes)
            _convert(spec, gathered, target, on_step)
        except InterruptedFetchError:
            raise
        except Exception:
            # Not where a person said stop: Ctrl-C comes here too.
            shutil.rmtree(fetched, ignore_errors=True)
            raise
        shutil.rmtree(fetched, ignore_errors=True)


def _convert(spec: str, gathered: Gathered, target: Path, on_step: Say) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        source = openclip.open_model(spec, gathered.where)
        tokens = openclip.tokens_of(source)
        tokens.tokenizer.save(str(unfinished / folder.TOKENIZER), pretty=False)
        on_step("Converting the text tower")
        length = openclip.export_text(source, tokens, unfinished / folder.TEXT)
        on_step("Converting the image tower")
        openclip.export_image(source, unfinished / folder.IMAGE)
        said = _description(source, tokens, length, target.name)
        said["licence"] = gathered.licence or "see its source"
        calibrating.save_none(unfinished, said["dimension"])
        folder.write(unfinished, said)
        on_step("Calibrating it")
        calibrating.calibrate(unfinished, THREADS)
        on_step("Checking both towers")
        _check(source, tokens, OnnxEncoder(unfinished, 1))
        folder.verify(unfinished)
        _replace(target, unfinished)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise NoModelRoomError(
            f"The disk is full; what came of {spec} is kept. Make room, then get it again to go on."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextlib.contextmanager
def _alone(spec: str, target: Path) -> Iterator[Path]:
    """The folder for what is fetched, while no other process has it."""
    # Late: it comes with the extra `clip`.
    from filelock import FileLock, Timeout

    fetched = fetched_folder(target)
    fetched.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(fetched / "lock", timeout=0):
            (fetched / SPEC).write_text(spec, encoding="utf-8")
            try:
                yield fetched
            finally:
                if fetched.is_dir() and size_below(fetched) < _LEAST:
                    shutil.rmtree(fetched, ignore_errors=True)
    except Timeout as error:
        raise InterruptedFetchError(f"{spec} is being fetched already.") from error


def _description(source: Source, tokens: Tokens, length: int | None, name: str) -> dict[str, Any]:
    plain = not source.spec.startswith(("local-dir:", "hf-hub:"))
    return {
        "name": name,
        "source": f"open_clip: {source.spec}" if plain else source.spec,
        "description": "Made from an open_clip model.",
        "dimension": int(source.config["embed_dim"]),
        "token_limit": tokens.limit,
        "alpha": ALPHA,
        "prior_weight": PRIOR_WEIGHT,
        "text": {
            "cleaning": tokens.cleaning,
            "start": tokens.start,
            "end": tokens.end,
            "length": length,
            "pad": tokens.pad,
        },
        "image": asdict(openclip.pixels_form(source)),
    }


def _check(source: Source, tokens: Tokens, encoder: OnnxEncoder) -> None:
    """Raises ModelError unless torch and ONNX Runtime agree."""
    framed = [tokens.framed(text, tokens.length) for text in CHECKED_TEXTS]
    reference = openclip.encode_texts(source, framed)
    texts = (reference * encoder.encode_texts(CHECKED_TEXTS)).sum(1)
    images = list(drawn_pictures(4))
    ready = np.stack([prepare(image, openclip.pixels_form(source)) for image in images])
    reference = openclip.encode_pixels(source, ready)
    looks = (reference * encoder.encode_images(images)).sum(1)
    least = min(texts.min(), looks.min())
    if not least > LEAST_COSINE:
        raise ModelError(
            f"The model {source.spec} could not be converted: it gives other vectors afterwards "
            f"(cosine {least:.4f})."
        )


def _replace(target: Path, finished: Path) -> None:
    """Puts the finished folder in place; an older one stays whole until then."""
    finished.chmod(0o755)
    if not target.exists():
        finished.rename(target)
        return
    old = target.with_name(f".{target.name}.old")
    target.rename(old)
    finished.rename(target)
    shutil.rmtree(old, ignore_errors=True)


class _Lines:
    """What the parent hears: a JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._came = self._told = (0, 0)
        threading.Thread(target=self._keep_telling, name="bytes", daemon=True).start()

    def say(self, **said: Any) -> None:
        with self._lock:
            self._out.write(json.dumps(said) + "\n")
            self._out.flush()

    def came(self, size: int, total: int) -> None:
        self._came = (size, total)
        if size >= total:
            self._tell()

    def _keep_telling(self) -> None:
        """Of the last bytes too, when no more come."""
        while True:
            time.sleep(_EVERY)
            self._tell()

    def _tell(self) -> None:
        size, total = self._came
        if (size, total) != self._told:
            self._told = (size, total)
            self.say(bytes=size, of=total)


def main(arguments: list[str]) -> int:
    """Exports; gives the exit code."""
    lines = _Lines(sys.stdout)
    if len(arguments) != 2:
        print("Usage: python -m grsearch_desktop.encode.exporting SPEC FOLDER", file=sys.stderr)  # noqa: T201
        return 2
    threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    spec = arguments[0]
    # torch and open_clip talk on stdout too; only our lines belong there.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            export(
                spec,
                Path(arguments[1]),
                on_step=lambda sentence: lines.say(step=sentence),
                on_note=lambda sentence: lines.say(note=sentence),
                on_bytes=lines.came,
            )
        except GRSearchError as error:
            lines.say(failure=str(error))
            return _code(error)
        except Exception as error:
            log.exception("export of %s", spec)
            sentence = f"The model {spec} could not be converted: {openclip.first_line(error)}"
            lines.say(failure=sentence)
            return FAILED
    return 0


def _code(error: GRSearchError) -> int:
    if isinstance(error, MissingExtraError):
        return MISSING_EXTRA
    return INTERRUPTED if isinstance(error, InterruptedFetchError) else FAILED


def _end_with_stdin() -> None:
    # The descriptor: a thread that holds sys.stdin's lock would keep Python from ending.
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
