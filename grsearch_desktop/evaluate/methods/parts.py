"""A document that has both scored by its better part too, and not by the mixture alone."""

from dataclasses import dataclass

import numpy as np

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer, Scores


@dataclass(frozen=True)
class BestPart:
    """The largest of some cosines after the means: of the text, of the image, of the mixture.

    Where text and image say different things, a mixture says neither; where they say the same, its
    share of text hardly matters.
    """

    parts: tuple[str, ...]
    """Of "text", "image" and "mixture"."""

    @property
    def name(self) -> str:
        return f"best part of {', '.join(self.parts)}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        mixture, means = MeanOnly().fit(held_out, documents), held_out.means(documents)
        both = np.flatnonzero(documents.has_text & documents.has_image)
        parts = {
            "text": calibrated(documents.texts[both], means.text),
            "image": calibrated(documents.images[both], means.image),
        }

        def scores(queries: Vectors) -> Scores:
            found = mixture(queries)
            asked = calibrated(queries, means.query)
            cosines = [asked @ parts[part].T for part in self.parts if part in parts]
            if "mixture" in self.parts:
                cosines.append(found[:, both])
            found[:, both] = np.max(cosines, axis=0)
            return found

        return scores
