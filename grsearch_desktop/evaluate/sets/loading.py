"""A data set by its place, whatever its form."""

from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.sets import beir, pages, questions


def load(place: Path, cache: Path, on_step: pages.OnStep | None = None) -> DataSet:
    """The data set in a folder or file, by the form it has there.

    BEIR's (sets.beir), questions about a plain folder (sets.pages), else MixBench's. `cache`:
    the folder that keeps what was made of it, as page images. `on_step` hears how many files are
    read, of how many, where that takes a while. Raises UsageError, NoRoomError.
    """
    if not place.exists():
        raise UsageError(f"There is no folder {place}.")
    if questions.is_of_this_form(place):
        return pages.load(place, cache / "pages", on_step)
    if beir.is_of_this_form(place):
        return beir.load(place)
    return mixbench.load(place, cache / "pictures")
