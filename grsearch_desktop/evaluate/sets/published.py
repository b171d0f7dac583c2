"""The sets that can be fetched by name, and how: `mixbench/MSCOCO`, `beir/nfcorpus`.

A set is fetched into a folder beside its place, which is moved there when it is whole: half a set
is never used, and what is there of it need not be fetched again.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grsearch_desktop.errors import FetchError, NoRoomError
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.sets import fetching, rows

OnFetched = Callable[[int, int | None], None]
"""Hears how many bytes are here, of how many; None where that is not known."""
OnPictures = Callable[[int, int], None]
"""Hears how many pictures were asked for, of how many."""

_HUB = "https://huggingface.co"
_MIXBENCH = ("MSCOCO", "Google_WIT", "VisualNews", "OVEN")
_MIXBENCH_ROWS = "mixed-modality-search/MixBench2026", "17a9e705b2346b118a63f163f10e47325f9e9ecc"
"""The repository and revision with texts and pictures in parquet. It lacks the judgements..."""
_MIXBENCH_JUDGEMENTS = (
    "mixed-modality-search/MixBench25",
    "88e3916036ea0bdb205f4da885d6e947a565c1a0",
)
"""... which are those of the first release: its ids and texts are the same."""
_BEIR = "https://public.ukp.informatik.tu-darmstadt.de/thakur/BEIR/datasets/{0}.zip"
_BEIR_SETS = ("nfcorpus", "scifact", "arguana", "fiqa", "scidocs", "trec-covid")
_BEIR_FILES = ("corpus.jsonl", "queries.jsonl", "qrels/*.tsv")
_MOST_UNPACKED = 4 << 30
_MOST_OF_A_PICTURE = 50 << 20
"""Bytes."""
_PICTURES_AT_ONCE = 8


@dataclass(frozen=True)
class _File:
    address: str
    name: str
    """Its path within the set; of an archive ("*.zip") what it holds is the set."""


@dataclass(frozen=True)
class Published:
    """A set that can be fetched."""

    name: str
    files: tuple[_File, ...]

    def place(self, cache: Path) -> Path:
        """The folder that it is in once it was fetched."""
        return cache / "sets" / self.name


def names() -> Iterator[str]:
    yield from (f"mixbench/{config}" for config in _MIXBENCH)
    yield from (f"beir/{name}" for name in _BEIR_SETS)


def named(name: str) -> Published | None:
    """The set of this name, whatever its case; None where there is none."""
    known = next((one for one in names() if one.lower() == name.lower()), None)
    if known is None:
        return None
    family, _, own = known.partition("/")
    if family == "beir":
        return Published(known, (_File(_BEIR.format(own), f"{own}.zip"),))
    parquet = [
        _File(_on_hub(*_MIXBENCH_ROWS, f"{own}/{part}.parquet"), f"{part}.parquet")
        for part in ("queries", "mixed_corpus")
    ]
    judgements = _on_hub(*_MIXBENCH_JUDGEMENTS, f"{own}/qrels/qrels.tsv")
    return Published(known, (*parquet, _File(judgements, "qrels.tsv")))


def size(published: Published) -> int | None:
    """Bytes that come over the network for it, None where not known. Raises FetchError."""
    sizes = [fetching.size(file.address) for file in published.files]
    return None if None in sizes else sum(filter(None, sizes))


def fetch(
    published: Published,
    cache: Path,
    total: int | None = None,
    on_fetched: OnFetched | None = None,
) -> Path:
    """The folder of a set, fetched if it is not there.

    Interrupted, it leaves what came so far where the next call finds it and nobody else looks.
    Raises FetchError, NoRoomError, MissingExtraError.
    """
    place = published.place(cache)
    if place.is_dir():
        return place
    for file in published.files:
        if file.name.endswith(".parquet"):
            rows.need_parquet(file.name)  # before anybody waits for it
    draft = place.with_name(f".{place.name}.unfinished")
    before = 0

    def on_bytes(here: int) -> None:
        if on_fetched:
            on_fetched(before + here, total)

    for file in published.files:
        target = draft / file.name
        fetching.fetch(file.address, target, on_bytes)
        before += target.stat().st_size
    for archive in draft.glob("*.zip"):
        _unpack(archive, draft)
        archive.unlink()
    try:
        draft.replace(place)
    except OSError as error:
        if not place.is_dir():  # else another process was quicker
            raise NoRoomError(f"{place} can't be written: {error.strerror}.") from error
    return place


def fetch_pictures(folder: Path, pictures: Path, on_pictures: OnPictures | None = None) -> int:
    """Fetches pictures that a set names by their addresses; gives how many could not be had.

    Those that are here already are not asked for again.
    """
    wanted = [
        address
        for address in dict.fromkeys(mixbench.addresses(folder))
        if not mixbench.of_address(address, pictures).is_file()
    ]

    def fetched(address: str) -> bool:
        try:
            target = mixbench.of_address(address, pictures)
            fetching.fetch(address, target, most=_MOST_OF_A_PICTURE)
        except FetchError:
            return False
        return True

    failed = 0
    with ThreadPoolExecutor(_PICTURES_AT_ONCE) as threads:
        try:
            for done, came in enumerate(threads.map(fetched, wanted), 1):
                failed += not came
                if on_pictures:
                    on_pictures(done, len(wanted))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return failed


def _on_hub(repository: str, revision: str, file: str) -> str:
    hub = os.environ.get("HF_ENDPOINT", "").rstrip("/") or _HUB
    return f"{hub}/datasets/{repository}/resolve/{revision}/{file}"


def _unpack(archive: Path, folder: Path) -> None:
    """Takes the files of BEIR's form out of an archive, and no others, wherever they claim to lie.

    Raises FetchError where it is damaged, lacks them or holds too much, NoRoomError.
    """
    left = _MOST_UNPACKED
    found = set()
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in opened.infolist():
                path = PurePosixPath(member.filename)
                shape = next((one for one in _BEIR_FILES if path.match(one)), None)
                if shape is None or member.is_dir():
                    continue
                parent = PurePosixPath(shape).parent
                target = folder / parent / path.name
                left -= _copied(opened, member, target, left)
                found.add(shape)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        # It would be damaged the next time too.
        archive.unlink(missing_ok=True)
        raise FetchError(f"{archive.name} came damaged; please try again.") from error
    except OSError as error:
        raise NoRoomError(f"{folder} can't be written: {error.strerror}.") from error
    if len(found) < len(_BEIR_FILES):
        raise FetchError(f"{archive.name} does not hold a set in BEIR's form.")


def _copied(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Unpacks one file; gives its bytes. Its own word on its size is not believed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, target.open("wb") as file:
        while block := source.read(1 << 20):
            file.write(block)
            if file.tell() > most:
                raise FetchError("An archive unpacks to more than any such set holds.")
        return file.tell()
