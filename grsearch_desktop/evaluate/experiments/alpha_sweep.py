"""(2) How much the text should count in a document that has both."""

import numpy as np

from grsearch_desktop.evaluate.encoded import KINDS
from grsearch_desktop.evaluate.experiments.experiment import Cell, Curve, Experiment, Plot, Table
from grsearch_desktop.evaluate.experiments.setting import Setting, curve, interval
from grsearch_desktop.evaluate.judging import subsets

NAME = "alpha"
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Those of the paper."""
FINER = tuple(round(0.05 * step, 2) for step in range(21))


def run(setting: Setting) -> Experiment | None:
    """None where no document has both a text and a picture."""
    encoded = setting.mixed()
    kinds = encoded.kinds()
    if not (kinds == "both").any():
        return None
    of_kind = subsets(setting.dataset, kinds)
    curves: list[Curve] = []
    rows: list[tuple[Cell, ...]] = []
    best: dict[str, float] = {}
    finest: dict[str, float] = {}
    for name, means in setting.methods():
        values = {alpha: setting.ndcg(encoded, means, alpha) for alpha in FINER}
        curves.append(curve(name, FINER, list(values.values())))
        # Of equal figures the one nearer the middle: an end has to be better, not as good.
        order = sorted(SHARES, key=lambda alpha: abs(alpha - 0.5))
        mean = {alpha: round(float(own.mean()), 6) for alpha, own in values.items()}
        best[name] = max(order, key=mean.__getitem__)
        finest[name] = max(FINER, key=mean.__getitem__)
        for alpha in SHARES:
            parts = [
                interval(values[alpha][of_kind[kind]]) if kind in of_kind else "" for kind in KINDS
            ]
            rows.append((f"{name}, a = {alpha:g}", interval(values[alpha]), *parts))
    means_of = {each.name: dict(zip(each.x, each.y, strict=True)) for each in curves}
    told = {
        name: f"{means_of[name][best[name]]:.1f} at a = {best[name]:g} "
        f"(in finer steps best at {finest[name]:g})"
        for name in best
    }
    counts = {kind: int(np.sum(kinds == kind)) for kind in KINDS}
    return Experiment(
        NAME,
        "The share of the text in a document that has both",
        "Documents are texts, pictures and both. In those that have both, the text counts with a "
        "and the picture with 1 - a. Questions are counted by what answers them.",
        f"Of the five shares of the paper raw is best with {told['raw']}, calibrated with "
        f"{told['calibrated']}.",
        (
            Table(
                "nDCG@10 by a and by what the answer is",
                ("method", "all", *KINDS),
                tuple(rows),
                f"The documents: {counts['text']} texts, {counts['image']} pictures, "
                f"{counts['both']} with both.",
            ),
        ),
        (
            Plot(
                "alpha",
                "nDCG@10 by the share of the text",
                "a, the share of the text in documents that have both",
                "nDCG@10, points",
                tuple(curves),
            ),
        ),
    )
