"""(6) Ways to fuse the text and the picture of one document."""

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from grsearch_desktop.calibrate.means import Means, calibrated
from grsearch_desktop.evaluate.encoded import EncodedSet
from grsearch_desktop.evaluate.experiments.experiment import Cell, Experiment, Table
from grsearch_desktop.evaluate.experiments.setting import PERCENT, Setting, interval
from grsearch_desktop.evaluate.judging import Scores, ndcgs, scored

NAME = "fusion"
_SHARES = tuple(round(0.1 * step, 1) for step in range(11))
_OTHERS = 20
"""Documents that don't answer, for each that does, from which the network learns."""
_SEED = 20250726


def run(setting: Setting) -> Experiment | None:
    """None where not every document has a text and a picture, or there are too few questions."""
    encoded = setting.encoded
    if set(encoded.kinds()) != {"both"}:
        encoded = setting.pictured
    both = encoded.kinds() == "both"
    if not both.any() or len(encoded.queries) < 8:
        return None
    even = np.arange(len(encoded.queries)) % 2 == 0
    rows: list[tuple[Cell, ...]] = []
    told = {}
    raw, own = setting.methods()
    for method, means in (raw, own):
        texts, images = _parts(encoded, means)
        ways = {
            "linear, before the cosine": _linear(setting, encoded, means, even),
            "the better of both": np.maximum(texts, images),
            "sum of both cosines": texts + images,
            "length of both (2-norm)": np.hypot(np.maximum(texts, 0), np.maximum(images, 0)),
            "a small network": _learnt(setting, texts, images, even),
        }
        for way, scores in ways.items():
            values = _points(setting, scores)[~even]
            told[method, way] = float(values.mean())
            rows.append((f"{method}: {way}", interval(values)))
    names = [way for method, way in told if method == "calibrated"]
    best = max(names, key=lambda way: told["calibrated", way])
    linear = told["calibrated", names[0]]
    return Experiment(
        NAME,
        "Linear against non-linear fusion",
        "The text and the picture of a document as one vector, a(text) + (1-a)(picture), against "
        "ways that put their two cosines together, the last of them learnt.",
        f"Calibrated, the linear way has {linear:.1f} and the best of all, {best}, "
        f"{told['calibrated', best]:.1f}.",
        (
            Table(
                "nDCG@10 by the way of fusion, on the odd questions",
                ("way", "nDCG@10"),
                tuple(rows),
            ),
        ),
        notes=(
            "The share a and the network (8 hidden units on both cosines and their product) were "
            "chosen on the even questions; all figures are of the odd ones.",
            "Documents without a picture of their own have a drawn page of their text.",
        ),
    )


def _parts(encoded: EncodedSet, means: Means) -> tuple[Scores, Scores]:
    """The cosines of all queries with all texts and with all pictures, shape (Q, N) each."""
    queries = calibrated(encoded.queries, means.query)
    found = []
    for vectors, mean in ((encoded.texts, means.text), (encoded.images, means.image)):
        there = vectors.any(axis=1, keepdims=True)
        found.append(queries @ np.where(there, calibrated(vectors, mean), np.float32(0)).T)
    return found[0], found[1]


def _linear(setting: Setting, encoded: EncodedSet, means: Means, even: NDArray[np.bool_]) -> Scores:
    def scores(alpha: float) -> Scores:
        return np.concatenate(list(scored(encoded, means, alpha)))

    return max(
        (scores(alpha) for alpha in _SHARES),
        key=lambda found: float(_points(setting, found)[even].mean()),
    )


def _learnt(setting: Setting, texts: Scores, images: Scores, even: NDArray[np.bool_]) -> Scores:
    features = np.stack((texts, images, texts * images), axis=-1)
    random = np.random.default_rng(_SEED)
    dataset = setting.dataset
    columns = {document.corpus_id: at for at, document in enumerate(dataset.documents)}
    taken, labels = [], []
    for row in np.flatnonzero(even):
        judged = dataset.gains[dataset.queries[row].query_id]
        fitting = set(sorted(columns[answer] for answer in judged if answer in columns))
        others = random.choice(texts.shape[1], min(_OTHERS, texts.shape[1]), replace=False)
        for column in (*fitting, *(int(one) for one in others if int(one) not in fitting)):
            taken.append(features[row, column])
            labels.append(column in fitting)
    scale = np.std(taken, axis=0) + 1e-9
    network = MLPClassifier((8,), random_state=_SEED % 2**31, max_iter=1000)
    network.fit(np.array(taken) / scale, labels)
    flat = (features / scale).reshape(-1, features.shape[-1])
    # The logarithm of the odds: certainty in the last digits of 1 would be ties.
    logits = np.concatenate([_log_odds(network, part) for part in np.array_split(flat, 64)])
    return logits.reshape(texts.shape).astype(np.float32)


def _log_odds(network: MLPClassifier, features: NDArray[np.floating]) -> NDArray[np.float64]:
    chances = network.predict_log_proba(features)
    return np.asarray(chances[:, 1] - chances[:, 0])


def _points(setting: Setting, scores: Scores) -> NDArray[np.float64]:
    return np.array(ndcgs(setting.judge.answers([scores]))) * PERCENT
