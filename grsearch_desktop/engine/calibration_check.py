"""Whether texts and pictures of this library compare well: looked at after updates, and kept."""

import hashlib
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from grsearch_desktop import whole
from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.calibrate.signature import Misfit, Signature, signature, some_rows
from grsearch_desktop.encode import prior_texts
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.encode.encoder import Vectors as Matrix
from grsearch_desktop.engine.views import Calibration
from grsearch_desktop.errors import ModelError
from grsearch_desktop.search.semantic import VectorCopy
from grsearch_desktop.store.vectors import Model, Vectors

log = logging.getLogger(__name__)

WELL = "Texts and pictures compare well."
TOO_FEW = "There are too few texts or pictures to tell whether they compare well."

_MUCH = 0.02
"""The share of a library's vectors that may change before it is looked at again."""


@dataclass(frozen=True)
class _Kept:
    """What was found, and of which vectors."""

    found: Calibration
    model: str
    prior: str
    """A digest of the means that the model came with: it may be got again, with others."""
    vectors: int
    ids: int
    """How many vectors had ever been stored or taken out."""


class CalibrationCheck:
    """Looks at a sample of the vectors that searches use.

    copy: gives these vectors, or None without a model; encoder: gives the encoder of a model, which
    costs little where it is `at_hand`; workers: how many may work now; file: where what was found
    is kept, for those who ask while no engine runs.
    """

    def __init__(
        self,
        vectors: Vectors,
        copy: Callable[[], VectorCopy | None],
        encoder: Callable[[Model], Encoder],
        at_hand: Callable[[], bool],
        workers: Callable[[], int],
        file: Path,
    ) -> None:
        self._vectors = vectors
        self._copy = copy
        self._encoder = encoder
        self._at_hand = at_hand
        self._workers = workers
        self._file = file
        self._kept = _read(file)
        self._questions: tuple[str, Matrix] | None = None
        """Of which model, and as it encodes them."""

    def let_go(self) -> None:
        self._questions = None

    def look(self) -> None:
        """Measures anew where much has changed."""
        model = self._vectors.active()
        if model is None:
            return
        changes = self._changes()
        try:
            if not self._is_due(model):
                return
            copy = self._copy()
            prior = _digest(self._encoder(model))
        except ModelError as error:
            log.warning("the calibration can't be looked at: %s", error)
            return
        if copy is None:
            return
        count = copy.texts.count + copy.looks.count
        self._kept = _Kept(self._measured(copy), model.name, prior, count, changes)
        with suppress(OSError):
            # Without it, others are told when this library has changed again.
            self._file.parent.mkdir(parents=True, exist_ok=True)
            whole.write(self._file, json.dumps(asdict(self._kept)))

    def last(self) -> Calibration:
        """What was found last, if it was of the model that answers."""
        model = self._vectors.active()
        if model is None or self._kept is None or self._kept.model != model.name:
            return Calibration()
        return self._kept.found

    def now(self) -> Calibration:
        """Measured now, whatever was found last. Raises ModelError."""
        copy = self._copy()
        return Calibration() if copy is None else self._measured(copy)

    def _is_due(self, model: Model) -> bool:
        kept = self._kept
        if kept is None or kept.model != model.name:
            return True
        if self._at_hand() and _digest(self._encoder(model)) != kept.prior:
            return True
        return abs(self._changes() - kept.ids) > _MUCH * kept.vectors

    def _changes(self) -> int:
        return self._vectors.last_id() + self._vectors.removals()

    def _measured(self, copy: VectorCopy) -> Calibration:
        encoder = self._encoder(copy.model)
        if not copy.texts.count + copy.looks.count or encoder.name != copy.model.name:
            # Nothing to look at, or by a version of the model that is here no more.
            return Calibration()
        texts, alone = copy.texts.rows, copy.alone
        prior = encoder.prior
        found = signature(
            copy.texts.exact(texts[some_rows(len(texts))]),
            copy.looks.exact(alone[some_rows(len(alone))]),
            self._encoded_questions(encoder),
            copy.means,
            Means(prior.query, prior.text, prior.image),
        )
        if found.misfit:
            log.info("the means of %s do not fit: %s", copy.model.name, found)
        return _told(found, copy.model.name)

    def _encoded_questions(self, encoder: Encoder) -> Matrix:
        """Those that the means of questions are made of: they ask for nothing in particular."""
        if self._questions is None or self._questions[0] != encoder.name:
            lines = prior_texts.queries()
            # One at a time takes one core: where a person works meanwhile, that is enough.
            each = [lines] if self._workers() > 1 else [[line] for line in lines]
            vectors = np.concatenate([encoder.encode_texts(some) for some in each])
            self._questions = encoder.name, vectors
        return self._questions[1]


def _digest(encoder: Encoder) -> str:
    prior = encoder.prior
    digest = hashlib.blake2s(repr(prior.weight).encode(), digest_size=8)
    for mean in (prior.query, prior.text, prior.image):
        digest.update(np.ascontiguousarray(mean).tobytes())
    return digest.hexdigest()


def _told(found: Signature, model: str) -> Calibration:
    neighbours, over = found.same_kind_neighbours, found.text_over_image
    return Calibration(
        found.fits,
        _sentence(found, model),
        _rounded(neighbours.calibrated if neighbours else None),
        _rounded(neighbours.raw if neighbours else None),
        _rounded(over.calibrated if over else None),
        _rounded(over.raw if over else None),
        _rounded(found.questions),
        _rounded(found.texts.from_prior if found.texts else None),
        _rounded(found.texts.standard_errors if found.texts else None),
        _rounded(found.images.from_prior if found.images else None),
        _rounded(found.images.standard_errors if found.images else None),
    )


def _sentence(found: Signature, model: str) -> str:
    texts_win = round(100 * found.text_over_image.calibrated) if found.text_over_image else 50
    match found.misfit:
        case Misfit.PICTURES_LAST:
            return (
                f"Pictures come up too rarely: they win {100 - texts_win} of 100 comparisons with "
                "texts instead of about 50."
            )
        case Misfit.TEXTS_LAST:
            return (
                f"Texts come up too rarely: they win {texts_win} of 100 comparisons with pictures "
                "instead of about 50."
            )
        case Misfit.QUESTIONS:
            return (
                "Searches find less than they could: the averages that came with the model "
                f"{model} don't fit questions."
            )
        case Misfit.TEXTS:
            return (
                "Searches find less than they could: the averages that came with the model "
                f"{model} don't fit your texts."
            )
        case Misfit.PICTURES:
            return (
                "Searches find less than they could: the averages that came with the model "
                f"{model} don't fit your pictures."
            )
    return WELL if found.fits else TOO_FEW


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def _read(file: Path) -> _Kept | None:
    try:
        kept = json.loads(file.read_text("utf-8"))
        return _Kept(**{**kept, "found": Calibration(**kept["found"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("what was known of the calibration can't be read: %s", error)
        return None
