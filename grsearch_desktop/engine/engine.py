"""What can be done with a library: brought up to date, searched, told about, shortened."""

import functools
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import models
from grsearch_desktop.encode.encoder import Encoder, Pixels
from grsearch_desktop.engine import idling, lock, meaning, pipeline
from grsearch_desktop.engine.documents import Documents
from grsearch_desktop.engine.governor import Governor, cores
from grsearch_desktop.engine.jobs import Changes, update_names
from grsearch_desktop.engine.order import Wanted
from grsearch_desktop.engine.preview import Preview
from grsearch_desktop.engine.protocol import (
    Document,
    FileError,
    FolderStatus,
    Hit,
    PageImage,
    PageText,
    Progress,
    SearchAnswer,
    SearchRequest,
    Status,
    Why,
)
from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.errors import NoRoomError, SettingsError, UnreadableFileError, UsageError
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import concerns
from grsearch_desktop.paths import Home, absolute
from grsearch_desktop.search.results import Result
from grsearch_desktop.search.searcher import Example, Searcher
from grsearch_desktop.settings import Settings
from grsearch_desktop.store import health
from grsearch_desktop.store.contents import Contents
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import Text
from grsearch_desktop.store.vectors import Model, Vectors

log = logging.getLogger(__name__)

STAGES = ("names", "text", "meaning")

_LONG = 10.0
"""Seconds of an update after which what it held is given back to the system."""

P = ParamSpec("P")
T = TypeVar("T")


def _told_plainly(
    method: "Callable[Concatenate[Engine, P], T]",
) -> "Callable[Concatenate[Engine, P], T]":
    """Lets a method raise our own errors where the database fails, also while it reads."""

    @functools.wraps(method)
    def told(engine: "Engine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        with engine._database.told_plainly():
            return method(engine, *args, **kwargs)

    return told


class Engine:
    """One library and all that is done with it. Searches may come from any thread.

    Whoever calls `add`, `update` or `forget` holds the library's `EngineLock`.
    """

    def __init__(self, home: Home) -> None:
        """Opens the library of a home, and makes it if need be. Raises GRSearchError."""
        try:
            home.create()
        except OSError as error:
            raise NoRoomError(
                f"The folder {home.root} can't be written: {error.strerror}."
            ) from error
        self.home = home
        self.governor = Governor()
        self.settings = settings_file.load(home.settings)
        self.settings_trouble = ""
        """Why changed settings could not be read; those before them count until they can."""
        self._settings_seen = self._settings_glanced = _signature(home.settings)
        self._rules: tuple[Settings, Rules] | None = None
        self._owes_erasing = False
        """Whether files were excluded that are still to leave without a trace."""
        self._use = idling.Use()
        self.looked_for = 0.0
        """Seconds that the last look at the folders took."""
        self._unused_pool: ReaderPool | None = None
        self._followed: Settings | None = None
        """The settings by which everything was brought up to date last."""
        self.notice = ""
        """A sentence for the person when the library was damaged and had to be made anew."""
        if lock.is_held(home):
            self._database, self.notice = health.open_to_write(home.library)
        else:
            self._database = Database(home.library)
        self._files = Files(self._database)
        self._text = Text(self._database)
        self._vectors = Vectors(self._database)
        self._encoders: dict[str, Encoder] = {}
        self._encoder_lock = threading.Lock()
        self._searcher = Searcher(self._files, self._text, self._vectors, self._encoder_of)
        self._preview = Preview(self._files, self._text)
        self._documents = Documents(
            self._files,
            self._text,
            Contents(self._database),
            self._searcher,
            self._preview.written,
        )
        self._pool: ReaderPool | None = None
        self._query_reader = SpareReader()
        self._wanted = Wanted()
        self._progress = Progress("idle")
        self._folder_problems: tuple[FileError, ...] = ()

    def end(self) -> None:
        """Ends an update that runs in another thread, at once: a file being read is let go."""
        self.governor.end()
        self._preview.close()
        self._query_reader.close()
        if self._pool:
            self._pool.close()

    def close(self) -> None:
        self.end()
        self._database.close()

    @property
    def rules(self) -> Rules:
        """Which files belong, by the settings. Raises SettingsError."""
        settings, never = self.settings, [str(self.home.root)]
        if self._rules is None or self._rules[0] != settings:
            self._rules = settings, Rules(settings.ignore, settings.hidden, never=never)
        return self._rules[1]

    def follow_settings(self) -> bool:
        """Reads the settings anew where their file changed; gives whether they are others now.

        To be called again and again: costs a look at the file's time and size.
        """
        seen, before = _signature(self.home.settings), self._settings_glanced
        self._settings_glanced = seen
        # A file that is being written may be empty for a moment: it is read when it rests.
        if seen == self._settings_seen or seen != before:
            return False
        self._settings_seen = seen
        try:
            found = settings_file.load(self.home.settings)
        except SettingsError as error:
            self.settings_trouble = f"{error} The settings before it count until then."
            return False
        self.settings_trouble = ""
        old, self.settings = self.settings, found
        if (old.ignore, old.hidden) != (found.ignore, found.hidden):
            self._owes_erasing = True
        return old != found

    def let_go_when_unused(self) -> bool:
        """Lets go of the model, the vectors in memory and the readers once nobody used them for
        a while; gives whether it did. The next search loads what it needs."""
        if not self._use.end_when_unused(self._let_go):
            return False
        # Not under the lock: a reader may take some time to end, and a search must not wait for it.
        if self._unused_pool:
            self._unused_pool.close()
            self._unused_pool = None
        self._database.release_memory()
        idling.give_back_memory()
        return True

    @property
    def has_let_go(self) -> bool:
        return self._use.let_go

    def _let_go(self) -> None:
        with self._encoder_lock:
            self._encoders.clear()
        self._searcher.let_go()
        self._preview.let_go()
        self._unused_pool, self._pool = self._pool, None

    def _drop_readers(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None

    def encoder(self) -> Encoder:
        """The model that the settings name, loaded when it is first needed. Raises ModelError."""
        return self._loaded(self.settings.model)

    def _encoder_of(self, model: Model) -> Encoder:
        """The encoder of the model that answers: until the next update that may be the old one."""
        return self._loaded(model.source)

    def _loaded(self, source: str) -> Encoder:
        with self._encoder_lock:
            if source not in self._encoders:
                self._encoders[source] = models.load(source, self.home.models, cores())
            return self._encoders[source]

    @_told_plainly
    def prepare(self) -> None:
        """Loads what a first search needs."""
        with self._use.by_someone():
            self._searcher.prepare()

    @_told_plainly
    def add(self, paths: Sequence[str]) -> list[str]:
        """Makes folders and files part of the library; gives a sentence for each that can't be."""
        problems = []
        for path in paths:
            place = absolute(path)
            if problem := self._problem_of(place):
                problems.append(problem)
            else:
                self._files.add_folder(place, is_file=os.path.isfile(place))
        return problems

    @_told_plainly
    def update(
        self,
        on_progress: Callable[[Progress], None] = lambda _: None,
        until: str = STAGES[-1],
    ) -> Changes:
        """Brings the library up to date, stage by stage. Raises EndedError when asked to end."""

        with self._use.by_someone():
            began = time.monotonic()
            changes = self._update(on_progress, until)
        if time.monotonic() - began > _LONG:
            idling.give_back_memory()
        return changes

    def _update(self, on_progress: Callable[[Progress], None], until: str) -> Changes:
        def report(progress: Progress) -> None:
            self._progress = progress
            on_progress(progress)

        followed = self.settings
        self.governor.begin()
        if self._owes_erasing:
            self._erase_excluded()
        report(Progress("names"))
        if until != "names" and any(folder.device is None for folder in self._files.folders()):
            # A folder that was never looked at: there will be files to read.
            self._readers().prepare()
        began = time.monotonic()
        changes = update_names(
            self._files,
            self.rules,
            self.governor,
            lambda seen: report(Progress("names", seen, seen, "files")),
        )
        self.looked_for = time.monotonic() - began
        now = time.time()
        self._folder_problems = tuple(
            FileError(problem.path, problem.reason, now) for problem in changes.unreadable
        )
        if until == "names" or self._is_in_step():
            self._database.leave_no_trace()
            report(Progress("idle"))
            return changes
        tools = pipeline.Tools(
            self._files,
            self._text,
            self._vectors,
            self._readers(),
            self._workers(),
            self.governor,
            report,
            self._wanted,
        )
        self._follow_model()
        pipeline.read_texts(tools, self.encoder())
        if until == "meaning":
            encoder = self.encoder()
            model = self._vectors.use(
                encoder.name, self.settings.model, encoder.dimension, encoder.token_limit
            )
            meaning.encode(tools, encoder, model)
            self._followed = followed
        self._database.leave_no_trace()
        report(Progress("idle"))
        return changes

    def _is_in_step(self) -> bool:
        """Whether a look at the folders left nothing to do: then no model is loaded for it."""
        if self._encoders or self._followed != self.settings:
            return False
        self._files.retry_passing()
        active = self._vectors.active()
        return (
            active is not None
            and active.source == self.settings.model
            and self._files.count_by_state()["waiting"] == 0
            and not any(self._vectors.left().values())
        )

    def _erase_excluded(self) -> None:
        """Takes out what the rules no longer admit, by its name: no pause and no drive that is
        away keeps it."""
        for folder in self._files.folders():
            self._files.remove(
                file.id
                for path, file in self._files.known(folder.id).items()
                if not concerns(folder.path, path, self.rules)
            )
        self._database.leave_no_trace(surely=True)
        self._owes_erasing = False

    @_told_plainly
    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answers a search. Raises UsageError for an example that can't be used."""
        example = Example(
            self._image(request.image) if request.image else None,
            self._known(request.similar) if request.similar else None,
            request.minus,
        )
        with self._use.by_someone():
            return self._search(request, example)

    def _search(self, request: SearchRequest, example: Example) -> SearchAnswer:
        begin = time.perf_counter()
        alpha = request.alpha
        if alpha is None and 0.0 <= self.settings.alpha <= 1.0:
            alpha = self.settings.alpha
        offset = max(request.offset, 0)
        found = self._searcher.find(
            request.query,
            max(request.limit, 0),
            offset=offset,
            example=example,
            alpha=alpha,
            use_means=request.calibrated,
        )
        took = (time.perf_counter() - begin) * 1000
        self._wanted.add(result.file.id for result in found.results)
        hits = tuple(_hit(n, result) for n, result in enumerate(found.results, start=offset + 1))
        return SearchAnswer(request.query, round(took, 1), hits, found.total)

    @_told_plainly
    def status(self) -> Status:
        counts = self._files.count_by_folder()
        folders = tuple(
            FolderStatus(folder.path, counts.get(folder.id, 0), folder.online)
            for folder in self._files.folders()
        )
        by_state = self._files.count_by_state()
        total = sum(by_state.values())
        items = self._text.count_by_kind()
        left = self._vectors.left()
        looks = self._vectors.looks_total()
        active = self._vectors.active()
        meaning_total = items["passages"] + looks
        meaning_done = meaning_total - left["texts"] - left["looks"]
        return Status(
            folders,
            {"total": total, "by_state": by_state},
            items,
            active.name if active else self.settings.model,
            {
                "names": {"done": total, "total": total},
                "text": {"done": total - by_state["waiting"], "total": total},
                "meaning": {"done": meaning_done, "total": meaning_total},
            },
            len(self.errors()),
            self._database.size(),
            self.progress(),
        )

    def progress(self) -> Progress:
        known = self._progress
        return Progress(
            known.stage,
            known.done,
            known.total,
            known.unit,
            known.rate,
            known.seconds_left,
            self.governor.paused,
        )

    @_told_plainly
    def errors(self) -> tuple[FileError, ...]:
        """Files that could not be read or not whole, and folders that could not be listed."""
        troubles = self._files.errors()
        return self._folder_problems + tuple(
            FileError(trouble.path, trouble.reason, trouble.at) for trouble in troubles
        )

    @_told_plainly
    def retry(self) -> None:
        """Files that failed are read again at the next update."""
        self._files.retry_failed()

    @_told_plainly
    def forget(self, paths: Sequence[str]) -> int:
        """Takes folders or files out of the library; gives how many files went.

        Raises UsageError for a path that is no part of it. Touches no file of the person's.
        """
        count = 0
        for path in paths:
            place = absolute(path)
            inside = self._files.inside(place)
            folders = [
                folder
                for folder in self._files.folders()
                if folder.path == place or folder.path.startswith(place + os.sep)
            ]
            if not inside and not folders:
                raise UsageError(f"{shown(place)} is not in the library.")
            if not folders:
                raise UsageError(
                    f"{shown(place)} lies in a folder of the library; take out that folder, "
                    f"or name it under `ignore` in {self.home.settings}."
                )
            count += self._files.remove(inside)
            for folder in folders:
                self._files.remove_folder(folder.id)
        self._database.leave_no_trace(surely=True)
        return count

    @_told_plainly
    def folders(self) -> list[str]:
        return [folder.path for folder in self._files.folders()]

    @_told_plainly
    def thumbnail(self, item_id: int) -> bytes:
        return self._text.thumbnail(item_id)

    @_told_plainly
    def document(self, path: str, query: str) -> Document:
        """See `Documents.document`. Raises UsageError."""
        return self._documents.document(path, query)

    @_told_plainly
    def page_text(self, path: str, page: int | None, query: str) -> PageText:
        """See `Documents.page_text`. Raises UsageError."""
        return self._documents.page_text(path, page, query)

    @_told_plainly
    def page_image(self, path: str, page: int | None, long_side: int, query: str) -> PageImage:
        """See `Preview.page_image`. Raises UsageError."""
        return self._preview.page_image(path, page, long_side, query)

    def integrity(self) -> str:
        return self._database.integrity()

    def _problem_of(self, path: str) -> str:
        if not os.path.exists(path):
            return f"There is no file or folder at {shown(path)}."
        if not os.path.isdir(path) and not os.path.isfile(path):
            return f"{shown(path)} is neither a file nor a folder."
        if _overlap(path, str(self.home.root)):
            return f"{shown(path)} is where GR Search keeps its own library."
        return ""

    def _workers(self) -> int:
        return self.settings.workers if self.settings.workers > 0 else cores()

    def _readers(self) -> ReaderPool:
        if self._pool and self._pool.workers != self._workers():
            self._drop_readers()
        if self._pool is None:
            self._pool = ReaderPool(self._workers())
        return self._pool

    def _follow_model(self) -> None:
        """Passages are as long as the model's limit: another limit wants them cut anew."""
        active = self._vectors.active()
        if active and active.token_limit != self.encoder().token_limit:
            self._files.read_again()

    def _image(self, path: str) -> Pixels:
        try:
            with self._query_reader.taken() as reader:
                looks = list(reader.read_looks(absolute(path), most=1))
            for look in looks:
                return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3)
        except UnreadableFileError as error:
            raise UsageError(f"{shown(path)} can't be used as a picture: {error.reason}") from error
        raise UsageError(f"There is no picture in {shown(path)}.")

    def _known(self, path: str) -> int:
        file_id = self._files.id_of(absolute(path))
        if file_id is None:
            raise UsageError(f"{shown(path)} is not in the library.")
        return file_id


def _signature(path: Path) -> tuple[int, int] | None:
    """What tells a changed file from the one before; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are not UTF-8 become a replacement sign."""
    return os.fsencode(path).decode("utf-8", "replace")


def _overlap(path: str, home: str) -> bool:
    return path == home or path.startswith(home + os.sep)


def _hit(rank: int, result: Result) -> Hit:
    return Hit(
        rank,
        result.file.path,
        result.file.kind,
        result.ranked.kind,
        result.page,
        round(result.ranked.score, 4),
        result.snippet.text,
        result.snippet.marks,
        Why(result.shares.words, result.shares.text, result.shares.look),
        result.ranked.item_id,
        result.file.title,
        result.file.mtime_ns / 1e9,
        result.file.size,
    )
