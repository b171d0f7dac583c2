"""Makes the folder of a model, once, from what open_clip has; see encode.openclip.

    python -m grsearch_desktop.encode.exporting SPEC FOLDER

SPEC is "local-dir:/path", "hf-hub:org/name", "NAME/TAG" or "NAME". Runs in a process of its own:
it says one sentence per step on stdout, the last one being what went wrong if it ends with 1, and
ends when its stdin does: nobody waits for it then.
"""

import contextlib
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from grsearch_desktop.encode import folder, openclip, prior_texts
from grsearch_desktop.encode.drawn import drawn_images
from grsearch_desktop.encode.exported_tokens import Tokens
from grsearch_desktop.encode.models import MISSING_EXTRA
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.openclip import Source
from grsearch_desktop.encode.pixels import prepare
from grsearch_desktop.errors import MissingExtraError, ModelError

log = logging.getLogger(__name__)

LEAST_COSINE = 0.999
"""Between what torch and what ONNX Runtime make of the same input."""
PRIOR_WEIGHT = 1_000.0
"""A prior of drawn images and a few hundred texts is not exact; but what it leaves of the gap costs
less than the own mean of a one-sided library, which takes its subject away (decision 0017)."""
ALPHA = 0.5
"""As in GR-CLIP (arXiv 2507.19054)."""
CHECKED_TEXTS = ("a photo of a dog", "Rechnung für März, 42 €", "word " * 200)


def export(spec: str, target: Path, on_step: Callable[[str], None]) -> None:
    """Makes the folder `target` out of the model `spec` names; there is none until it is whole.

    Raises ModelError, MissingExtraError.
    """
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        on_step(f"Fetching {spec}")
        source = openclip.open_model(spec)
        tokens = openclip.tokens_of(source)
        tokens.tokenizer.save(str(unfinished / folder.TOKENIZER), pretty=False)
        on_step("Converting the text tower")
        length = openclip.export_text(source, tokens, unfinished / folder.TEXT)
        on_step("Converting the image tower")
        openclip.export_image(source, unfinished / folder.IMAGE)
        on_step("Checking both towers")
        said = _description(source, tokens, length, target.name)
        _write_prior(unfinished, said)
        _check(source, tokens, OnnxEncoder(unfinished, 1))
        folder.verify(unfinished)
        _replace(target, unfinished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _description(source: Source, tokens: Tokens, length: int | None, name: str) -> dict[str, Any]:
    plain = not source.spec.startswith(("local-dir:", "hf-hub:"))
    return {
        "name": name,
        "source": f"open_clip: {source.spec}" if plain else source.spec,
        "description": "Made from an open_clip model.",
        "licence": "see its source",
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


def _write_prior(where: Path, said: dict[str, Any]) -> None:
    """The mean vectors of the shipped queries and passages, and of images we draw."""
    passages = prior_texts.passages()
    nothing = np.zeros(said["dimension"], np.float32)
    save_file({"query": nothing, "text": nothing, "image": nothing}, where / folder.PRIOR)
    folder.write(where, said)
    encoder = OnnxEncoder(where, threads=2)
    means = {
        "query": encoder.encode_texts(prior_texts.queries()).mean(0),
        "text": encoder.encode_texts(passages).mean(0),
        "image": encoder.encode_images(list(drawn_images(passages))).mean(0),
    }
    save_file(means, where / folder.PRIOR)
    folder.write(where, said)


def _check(source: Source, tokens: Tokens, encoder: OnnxEncoder) -> None:
    """Raises ModelError unless torch and ONNX Runtime agree."""
    framed = [tokens.framed(text, tokens.length) for text in CHECKED_TEXTS]
    reference = openclip.encode_texts(source, framed)
    texts = (reference * encoder.encode_texts(CHECKED_TEXTS)).sum(1)
    images = list(drawn_images(CHECKED_TEXTS, count=4))
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


def main(arguments: list[str]) -> int:
    """Exports; gives the exit code."""
    said = sys.stdout

    def say(sentence: str) -> None:
        said.write(f"{sentence}\n")
        said.flush()

    if len(arguments) != 2:
        say("Usage: python -m grsearch_desktop.encode.exporting SPEC FOLDER")
        return 2
    threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    # torch and open_clip talk on stdout too; only our sentences belong there.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            export(arguments[0], Path(arguments[1]), say)
        except MissingExtraError as error:
            say(str(error))
            return MISSING_EXTRA
        except ModelError as error:
            say(str(error))
            return 1
        except Exception as error:
            log.exception("export of %s", arguments[0])
            say(f"The model {arguments[0]} could not be converted: {openclip.first_line(error)}")
            return 1
    return 0


def _end_with_stdin() -> None:
    # The descriptor: a thread that holds sys.stdin's lock would keep Python from ending.
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
