"""One data set, one model: raw beside calibrated, for each share of text and kind of document."""

import contextlib
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop import settings
from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.governor import cores
from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import OnEncoded
from grsearch_desktop.evaluate.encoded import KINDS, drawn_means, encode
from grsearch_desktop.evaluate.judging import Judge, figures, scored, subsets
from grsearch_desktop.evaluate.sets import loading
from grsearch_desktop.evaluate.sets.shown import Way
from grsearch_desktop.paths import Home

ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)


def evaluate(
    dataset: Path,
    home: Home,
    way: Way | None = None,
    on_step: Callable[[str, int, int], None] | None = None,
    model: str | None = None,
) -> dict[str, Any]:
    """One JSON object: the figures of a model, or of that in use, on a set (see sets.loading).

    `on_step` hears what is being done ("files", "texts" or "pictures"), how many of them are, and
    of how many. Raises UsageError if the set is of another form, SettingsError and ModelError.
    """
    from grsearch_desktop.encode import models

    on_file = functools.partial(on_step, "files") if on_step else None
    loaded = loading.load(dataset, home.root / "cache", way, on_file)
    encoder = models.load(model or settings.load(home.settings).model, home.models, cores())
    with contextlib.suppress(NoRoomError):
        # Without a home the vectors can't be kept, which the log says; the figures can be had.
        home.create()
    return measured(loaded, encoder, home.root / "cache", on_step)


def measured(
    dataset: DataSet, encoder: Encoder, cache: Path, on_encoded: OnEncoded | None = None
) -> dict[str, Any]:
    """The figures of one model. `cache`: the folder in which its vectors are kept.

    "documents" counts each kind, and the pictures that are missing or can't be read. A subset
    holds the queries whose every answer is of that kind; they are ranked among all documents.
    """
    encoded = encode(dataset, encoder, cache, on_encoded)
    kinds = encoded.kinds()
    with_image = sum(document.image is not None for document in dataset.documents)
    unreadable = with_image - int(np.isin(kinds, ("image", "both")).sum())
    found = subsets(dataset, kinds)
    judge = Judge(dataset)
    own = drawn_means(encoder.prior, encoded.texts, encoded.images)
    results = []
    for method, means in (("raw", Means.none(encoder.dimension)), ("calibrated", own)):
        for alpha in sorted({*ALPHAS, encoder.alpha}):
            answers = judge.answers(scored(encoded, means, alpha))
            for subset, rows in found.items():
                said = figures([answers[row] for row in rows])
                results.append({"method": method, "alpha": alpha, "subset": subset, **said})
    return {
        "dataset": dataset.name,
        "model": encoder.name,
        "model_alpha": encoder.alpha,
        "documents": {kind: int((kinds == kind).sum()) for kind in KINDS}
        | {"missing_pictures": dataset.missing_pictures + unreadable},
        "results": results,
    }
