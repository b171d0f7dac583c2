"""A data set by its place, whatever its form."""

from pathlib import Path

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.sets import beir, karpathy, pages, published, questions
from grsearch_desktop.evaluate.sets.shown import Way, shown


def place_of(named: str, cache: Path) -> Path:
    """Where a set is: a path, or the name of one that was fetched. Raises UsageError."""
    place = Path(named).expanduser()
    if place.exists():
        return place
    known = published.named(named)
    if known is None:
        raise UsageError(
            f"There is no folder {named}, and no set of that name; those that can be fetched are "
            f"{', '.join(published.names())}."
        )
    if not known.place(cache).is_dir():
        raise UsageError(
            f"{known.name} is not here yet: `grsearch evaluate {known.name} --download` fetches it."
        )
    return known.place(cache)


def load(
    place: Path, cache: Path, way: Way | None = None, on_step: pages.OnStep | None = None
) -> DataSet:
    """The data set in a folder or file, by the form it has there, its documents shown in `way`.

    Questions about a plain folder (sets.pages), BEIR's form (sets.beir), captions in Karpathy's
    form (sets.karpathy), else MixBench's, of which each way but "mixed" takes the corpus that is
    not mixed yet. Without a `way` documents are what the set has; captions ask for a third of
    texts, pictures and both each then, and with "pictures" for pictures as the set is commonly
    used. `cache`: the folder that keeps what was made of the set, as page images. `on_step` hears
    how many files are read, of how many, where that takes a while. Raises UsageError, NoRoomError,
    MissingExtraError.
    """
    if not place.exists():
        raise UsageError(f"There is no folder {place}.")
    drawn = cache / "screenshots"
    if questions.is_of_this_form(place):
        found = pages.load(place, cache / "pages", on_step)
    elif karpathy.is_of_this_form(place):
        if way == "pictures":
            return karpathy.load(place)
        # What has lost its picture is not to be found by one of its captions.
        return shown(karpathy.load_pairs(place), way or "mixed", drawn, draws=False)
    elif beir.is_of_this_form(place):
        found = beir.load(place)
    else:
        found = mixbench.load(place, cache / "pictures", mixed=way in (None, "mixed"))
        if way == "mixed" and len({(bool(x.text), bool(x.image)) for x in found.documents}) > 1:
            return found
    return shown(found, way, drawn) if way else found
