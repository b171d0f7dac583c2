"""The stage after the names: the text of every file that waits, read in children."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.governor import EndedError, Governor, Rate
from grsearch_desktop.engine.order import Order, Wanted
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.engine.sameness import became_another
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Content
from grsearch_desktop.extract.passages import Passage, split
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.registry import READERS, kind_of
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.search import places
from grsearch_desktop.store.files import Files, KnownFile
from grsearch_desktop.store.recognised import SPARSE
from grsearch_desktop.store.text import PassageText, ReadFile, Text
from grsearch_desktop.store.twins import Twins
from grsearch_desktop.store.vectors import Vectors

log = logging.getLogger(__name__)

_COMMIT_EVERY = 0.5
"""Seconds of reading that a crash may cost in the text stage, beside the files in flight."""

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Tools:
    """What the stages work with. wanted: what is searched for meanwhile."""

    files: Files
    text: Text
    vectors: Vectors
    twins: Twins
    pool: ReaderPool
    workers: int
    governor: Governor
    on_progress: OnProgress
    wanted: Wanted


@dataclass(frozen=True)
class _Read:
    """The outcome of reading one file: content with its passages, or a reason."""

    file: KnownFile
    hash: bytes | None
    content: Content | None = None
    passages: tuple[Passage, ...] = ()
    reason: str = ""
    may_pass: bool = False


def read_texts(tools: Tools, encoder: Encoder) -> int:
    """Reads the text of every file that waits; gives how many files were read.

    Those that were last used first, and before them those that a search finds meanwhile.
    """
    waiting = tools.files.waiting()
    if not waiting:
        return 0
    order = Order(waiting)
    rate = Rate()
    pending: list[_Read] = []
    committed = time.monotonic()
    reads = _in_parallel(
        tools, order, lambda file: _read(file, tools.pool, encoder, tools.governor)
    )
    try:
        for outcome in reads:
            pending.append(outcome)
            rate.add(1)
            if time.monotonic() - committed > _COMMIT_EVERY:
                _save_reads(tools, pending)
                committed = time.monotonic()
                tools.on_progress(progress_of("text", rate, len(waiting), "files"))
    finally:
        _save_reads(tools, pending)
    tools.on_progress(progress_of("text", rate, len(waiting), "files"))
    return len(waiting)


def read_again(tools: Tools, encoder: Encoder, file_ids: list[int]) -> set[int]:
    """Reads files that an older state of the readers read, for what they say by now.

    What was encoded of them stays, where they say the same; one that can't be read keeps what it
    said. Gives those that can't be read for a reason that may pass.
    """
    order = Order(file_ids)
    passing: set[int] = set()
    reads = _in_parallel(
        tools, order, lambda file: _read(file, tools.pool, encoder, tools.governor), state="read"
    )
    for outcome in reads:
        if outcome.content is not None:
            _save_reads(tools, [outcome])
        elif outcome.may_pass:
            passing.add(outcome.file.id)
        else:
            tools.files.keep_as_read(outcome.file.id, READERS)
    return passing


def _read(file: KnownFile, pool: ReaderPool, encoder: Encoder, governor: Governor) -> _Read:
    digest = None
    try:
        digest = content_hash(file.path)
        content = pool.read_text(file.path)
        passages = split(content.pages, encoder.count_tokens, encoder.token_limit)
    except UnreadableFileError as error:
        if governor.ended:  # the file is not to blame
            raise EndedError from error
        return _Read(file, digest, reason=error.reason, may_pass=error.may_pass)
    except OSError as error:
        return _Read(file, digest, reason=_plain_reason(error), may_pass=True)
    if is_doubtful(file, governor):
        digest = None
    return _Read(file, digest, content, tuple(passages))


def is_doubtful(file: KnownFile, governor: Governor) -> bool:
    """Whether a file that was read is not the one that was looked at any more."""
    other = became_another(file)
    if other and other.mtime_ns == file.mtime_ns:
        # It may have got a name out of sight: nobody tells that, and nobody would look again.
        governor.due.unheard.expect([file.path])
    return other is not None


def _plain_reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "The file was gone when it was to be read."
    if isinstance(error, PermissionError):
        return "You have no permission to read this file."
    return f"The file can't be read: {error.strerror or error}."


def _in_parallel(
    tools: Tools, order: Order, read: Callable[[KnownFile], _Read], state: str = "waiting"
) -> Iterator[_Read]:
    """Outcomes as they come; never more files under way than there are readers to take them.

    state: of the files that are read, those that are in another by then are passed by.
    """
    # More threads than readers: while one cuts passages, its reader has the next file.
    threads_wanted = tools.workers + 1
    ahead = 2 * threads_wanted
    with ThreadPoolExecutor(threads_wanted, thread_name_prefix="read") as threads:
        running: set[Future[_Read]] = set()
        try:
            for file in _files(tools, order, state):
                running.add(threads.submit(read, file))
                few = tools.governor.workers(tools.workers)
                while len(running) >= (ahead if few == tools.workers else few):
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while running:
                tools.governor.checkpoint()
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except KeyboardInterrupt:
            # Nobody waits for a file that takes long when a person wants to stop.
            tools.pool.close()
            raise
        finally:
            for future in running:
                future.cancel()


def _files(tools: Tools, order: Order, state: str) -> Iterator[KnownFile]:
    """The files in their order, each chosen when there is a reader for it."""
    version = 0
    while True:
        tools.governor.checkpoint()
        version, wanted = tools.wanted.since(version)
        order.move_up(wanted)
        following = order.next()
        if not following:
            return
        file = tools.files.by_id(following[0])
        if file is not None and file.state == state:  # not taken out meanwhile
            yield file


def _save_reads(tools: Tools, pending: list[_Read]) -> None:
    read = [
        _read_file(outcome, outcome.content) for outcome in pending if outcome.content is not None
    ]
    if read:
        tools.text.save(read)
    for outcome in pending:
        if outcome.content is None:
            log.debug("%s: %s", outcome.file.path, outcome.reason)
            tools.text.fail(
                outcome.file.id,
                outcome.hash,
                outcome.reason,
                kind=kind_of(os.path.basename(outcome.file.path)),
                may_pass=outcome.may_pass,
            )
    pending.clear()


def _read_file(outcome: _Read, content: Content) -> ReadFile:
    parts = {page.page: page.part for page in content.pages if page.page is not None and page.part}
    around = places.around(*content.place) if content.place else ()
    # Names of pages are not the file's own: an archive of a thousand files would be called all.
    said = (content.title, content.author, *content.details.values(), *around)
    about = " ".join(filter(None, said))
    facts = dict(content.details)
    if around:
        facts.setdefault("place", ", ".join(around))
    pages = [page.page for page in content.pages if page.page is not None]
    return ReadFile(
        outcome.file.id,
        outcome.hash,
        content.kind,
        content.title,
        content.author,
        content.created,
        about,
        [PassageText(p.page, p.start, p.end, p.text) for p in outcome.passages],
        pages,
        content.has_looks,
        content.cut,
        parts,
        facts,
        content.place,
        READERS,
        _may_show_text(content),
    )


def _may_show_text(content: Content) -> bool:
    """Whether pictures may show text that was not read. Those inside a document are listed when
    they are found."""
    if not content.has_looks:
        return False
    # A page may be given in several parts.
    held: dict[int, int] = {}
    for page in content.pages:
        if page.page is not None:
            held[page.page] = held.get(page.page, 0) + len(page.text.strip())
    return content.kind == "image" or any(count < SPARSE for count in held.values())


def progress_of(stage: str, rate: Rate, total: int, unit: str) -> Progress:
    """How far a stage is that has a single rate."""
    speed = rate.per_second
    left = (total - rate.done) / speed if speed else None
    return Progress(
        stage, rate.done, total, unit, round(speed, 1), None if left is None else round(left, 1)
    )
