"""The whole comparison: some data sets alone and in one library, and faults planted in one."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.encoded import encode
from grsearch_desktop.evaluate.methods import trials
from grsearch_desktop.evaluate.methods.comparison import (
    EVEN,
    ODD,
    K,
    Row,
    Trial,
    Verdict,
    compared,
    verdicts,
)
from grsearch_desktop.evaluate.methods.planted import FAULTS
from grsearch_desktop.evaluate.sets import loading

FAULTY_ALPHA = 0.5
"""Planted faults are the same in texts and images: neither is to be trusted more."""

OnStep = Callable[[str], None]
"""Hears what is done next, in words."""


@dataclass(frozen=True)
class Comparison:
    """What the methods did with vectors as they are, and with a fault planted in them."""

    real: tuple[Row, ...]
    planted: tuple[Row, ...]
    """Here each fault has the setting that its own even questions chose."""

    def verdicts(self) -> list[Verdict]:
        """What each family gains over the mean alone, on vectors as they are."""
        return verdicts(self.real)

    def figures(self) -> dict[str, Any]:
        """All of it as one JSON object, nDCG@10 for even and odd questions apart."""
        return {
            "verdicts": [asdict(verdict) | {"wins": verdict.wins} for verdict in self.verdicts()],
            "results": [_figures(row) | {"planted": False} for row in self.real]
            + [_figures(row) | {"planted": True} for row in self.planted],
        }


def compare(
    places: Sequence[Path], encoder: Encoder, cache: Path, on_step: OnStep = lambda _: None
) -> Comparison:
    """All methods on the data sets at these places (see sets.loading), with one model.

    Sets that lie in folders of files are asked alone, and together as one library; sets of
    documents of their own with the model's share of text and with none. Faults are planted
    in the last of the sets that has texts alone, images alone and both. Raises UsageError,
    NoRoomError, ModelError.
    """
    known = trials.held_out(encoder, cache)
    real: list[Trial] = []
    files: list[Trial] = []
    mixed: Trial | None = None
    for place in places:
        on_step(place.name)
        dataset = loading.load(place, cache)
        encoded = encode(dataset, encoder, cache)
        trial = trials.of_dataset(dataset.name, dataset, encoded, encoder.alpha, known)
        if _is_of_files(dataset):
            files.append(trial)
            real.append(trial)
            continue
        real += [_with_alpha(trial, alpha) for alpha in sorted({encoder.alpha, 0.0})]
        if len(trial.documents.rows()) == 3:
            mixed = replace(trial, documents=replace(trial.documents, alpha=FAULTY_ALPHA))
    if len(files) > 1:
        real += trials.in_one_library(files)
    on_step("methods")
    planted: list[Row] = []
    for fault in FAULTS if mixed else ():
        planted += compared([trials.with_fault(mixed, fault)]) if mixed else []
    return Comparison(tuple(compared(real)), tuple(planted))


def _figures(row: Row) -> dict[str, Any]:
    return {
        "family": row.family,
        "setting": row.setting,
        "trial": row.trial,
        **{f"ndcg@{K} {half}": float(row.outcome.half(half).mean()) for half in (EVEN, ODD)},
        "gain odd": float(row.gains(ODD).mean()),
        "gain odd interval": list(row.interval(ODD)),
        "distinct": row.outcome.distinct,
        "hub": row.outcome.hub,
    }


def _is_of_files(dataset: DataSet) -> bool:
    """Whether it is a folder of files, whose pages are parts of them."""
    return any(document.part_of for document in dataset.documents)


def _with_alpha(trial: Trial, alpha: float) -> Trial:
    documents = replace(trial.documents, alpha=alpha)
    return replace(trial, name=f"{trial.name}, a = {alpha:g}", documents=documents)
