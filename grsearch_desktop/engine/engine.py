"""What can be done with a library: brought up to date, searched, told about, shortened."""

import functools
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from grsearch_desktop.encode.encoder import Encoder, Pixels
from grsearch_desktop.engine import autostart, membership, memory
from grsearch_desktop.engine.calibration_check import CalibrationCheck
from grsearch_desktop.engine.documents import Documents
from grsearch_desktop.engine.equipment import Equipment
from grsearch_desktop.engine.following import FollowedSettings
from grsearch_desktop.engine.governor import Governor, cores
from grsearch_desktop.engine.jobs import Changes
from grsearch_desktop.engine.library_map import LibraryMaps
from grsearch_desktop.engine.model_getting import ModelGetting
from grsearch_desktop.engine.open_library import open_library
from grsearch_desktop.engine.order import Wanted
from grsearch_desktop.engine.patience import Patience
from grsearch_desktop.engine.preview import Preview
from grsearch_desktop.engine.protocol import (
    Calibration,
    Document,
    Duplicate,
    DuplicateGroup,
    Duplicates,
    FileError,
    FolderStatus,
    Hit,
    KeptVectors,
    LibraryMap,
    PageImage,
    PageText,
    Progress,
    SearchAnswer,
    SearchRequest,
    Status,
    Why,
)
from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.engine.stages import STAGES
from grsearch_desktop.engine.swapping import forget, told
from grsearch_desktop.engine.updating import Updating
from grsearch_desktop.errors import UnreadableFileError, UsageError
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.paths import Home, absolute, shown
from grsearch_desktop.search.query import parse
from grsearch_desktop.search.results import Result
from grsearch_desktop.search.searcher import Example, Searcher
from grsearch_desktop.settings import Settings
from grsearch_desktop.store.duplicates import duplicate_groups, first_files, with_looks
from grsearch_desktop.store.vectors import Model

_MOST_VALUES = 200
"""That are named of one filter."""

P = ParamSpec("P")
T = TypeVar("T")


def _told_plainly(
    method: "Callable[Concatenate[Engine, P], T]",
) -> "Callable[Concatenate[Engine, P], T]":
    """Lets a method raise our own errors where the database fails, also while it reads."""

    @functools.wraps(method)
    def told(engine: "Engine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        with engine._library.database.told_plainly():
            return method(engine, *args, **kwargs)

    return told


class Engine:
    """One library and all that is done with it. Searches may come from any thread.

    Whoever calls `add`, `update` or `forget` holds the library's `EngineLock`.
    """

    def __init__(self, home: Home, readers: ReaderPool | None = None) -> None:
        """Opens the library of a home, and makes it if need be. Raises GRSearchError.

        readers: those that were started ahead, which it ends from now on.
        """
        self.home = home
        self.followed = FollowedSettings(home)
        self.governor = Governor(lambda: self.settings.battery)
        self.getting = ModelGetting(home.models)
        self._library = library = open_library(home)
        self._equipment = Equipment(home, self.followed, readers)
        self._searcher = Searcher(
            library.files, library.text, library.vectors, library.copies, self._encoder_of
        )
        self._equipment.let_go_along(self._searcher.let_go)
        self._preview = Preview(library.files, library.text, self._searcher.terms)
        self._equipment.let_go_along(self._preview.let_go)
        self._documents = Documents(
            library.files,
            library.text,
            library.contents,
            self._searcher,
            self._preview.written,
        )
        self._maps = LibraryMaps(
            library.files,
            self._searcher.vectors,
            lambda: self.governor.workers(self._equipment.workers),
        )
        self._equipment.let_go_along(self._maps.let_go)
        self._check = CalibrationCheck(
            library.vectors,
            self._searcher.vectors,
            self._encoder_of,
            lambda: self._equipment.holds_a_model,
            lambda: self.governor.workers(cores()),
            home.root / "cache" / "calibration.json",
        )
        self._equipment.let_go_along(self._check.let_go)
        self._query_reader = SpareReader()
        self._wanted = Wanted()
        self.patience = Patience(library.database, self.governor)
        self._updating = Updating(
            library, self.followed, self._equipment, self.governor, self._wanted
        )

    def end(self) -> None:
        """Ends an update that runs in another thread, at once: a file being read is let go."""
        self.governor.end()
        self.getting.close()
        self._preview.close()
        self._maps.close()
        self._query_reader.close()
        self._equipment.recogniser.close()
        self._equipment.close()

    def close(self) -> None:
        self.end()
        self._library.database.close()

    @property
    def settings(self) -> Settings:
        return self.followed.now

    @property
    def notice(self) -> str:
        """A sentence for the person when the library was damaged and had to be made anew."""
        return self._library.notice

    @property
    def recognising_trouble(self) -> str:
        """A sentence when text in pictures can't be read for a reason that lies in no file."""
        return self._updating.recognising.trouble

    @property
    def looked_for(self) -> float:
        """Seconds that the last look at the folders took."""
        return self._updating.looked_for

    @property
    def looks(self) -> int:
        """How many looks at the folders were taken."""
        return self._updating.looks

    def let_go_when_unused(self) -> bool:
        """Lets go of the model, the vectors in memory and the readers once nobody used them for
        a while; gives whether it did. The next search loads what it needs."""
        if not self._equipment.let_go_when_unused():
            return False
        self._library.database.release_memory()
        memory.give_back()
        return True

    @property
    def has_let_go(self) -> bool:
        return self._equipment.was_let_go

    def _encoder_of(self, model: Model) -> Encoder:
        """The encoder of the model that answers: until the next update that may be the old one."""
        return self._equipment.encoder(model.source)

    @_told_plainly
    def prepare(self) -> None:
        """Loads what a first search needs."""
        with self._equipment.used():
            self._searcher.prepare()

    @_told_plainly
    def read_ahead(self) -> None:
        """Loads what makes later searches fast."""
        with self._equipment.used():
            self._searcher.read_ahead()
        # What stays need not be looked through again and again, 20 ms each time of a million files.
        gc.collect()
        gc.freeze()

    @_told_plainly
    def add(self, paths: Sequence[str]) -> list[str]:
        """Makes folders and files part of the library; gives a sentence for each that can't be."""
        return membership.add(self._library, paths)

    @_told_plainly
    def forget(self, paths: Sequence[str]) -> int:
        """Takes folders or files out of the library; gives how many files went.

        Raises UsageError for a path that is no part of it. Touches no file of the person's.
        """
        return membership.forget(self._library, paths)

    @_told_plainly
    def rebuild_codes(self) -> None:
        """Makes the copies that searches read anew from the vectors in the library."""
        with self._equipment.used():
            self._searcher.let_go()
            self._library.copies.rebuild()
            self._searcher.catch_up()

    @_told_plainly
    def folders(self) -> list[str]:
        return [folder.path for folder in self._library.files.folders()]

    @_told_plainly
    def update(
        self,
        on_progress: Callable[[Progress], None] = lambda _: None,
        until: str = STAGES[-1],
    ) -> Changes:
        """Brings the library up to date, stage by stage. Raises EndedError when asked to end.

        A search that begins after it finds all that it added.
        """
        with self._equipment.used():
            try:
                changes = self._updating.update(on_progress, until)
            finally:
                self._searcher.catch_up()
            if until == STAGES[-1]:
                self._check.look()
            return changes

    @_told_plainly
    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answers a search. Raises UsageError for an example that can't be used."""
        example = Example(
            self._image(request.image) if request.image else None,
            membership.known(self._library.files, request.similar).id if request.similar else None,
            request.minus,
        )
        with self._equipment.used():
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
            kinds=request.kinds,
            each_copy=request.copies,
        )
        took = (time.perf_counter() - begin) * 1000
        self._wanted.add(result.file.id for result in found.results)
        hits = tuple(_hit(n, result) for n, result in enumerate(found.results, start=offset + 1))
        return SearchAnswer(
            request.query,
            round(took, 1),
            hits,
            found.total,
            found.alpha,
            dict(found.corrected),
            parse(request.query).unknown_places,
        )

    @_told_plainly
    def status(self) -> Status:
        counts = self._library.files.count_by_folder()
        waiting = self._library.files.waiting_by_folder()
        looking = self._updating.progress.stage == "names"
        folders = tuple(
            FolderStatus(
                folder.path,
                counts.get(folder.id, 0),
                folder.online,
                waiting.get(folder.id, 0),
                looked_at=folder.device is not None and (folder.id in counts or not looking),
            )
            for folder in self._library.files.folders()
        )
        by_state = self._library.files.count_by_state()
        total = sum(by_state.values())
        items = self._library.text.count_by_kind()
        left = self._library.vectors.left()
        looks = self._library.vectors.looks_total()
        active = self._library.vectors.active()
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
                "ocr": self._library.text.recognised.counts(listed=self.settings.recognise),
            },
            len(self._updating.folder_problems) + self._library.files.error_count(),
            self._library.database.size(),
            self.progress(),
            autostart=autostart.is_enabled(self.home),
            calibration=self._check.last(),
            next=self._next(),
        )

    def _next(self) -> KeptVectors | None:
        if self._library.vectors.models.next() is None:  # as nearly always: nothing is counted
            return None
        return next((kept for kept in self.kept_vectors() if kept.next), None)

    @_told_plainly
    def kept_vectors(self) -> tuple[KeptVectors, ...]:
        """Of each model that has any: of the one that answers, the next one, those before."""
        return tuple(map(told, self._library.vectors.models.kept()))

    @_told_plainly
    def forget_model(self, name: str) -> int:
        """Has the vectors of a model leave; gives how many bytes that are. See `sweep`.

        Raises UsageError for a model that is in use or of which there are none.
        """
        return forget(self._library.vectors.models, name)

    @_told_plainly
    def sweep(self) -> None:
        """Erases what `forget_model` has leave; an update does so too."""
        self._library.vectors.models.sweep()
        self._library.database.leave_no_trace()

    @_told_plainly
    def calibration(self) -> Calibration:
        """Whether texts and pictures compare well now. Raises ModelError."""
        with self._equipment.used():
            return self._check.now()

    def progress(self) -> Progress:
        return replace(self._updating.progress, paused=self.governor.paused)

    @_told_plainly
    def errors(self) -> tuple[FileError, ...]:
        """Files that could not be read or not whole, and folders that could not be listed."""
        troubles = self._library.files.errors()
        return self._updating.folder_problems + tuple(
            FileError(trouble.path, trouble.reason, trouble.at) for trouble in troubles
        )

    @_told_plainly
    def duplicates(
        self,
        paths: Sequence[str] = (),
        limit: int | None = None,
        checkpoint: Callable[[float], None] = lambda _: None,
    ) -> Duplicates:
        """Files that there are several of, one of each group in these paths, or of all.

        limit: files at most; checkpoint: called with the share that is done, from 0 to 1; what it
        raises ends the comparison.

        Raises UsageError for a path that holds no file of the library. Touches no file.
        """
        library = self._library
        within = membership.inside(library.files, paths) if paths else None
        # What is multiplied is small: more threads would wait for each other.
        with threadpool_limits(1, user_api="blas"):
            groups = duplicate_groups(library.database, library.text.copies, within, checkpoint)
        told = tuple(
            DuplicateGroup(
                group.why,
                tuple(
                    Duplicate(file.path, file.size, file.mtime_ns / 1e9, file.content, file.look)
                    for file in group.files
                ),
                group.saves,
                group.count,
            )
            for group in with_looks(library.database, first_files(groups, limit))
        )
        waiting = library.files.count_by_state()["waiting"] + library.text.copies.untold()
        waiting += len(library.vectors.looks_to_encode(images=True))
        return Duplicates(told, sum(group.saves for group in groups), waiting, len(groups))

    @_told_plainly
    def retry(self, paths: Sequence[str] | None = None) -> None:
        """Files that failed, or those of them, are read again at the next update."""
        self._library.files.retry_failed(paths)

    @_told_plainly
    def thumbnail(self, item_id: int) -> bytes:
        return self._library.text.thumbnail(item_id)

    @_told_plainly
    def values(self, filter: str) -> tuple[str, ...]:
        """What files say most often of themselves that a filter (camera, tag) asks for; nothing
        for a filter that asks for something else."""
        return self._library.files.frequent(filter, _MOST_VALUES)

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

    @_told_plainly
    def library_map(self, calibrated: bool) -> LibraryMap:
        """See `LibraryMaps.answer`. Raises ModelError."""
        with self._equipment.used():
            return self._maps.answer(calibrated)

    def integrity(self) -> str:
        return self._library.database.integrity()

    def _image(self, path: str) -> Pixels:
        try:
            with self._query_reader.taken() as reader:
                looks = list(reader.read_looks(absolute(path), most=1))
            for look in looks:
                return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3)
        except UnreadableFileError as error:
            raise UsageError(f"{shown(path)} can't be used as a picture: {error.reason}") from error
        raise UsageError(f"There is no picture in {shown(path)}.")


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
        result.copies,
        result.recognised,
        result.part,
    )
