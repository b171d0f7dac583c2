"""(7) The gap itself: how far the kinds lie apart, and who is whose neighbour."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.calibrate.signature import NEAREST, same_kind_neighbours, text_over_image
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.encoded import there
from grsearch_desktop.evaluate.experiments.experiment import (
    Cell,
    Curve,
    Experiment,
    Plot,
    Table,
)
from grsearch_desktop.evaluate.experiments.setting import Setting

NAME = "geometry"
_MOST = 2000
"""Vectors of a kind that are looked at."""
_SEED = 20250726
_BINS = np.linspace(-1.0, 1.0, 81)


def run(setting: Setting) -> Experiment | None:
    """None where there are not both texts and pictures."""
    encoded = setting.encoded
    random = np.random.default_rng(_SEED)
    kinds = {
        "query": random.permutation(encoded.queries)[:_MOST],
        "text": random.permutation(there(encoded.texts))[:_MOST],
        "image": random.permutation(there(encoded.images))[:_MOST],
    }
    if not all(len(vectors) > NEAREST for vectors in kinds.values()):
        return None
    rows: dict[str, list[Cell]] = {}
    curves = []
    shares, ahead = {}, {}
    for method, means in setting.methods():
        moved = {kind: calibrated(vectors, getattr(means, kind)) for kind, vectors in kinds.items()}
        as_many = min(len(moved["text"]), len(moved["image"]))
        shares[method] = same_kind_neighbours(moved["text"][:as_many], moved["image"][:as_many])
        ahead[method] = text_over_image(moved["query"], moved["text"], moved["image"])
        said: dict[str, Cell] = {
            "gap: distance of the means of texts and pictures": _gap(moved["text"], moved["image"]),
            "gap: distance of the means of queries and pictures": _gap(
                moved["query"], moved["image"]
            ),
            "gap: distance of the means of queries and texts": _gap(moved["query"], moved["text"]),
            "cone of texts: angle to their mean, degrees": _angle(moved["text"]),
            "cone of pictures: angle to their mean, degrees": _angle(moved["image"]),
            "cosine of a query with any text": float((moved["query"] @ moved["text"].T).mean()),
            "cosine of a query with any picture": float((moved["query"] @ moved["image"].T).mean()),
            "a text comes before a picture, for any query": ahead[method],
            f"of the {NEAREST} nearest of any, as many of the same kind": shares[method],
        }
        for name, value in said.items():
            rows.setdefault(name, []).append(round(float(value), 3))  # type: ignore[arg-type]
        curves += [
            _histogram(f"{method}: query and {kind}", moved["query"] @ moved[kind].T)
            for kind in ("text", "image")
        ]
    return Experiment(
        NAME,
        "The geometry of the gap",
        "Where the vectors of queries, texts and pictures lie, as the model gives them and after "
        "the mean of each kind is taken off.",
        f"Raw, {shares['raw'] * 100:.0f} % of the nearest neighbours are of the same kind, "
        f"calibrated {shares['calibrated'] * 100:.0f} %; 50 % would be chance.",
        (
            Table(
                "The gap in figures",
                ("figure", "raw", "calibrated"),
                tuple((name, *values) for name, values in rows.items()),
                "Neighbours are counted among as many texts as pictures.",
            ),
        ),
        (
            Plot(
                "cosines",
                "Cosines of queries with texts and with pictures",
                "cosine",
                "share of all pairs, %",
                tuple(curves),
                "The further apart the two hills of a method lie, the more often any text comes "
                f"before any picture: raw for {ahead['raw'] * 100:.0f} % of the pairs, calibrated "
                f"for {ahead['calibrated'] * 100:.0f} %; 50 % would be even.",
            ),
        ),
    )


def _gap(ones: Vectors, others: Vectors) -> float:
    return float(np.linalg.norm(ones.mean(axis=0) - others.mean(axis=0)))


def _angle(vectors: Vectors) -> float:
    """The mean angle between unit vectors and their mean, in degrees; 90 without a cone."""
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    if length < 1e-6:
        return 90.0
    cosines = np.clip(vectors @ (mean / length), -1, 1)
    return float(np.degrees(np.arccos(cosines)).mean())


def _histogram(name: str, cosines: NDArray[np.float32]) -> Curve:
    counts, _ = np.histogram(cosines, _BINS)
    middles = (_BINS[:-1] + _BINS[1:]) / 2
    share = counts / max(counts.sum(), 1) * 100
    # Beyond the first and last that hold anything a line along the axis says nothing.
    held = np.flatnonzero(share)
    first, last = max(held[0] - 1, 0), min(held[-1] + 2, len(share))
    return Curve(
        name,
        tuple(float(x) for x in middles[first:last]),
        tuple(float(y) for y in share[first:last]),
    )
