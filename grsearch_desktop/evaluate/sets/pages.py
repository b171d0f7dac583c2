"""A plain folder as documents: each page of a file with its text and its image, each picture.

Read as the library reads them, by the same children with the same limits, and kept: what a page
says and how it looks lies in the cache under the hash of its file.
"""

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from grsearch_desktop.engine.governor import cores
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets import questions
from grsearch_desktop.evaluate.sets.kept import is_kept, keep, keep_picture
from grsearch_desktop.extract.content import Look
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import FoundFile, scan

log = logging.getLogger(__name__)

OnStep = Callable[[int, int], None]
"""Hears how much is done, of how much."""

_FORM = 1
"""Goes up when the same file gives other pages."""
_READ = "read.json"


@dataclass(frozen=True)
class _Part:
    """A page of a file, or the whole of one without pages."""

    page: int | None
    text: str
    image: Path | None


def load(place: Path, cache: Path, on_step: OnStep | None = None) -> DataSet:
    """The pages and pictures of a folder, and the questions beside it (see sets.questions).

    A document's corpus_id is the file's path below the folder, "#" and the page. All pages of a
    file that answers answer with gain 1, and `part_of` names the file: whoever ranks files takes
    the best page of each, and counts the file once. A file without pages is one document, of
    which a model reads the beginning. `on_step` hears how many files are read, of how many.
    Raises UsageError, NoRoomError.
    """
    asked = questions.load(place)
    found = scan(str(asked.folder), Rules())
    paths = sorted(Path(file.path) for file in found if isinstance(file, FoundFile))
    documents: list[Document] = []
    of_file: dict[Path, list[str]] = {}
    for done, (path, parts) in enumerate(_read_all(paths, cache), 1):
        name = path.relative_to(asked.folder).as_posix()
        for part in parts:
            corpus_id = name if part.page is None else f"{name}#{part.page}"
            of_file.setdefault(path, []).append(corpus_id)
            documents.append(Document(corpus_id, part.text, part.image, part_of=name))
        if on_step:
            on_step(done, len(paths))
    queries, gains = [], {}
    for number, question in enumerate(asked.questions):
        queries.append(Query(f"q{number}", question.text))
        gains[f"q{number}"] = {
            corpus_id: 1.0
            for path in sorted(question.fitting)
            # One that can't be read is an answer too, which nobody finds.
            for corpus_id in of_file.get(path, [path.relative_to(asked.folder).as_posix()])
        }
    return DataSet(asked.name, tuple(queries), tuple(documents), gains, 0)


def _read_all(paths: list[Path], cache: Path) -> Iterator[tuple[Path, list[_Part]]]:
    """The parts of each file, in this order."""
    workers = cores()
    with ReaderPool(workers) as pool, ThreadPoolExecutor(workers) as threads:
        try:
            yield from zip(
                paths, threads.map(lambda path: _read(path, pool, cache), paths), strict=True
            )
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _read(path: Path, pool: ReaderPool, cache: Path) -> list[_Part]:
    """The parts of one file, from the cache where they are; none if it can't be read."""
    try:
        folder = cache / content_hash(str(path)).hex()[:32]
    except OSError as error:
        log.warning("%s can't be read: %s", path.name, error.strerror)
        return []
    kept = _kept(folder)
    if kept is None:
        try:
            kept = _fresh(path, pool, folder)
        except UnreadableFileError as error:
            log.warning("%s can't be read: %s", path.name, error.reason)
            kept = []
        said = {
            "form": _FORM,
            "parts": [[part.page, part.text, part.image and part.image.name] for part in kept],
        }
        keep(folder / _READ, json.dumps(said).encode())
    return kept


def _fresh(path: Path, pool: ReaderPool, folder: Path) -> list[_Part]:
    content = pool.read_text(str(path))
    texts = {page.page: page.text.strip() for page in content.pages}
    images = {}
    for look in pool.read_looks(str(path)) if content.has_looks else ():
        if look.kind == "page" or content.kind == "image":
            images[look.page] = _keep_look(look, folder)
    pages = sorted({*texts, *images}, key=lambda page: page or 0)
    parts = [_Part(page, texts.get(page, ""), images.get(page)) for page in pages]
    return [part for part in parts if part.text or part.image]


def _keep_look(look: Look, folder: Path) -> Path:
    image = Image.frombytes("RGB", (look.width, look.height), look.pixels)
    path = folder / f"{look.page or 0}.png"
    keep_picture(path, image)
    return path


def _kept(folder: Path) -> list[_Part] | None:
    """What was read before; None if that is not whole."""
    try:
        said: Any = json.loads((folder / _READ).read_bytes())
        if said["form"] != _FORM:
            return None
        parts = [
            _Part(page, str(text), folder / name if name else None)
            for page, text, name in said["parts"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return parts if all(part.image is None or is_kept(part.image) for part in parts) else None
