"""(3) Whether means may come from other documents, and from how many."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.encoded import EncodedSet, there
from grsearch_desktop.evaluate.experiments.experiment import (
    Cell,
    Curve,
    Experiment,
    Plot,
    Table,
)
from grsearch_desktop.evaluate.experiments.setting import Setting, curve, interval

NAME = "means"
SIZES = (10, 30, 100, 300, 1000, 3000, 10_000)
_DRAWS = 5
_SEED = 20250726


def run(setting: Setting) -> Experiment | None:
    """None where there are not both texts and pictures."""
    shown = setting.mixed()
    pool = setting.encoded
    if not (pool.texts.any() and pool.images.any()):
        return None
    query = setting.encoder.prior.query

    def own(encoded: EncodedSet) -> Means:
        return Means(query, _mean(encoded.texts), _mean(encoded.images))

    raw = setting.ndcg(shown, Means.none(setting.encoder.dimension), 0.5)
    full = setting.ndcg(shown, own(pool), 0.5)
    prior = setting.encoder.prior
    transfers: list[tuple[str, NDArray[np.float64]]] = [
        ("none taken off (raw)", raw),
        ("of these documents", full),
        (
            "shipped with the model",
            setting.ndcg(shown, Means(prior.query, prior.text, prior.image), 0.5),
        ),
    ]
    texts, images = [there(pool.texts)], [there(pool.images)]
    for other in setting.others:
        encoded = setting.encode(other)
        texts.append(there(encoded.texts))
        images.append(there(encoded.images))
        if len(texts[-1]) and len(images[-1]):
            transfers.append((f"of {other.name}", setting.ndcg(shown, own(encoded), 0.5)))
    sizes, drawn, without_query = _sizes(
        setting, shown, np.concatenate(texts), np.concatenate(images)
    )
    rows: list[tuple[Cell, ...]] = [
        (name, interval(values), interval(values - full)) for name, values in transfers
    ]
    enough = next(
        (size for size, each in zip(sizes, drawn, strict=True) if full.mean() - each.mean() < 1.0),
        None,
    )
    change = min((float((values - full).mean()) for name, values in transfers[2:]), default=0.0)
    curves = (
        curve("calibrated", sizes, drawn),
        curve("without a mean of queries", sizes, without_query),
        Curve("raw", tuple(sizes), (float(raw.mean()),) * len(sizes)),
    )
    return Experiment(
        NAME,
        "Where the means come from, and from how many documents",
        "The means of texts and pictures are taken from other documents than those that are "
        "searched, and from few or many of them.",
        f"{_told(change)} "
        + (
            f"{enough} documents are enough for a mean within a point of that of all."
            if enough
            else f"{sizes[-1]} documents are not enough for a mean within a point of that of all."
        ),
        (
            Table(
                "nDCG@10 by what the means are made of",
                ("means", "nDCG@10", "against those of these documents"),
                tuple(rows),
            ),
            Table(
                "nDCG@10 by the number of documents that the means are made of",
                ("documents", "calibrated", "without a mean of queries"),
                tuple(
                    (str(size), interval(with_query), interval(without))
                    for size, with_query, without in zip(sizes, drawn, without_query, strict=True)
                ),
            ),
        ),
        (
            Plot(
                "mean-size",
                "nDCG@10 by the number of documents that the means are made of",
                "documents of each kind that a mean is made of",
                "nDCG@10, points",
                curves,
                log_x=True,
            ),
        ),
        (
            f"Each size is drawn {_DRAWS} times; a query's figure is the mean over the draws.",
            "They are drawn from the documents of this set and of the other sets together.",
            "The mean of queries is the one that comes with the model, for a library has none.",
            *(
                ("These sets hold fewer documents of a kind than the largest sizes.",)
                if sizes[-1] < SIZES[-1]
                else ()
            ),
        ),
    )


def _sizes(
    setting: Setting, shown: EncodedSet, texts: Vectors, images: Vectors
) -> tuple[list[int], list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    query = setting.encoder.prior.query
    most = min(len(texts), len(images))
    random = np.random.default_rng(_SEED)
    sizes = [size for size in SIZES if size <= most]
    nothing = np.zeros_like(query)
    drawn, without_query = [], []
    for size in sizes:
        both: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        for _ in range(_DRAWS):
            of_texts = _mean(random.permutation(texts)[:size])
            of_images = _mean(random.permutation(images)[:size])
            both.append(
                (
                    setting.ndcg(shown, Means(query, of_texts, of_images), 0.5),
                    setting.ndcg(shown, Means(nothing, of_texts, of_images), 0.5),
                )
            )
        drawn.append(np.mean([one for one, _ in both], axis=0))
        without_query.append(np.mean([other for _, other in both], axis=0))
    return sizes, drawn, without_query


def _mean(vectors: Vectors) -> Vectors:
    found = there(vectors)
    return found.mean(axis=0) if len(found) else np.zeros(vectors.shape[1], np.float32)


def _told(change: float) -> str:
    if change >= 0:
        return "Means of others are as good as those of these documents, or better."
    return f"Means of others lose {-change:.1f} points at worst."
