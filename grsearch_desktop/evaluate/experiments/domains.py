"""(5) A mean for each domain of a kind against one for all of it."""

import numpy as np

from grsearch_desktop.calibrate.means import Means, Vector
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.domains import clusters, domain_means
from grsearch_desktop.evaluate.experiments.experiment import Cell, Experiment, Table
from grsearch_desktop.evaluate.experiments.setting import Setting, interval

NAME = "domains"
COUNTS = (2, 4, 8, 16)
_WEIGHTS = (0.0, 100.0)


def run(setting: Setting) -> Experiment:
    shown = setting.mixed()
    alpha = setting.encoder.alpha
    means = setting.means()
    one = setting.ndcg(shown, means, alpha)
    rows: list[tuple[Cell, ...]] = [("one mean for each kind", "", interval(one), "")]
    gains: list[tuple[float, str]] = []
    for count in COUNTS:
        for weight in _WEIGHTS:
            of_domains = Means(
                means.query,
                _of_each(shown.texts, means.text, count, weight),
                _of_each(shown.images, means.image, count, weight),
            )
            values = setting.ndcg(shown, of_domains, alpha)
            name = f"{count} domains"
            rows.append((name, f"{weight:g}", interval(values), interval(values - one)))
            gains.append((float((values - one).mean()), name))
    gain, name = max(gains)
    return Experiment(
        NAME,
        "Means of domains against global means",
        "Texts and pictures are each parted into domains by k-means of their vectors, and each "
        "domain has a mean of its own, drawn towards that of its kind as if that stood for "
        "some documents more.",
        f"The best of these, {name}, changes the figure of one mean for each kind by {gain:+.1f} "
        "points.",
        (
            Table(
                "nDCG@10 by the number of domains",
                ("means", "documents that the kind's mean stands for", "nDCG@10", "gain"),
                tuple(rows),
            ),
        ),
        notes=(
            "A domain's mean holds its subject as well: taking it off takes away what tells its "
            "documents from others, which is what a question asks for.",
        ),
    )


def _of_each(vectors: Vectors, kind_mean: Vector, count: int, weight: float) -> Vectors:
    """The mean that is taken off each vector, shape (N, D)."""
    there = np.asarray(vectors.any(axis=1), dtype=np.bool_)
    found = np.repeat(kind_mean[np.newaxis], len(vectors), axis=0)
    if there.any():
        domains = clusters(vectors[there], count)
        found[there] = domain_means(vectors[there], domains, kind_mean, weight)[domains]
    return found
