"""A data set by its place, whatever its form."""

from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.sets import beir, karpathy, pages, questions
from grsearch_desktop.evaluate.sets.shown import Way, shown


def load(
    place: Path, cache: Path, way: Way | None = None, on_step: pages.OnStep | None = None
) -> DataSet:
    """The data set in a folder or file, by the form it has there, its documents shown in `way`.

    Questions about a plain folder (sets.pages), BEIR's form (sets.beir), captions in Karpathy's
    form (sets.karpathy), else MixBench's. Without a `way` documents are what the set has; captions
    ask for a third of texts, pictures and both each then, and with "pictures" for pictures as the
    set is commonly used. `cache`: the folder that keeps what was made of the set, as page images.
    `on_step` hears how many files are read, of how many, where that takes a while. Raises
    UsageError, NoRoomError, MissingExtraError.
    """
    if not place.exists():
        raise UsageError(f"There is no folder {place}.")
    drawn = cache / "screenshots"
    if karpathy.is_of_this_form(place):
        if way == "pictures":
            return karpathy.load(place)
        return shown(karpathy.load_pairs(place), way or "mixed", drawn)
    found = _as_it_is(place, cache, on_step)
    return shown(found, way, drawn) if way else found


def _as_it_is(place: Path, cache: Path, on_step: pages.OnStep | None) -> DataSet:
    if questions.is_of_this_form(place):
        return pages.load(place, cache / "pages", on_step)
    if beir.is_of_this_form(place):
        return beir.load(place)
    return mixbench.load(place, cache / "pictures")
