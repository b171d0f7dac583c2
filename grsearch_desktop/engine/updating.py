"""Bringing a library up to date, stage by stage: names, text, meaning, text in pictures."""

import hashlib
import time
from collections.abc import Callable, Iterator

from grsearch_desktop.engine import meaning, memory, pipeline
from grsearch_desktop.engine.equipment import Equipment
from grsearch_desktop.engine.following import FollowedSettings
from grsearch_desktop.engine.governor import EndedError, Governor
from grsearch_desktop.engine.jobs import Changes, update_names
from grsearch_desktop.engine.open_library import OpenLibrary
from grsearch_desktop.engine.order import Wanted
from grsearch_desktop.engine.protocol import FileError, Progress
from grsearch_desktop.engine.recognising import Recognising
from grsearch_desktop.engine.stages import includes
from grsearch_desktop.engine.swapping import Swapping, renew_texts
from grsearch_desktop.errors import ModelError
from grsearch_desktop.extract.content import Recognition
from grsearch_desktop.extract.registry import READERS
from grsearch_desktop.library.scan import concerns
from grsearch_desktop.settings import Settings
from grsearch_desktop.store import erasure
from grsearch_desktop.store.twins import Twins

_SOME = 200
"""Files that are read again before what is new in them is encoded."""
_LONG = 10.0
"""Seconds of an update after which what it held is given back to the system."""


class Updating:
    """One update after the other, and what is known of the last."""

    def __init__(
        self,
        library: OpenLibrary,
        followed: FollowedSettings,
        equipment: Equipment,
        governor: Governor,
        wanted: Wanted,
    ) -> None:
        self._library = library
        self._followed = followed
        self._equipment = equipment
        self._governor = governor
        self._wanted = wanted
        self._swapping = Swapping(library, equipment)
        self.recognising = Recognising(equipment.recogniser)
        self._done_by: Settings | None = None
        """The settings by which everything was brought up to date last."""
        self._cant_be_read_now: set[int] = set()
        """Files to be read again, when this program is started anew."""
        self.progress = Progress("idle")
        self.looked_for = 0.0
        """Seconds that the last look at the folders took."""
        self.looks = 0
        """How many looks were taken."""
        self.folder_problems: tuple[FileError, ...] = ()
        """Of the last look."""

    def update(self, on_progress: Callable[[Progress], None], until: str) -> Changes:
        """Does all stages up to one of `stages.STAGES`. Raises EndedError when asked to end."""

        def report(progress: Progress) -> None:
            self.progress = progress
            on_progress(progress)

        began = time.monotonic()
        settings = self._followed.now
        self._governor.begin()
        self._erase_excluded()
        # Before the look at the folders, which may take long: going back is to be instant.
        with_meaning = includes(until, "meaning")
        trouble = self._choose(settings.model) if with_meaning else None
        changes = self._look_at_folders(report, until)
        tools = None
        if until != "names" and not self._is_in_step():
            tools = self._read_and_encode(settings, report, with_meaning)
            if with_meaning and trouble is None:
                self._swapping.fill(tools)
                self._read_again(tools)
                self._done_by = settings
        if with_meaning:
            self._swapping.sweep(self._governor.checkpoint)
            self._library.text.copies.complete(self._governor.checkpoint)
        self._library.database.leave_no_trace()
        if trouble is None and tools is not None and includes(until, "ocr"):
            self._recognise(tools, settings)
        report(Progress("idle"))
        if trouble is not None:  # told once all is done that can be done without it
            raise trouble
        if time.monotonic() - began > _LONG:
            memory.give_back()
        return changes

    def _choose(self, source: str) -> ModelError | None:
        """Gives why the chosen model can't be had, where another one goes on in its place."""
        in_step = self._done_by == self._followed.now
        if in_step and self._library.vectors.models.next() is None:
            return None
        try:
            self._swapping.choose(source)
        except ModelError as error:
            return error
        return None

    def _look_at_folders(self, report: Callable[[Progress], None], until: str) -> Changes:
        files = self._library.files
        report(Progress("names"))
        if until != "names" and any(folder.device is None for folder in files.folders()):
            # A folder that was never looked at: there will be files to read.
            self._equipment.readers().prepare()
        began = time.monotonic()
        changes = update_names(
            files,
            self._followed.rules,
            self._governor,
            lambda seen: report(Progress("names", seen, seen, "files")),
        )
        self.looked_for = time.monotonic() - began
        self.looks += 1
        now = time.time()
        self.folder_problems = tuple(
            FileError(problem.path, problem.reason, now) for problem in changes.unreadable
        )
        if until != "names":
            files.retry_passing()
        return changes

    def _is_in_step(self) -> bool:
        """Whether a look at the folders left nothing to do: then no model is loaded for it."""
        if self._equipment.holds_a_model or self._done_by != self._followed.now:
            return False
        library = self._library
        active = library.vectors.active()
        return (
            active is not None
            and active.source == self._followed.now.model
            and library.files.count_by_state()["waiting"] == 0
            and not self._outdated()
            and not any(library.vectors.left().values())
            and not (self._followed.now.recognise and library.text.recognised.anything_to_do())
        )

    def _read_and_encode(
        self, settings: Settings, report: Callable[[Progress], None], with_meaning: bool
    ) -> pipeline.Tools:
        """For the model that answers; gives what it was done with."""
        library, equipment = self._library, self._equipment
        tools = pipeline.Tools(
            library.files,
            library.text,
            library.vectors,
            Twins(library.database),
            equipment.readers(),
            equipment.workers,
            self._governor,
            report,
            self._wanted,
        )
        answering = self._swapping.answering()
        encoder = answering[1] if answering else equipment.encoder(settings.model)
        pipeline.read_texts(tools, encoder)
        if with_meaning and answering:
            model, encoder = answering
            renew_texts(tools, model)
            meaning.encode(tools, encoder, model)
        return tools

    def _read_again(self, tools: pipeline.Tools) -> None:
        """Last of all: what an older version read, some at a time, each with its meaning."""
        outdated = self._outdated()
        for begin in range(0, len(outdated), _SOME):
            if (answering := self._swapping.answering()) is None:
                return
            model, encoder = answering
            some = outdated[begin : begin + _SOME]
            self._cant_be_read_now |= pipeline.read_again(tools, encoder, some)
            meaning.encode(tools, encoder, model)
            tools.on_progress(Progress("text", begin + len(some), len(outdated), "files"))

    def _outdated(self) -> list[int]:
        known = self._library.files.outdated(READERS)
        return [file_id for file_id in known if file_id not in self._cant_be_read_now]

    def _recognise(self, tools: pipeline.Tools, settings: Settings) -> None:
        """Looks for text in pictures, which may take hours: all else is done by then."""
        if not settings.recognise:
            return
        preferences = Recognition(
            settings.recogniser, settings.recogniser_languages, str(self._library.home.recognisers)
        )
        model, encoder = self._swapping.answering() or (
            None,
            self._equipment.encoder(settings.model),
        )
        self.recognising.run(tools, preferences, encoder, model)
        self._library.database.leave_no_trace()

    def _erase_excluded(self) -> None:
        """Takes out what the rules no longer admit, by its name: no pause and no drive that is
        away keeps it."""
        admission = _admission(self._followed.now)
        library = self._library
        before = erasure.rules_of(library.database.read())
        if admission == before:
            return
        removed = library.files.remove(list(self._excluded()))
        # A library of an older program knows no rules: its backup stays if nothing had to go.
        if removed or before is not None:
            library.database.leave_no_trace(surely=True)
        # Last, and in the library: what is excluded while no engine runs, or just before one is
        # killed, is gone after the next start.
        with library.database.write() as connection:
            erasure.note_rules(connection, admission)

    def _excluded(self) -> Iterator[int]:
        """Files (ids) that the rules do not admit. Raises EndedError when asked to end: of a
        million files the names alone take a minute."""
        rules = self._followed.rules
        for folder in self._library.files.folders():
            for path, file in self._library.files.known(folder.id).items():
                if self._governor.ended:
                    raise EndedError
                if not concerns(folder.path, path, rules):
                    yield file.id


def _admission(settings: Settings) -> int:
    """A number for what decides which files belong."""
    decisive = repr((settings.ignore, settings.hidden)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2s(decisive, digest_size=8).digest(), signed=True)
