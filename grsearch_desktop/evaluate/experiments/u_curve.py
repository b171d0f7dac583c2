"""(1) What happens to the ranking as more and more documents are pictures of their text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.evaluate.experiments.experiment import Cell, Curve, Experiment, Plot, Table
from grsearch_desktop.evaluate.experiments.setting import Setting, curve, interval

NAME = "u-curve"
SHARES = tuple(round(0.1 * step, 1) for step in range(11))
_LOTS = 3
"""Draws of the documents that are shown as pictures; a query's figure is the mean over them."""


def run(setting: Setting) -> Experiment | None:
    """None where no document has a text."""
    if not setting.encoded.texts.any():
        return None
    encoded = setting.pictured
    count = len(setting.dataset.documents)
    has_text = encoded.texts.any(axis=1)
    curves: list[Curve] = []
    rows: list[tuple[Cell, ...]] = []
    spans: dict[str, list[float]] = {}
    for name, means in setting.methods():
        values: list[NDArray[np.float64]] = []
        for share in SHARES:
            lots = []
            for seed in range(_LOTS if 0 < share < 1 else 1):
                as_picture = (setting.places(seed) < share * count) | ~has_text
                shown = encoded.shown(~as_picture, as_picture)
                lots.append(setting.ndcg(shown, means, 0.5))
            values.append(np.mean(lots, axis=0))
        curves.append(curve(name, SHARES, values))
        rows.append((name, *(interval(each) for each in values)))
        spans[name] = [float(each.mean()) for each in values]
    raw, calibrated = spans["raw"], spans["calibrated"]
    return Experiment(
        NAME,
        "The U-curve: pages shown as pictures of themselves",
        "A share of the documents is shown as pictures (screenshots), the others as texts. The "
        "content stays the same: a method that compares both honestly does not care.",
        f"{_told(raw)} Calibrated stays between {min(calibrated):.1f} and {max(calibrated):.1f}.",
        (
            Table(
                "nDCG@10 by the share of documents that are pictures",
                ("method", *(f"{share:g}" for share in SHARES)),
                tuple(rows),
            ),
        ),
        (
            Plot(
                "u-curve",
                "nDCG@10 by the share of documents shown as pictures",
                "share of documents shown as pictures",
                "nDCG@10, points",
                tuple(curves),
                "Where raw dips between the ends, pictures stand behind all texts, so that answers "
                "which are pictures are missed, until there is nothing but pictures.",
            ),
        ),
        (
            f"Each figure between the ends is the mean over {_LOTS} draws of the documents that "
            "are pictures.",
        ),
    )


def _told(raw: Sequence[float]) -> str:
    """A U where it is one; without a dip between the ends there is none to tell of."""
    dip = int(np.argmin(raw))
    if 0 < dip < len(raw) - 1:
        return (
            f"Raw falls from {raw[0]:.1f} to {raw[dip]:.1f} at a share of {SHARES[dip]:g} and has "
            f"{raw[-1]:.1f} where all are pictures."
        )
    return (
        f"Raw goes from {raw[0]:.1f}, where all are texts, to {raw[-1]:.1f}, where all are "
        "pictures, and is nowhere lower than at an end."
    )
