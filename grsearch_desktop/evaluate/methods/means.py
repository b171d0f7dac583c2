"""Nothing taken off, and the mean of each kind taken off, as the application does."""

from dataclasses import dataclass

from grsearch_desktop.calibrate.means import Means, calibrated
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.judging import document_vectors
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer, Scores


@dataclass(frozen=True)
class Raw:
    """Cosines of the vectors as the model gives them."""

    name: str = "raw"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:  # noqa: ARG002
        none = Means.none(documents.texts.shape[1])
        return _scorer(documents, none)


@dataclass(frozen=True)
class MeanOnly:
    """Cosines after the mean of each kind is taken off: GR-CLIP, arXiv 2507.19054."""

    name: str = "mean only"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        return _scorer(documents, held_out.means(documents))


def _scorer(documents: Documents, means: Means) -> Scorer:
    vectors = document_vectors(documents.texts, documents.images, means, documents.alpha)

    def scores(queries: Vectors) -> Scores:
        return calibrated(queries, means.query) @ vectors.T

    return scores
