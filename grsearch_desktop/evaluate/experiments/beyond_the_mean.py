"""(8) What else could close the gap, each way fitted without the questions."""

import numpy as np

from grsearch_desktop.evaluate.experiments.experiment import Cell, Experiment, Interval, Table
from grsearch_desktop.evaluate.experiments.setting import PERCENT, Setting, interval
from grsearch_desktop.evaluate.methods import trials
from grsearch_desktop.evaluate.methods.comparison import EVEN, ODD, Row, compared

NAME = "beyond-the-mean"
_ALPHA = 0.5
"""Neither text nor picture is to be trusted more by all methods alike."""


def run(setting: Setting) -> Experiment | None:
    """None where there are not both texts and pictures, or too few questions for two halves."""
    shown = setting.mixed()
    if not (shown.texts.any() and shown.images.any()) or len(shown.queries) < 8:
        return None
    known = trials.held_out(setting.encoder, setting.cache)
    trial = trials.of_dataset(setting.dataset.name, setting.dataset, shown, _ALPHA, known)
    rows = compared([trial])
    best = max(rows, key=lambda row: float(row.gains(ODD).mean()))
    below, above = best.interval(ODD)
    gain = float(best.gains(ODD).mean()) * PERCENT
    return Experiment(
        NAME,
        "Beyond the mean",
        "Other ways to make the scores of texts and pictures comparable, on the same footing: "
        "each learns from the documents and from questions written for no data set, its setting "
        "is chosen on the even questions and judged on the odd ones.",
        f"The best on the odd questions, {best.setting}, is at {gain:+.1f} points against the "
        f"mean alone ({below * PERCENT:+.1f} to {above * PERCENT:+.1f}).",
        (
            Table(
                "nDCG@10 by the way of calibration",
                ("way", "even", "odd", "odd, against the mean alone", "distinct", "hub"),
                tuple(_told(row) for row in rows),
                "Distinct: different answers among the first ten of all questions, as a share of "
                "those that could be there. Hub: the share of questions that have the most "
                "frequent answer among their first ten.",
            ),
        ),
        notes=(
            "One of eleven ways is best by chance as well: what counts is whether it is so on "
            "several sets. The product takes off the mean alone.",
        ),
    )


def _told(row: Row) -> tuple[Cell, ...]:
    below, above = row.interval(ODD)
    gain = Interval(float(np.mean(row.gains(ODD))) * PERCENT, below * PERCENT, above * PERCENT)
    return (
        row.setting,
        interval(row.outcome.half(EVEN) * PERCENT),
        interval(row.outcome.half(ODD) * PERCENT),
        gain,
        f"{row.outcome.distinct:.2f}",
        f"{row.outcome.hub:.2f}",
    )
