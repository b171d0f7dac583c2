"""The last stage: text in pictures. It is done while there is nothing else to do: whatever comes
meanwhile waits for one picture at most."""

import logging
import os
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from hashlib import blake2s

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine import meaning
from grsearch_desktop.engine.governor import BegunAnewError, EndedError, Rate
from grsearch_desktop.engine.order import Order
from grsearch_desktop.engine.pipeline import Tools, is_doubtful, progress_of
from grsearch_desktop.engine.recognised_text import looked_through
from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Recognised, Recognition
from grsearch_desktop.store.files import KnownFile
from grsearch_desktop.store.vectors import Model

log = logging.getLogger(__name__)

STAGE = "ocr"
_ENCODE_EVERY = 5.0
"""Seconds after which what was recognised gets its meaning."""
_COUNT_EVERY = 60.0
"""Seconds after which the pictures on the list are counted again."""
_MOST_TRIES = 3
"""How often a file is tried whose trouble may pass, in the life of an engine."""
_OF_THE_RECOGNISER = (reasons.STOPPED, reasons.NOT_WHOLE)
"""Troubles of which no file is the cause."""


class Recognising:
    """Looks through the files on the list, and knows what kept it from that last.

    For the one thread that updates the library.
    """

    def __init__(self, reader: SpareReader) -> None:
        """reader: recognises; it is let go of when there is nothing left to do."""
        self._reader = reader
        self._tries: Counter[int] = Counter()
        self._expected: dict[int, int] = {}
        """File -> its pictures, as they were counted last."""
        self._counted = -_COUNT_EVERY
        self.trouble = ""
        """Why nothing could be recognised, in a sentence."""

    def run(
        self,
        tools: Tools,
        preferences: Recognition,
        encoder: Encoder,
        model: Model | None,
    ) -> None:
        """model: gets the vectors of what was recognised; None while none answers.

        Raises EndedError; BegunAnewError where files changed meanwhile.
        """
        texts = tools.text.recognised
        texts.prefer(_number(preferences))
        if time.monotonic() - self._counted >= _COUNT_EVERY:
            self._expected, self._counted = texts.pictures(), time.monotonic()
        run = _Run(tools, self._reader, preferences, encoder, model, self._expected, self._tries)
        try:
            run.run()
            self.trouble = ""
        except UnreadableFileError as error:
            log.warning("text in pictures can't be read: %s", error.reason)
            self.trouble = f"Text in pictures can't be read now: {error.reason}"
        self._reader.let_go()


class _Run:
    def __init__(
        self,
        tools: Tools,
        reader: SpareReader,
        preferences: Recognition,
        encoder: Encoder,
        model: Model | None,
        expected: dict[int, int],
        tries: Counter[int],
    ) -> None:
        self._tools = tools
        self._texts = tools.text.recognised
        self._reader = reader
        self._preferences = preferences
        self._encoder = encoder
        self._model = model
        self._tries = tries
        self._order = Order(self._texts.to_do())
        self._expected = expected
        self._total = sum(expected.get(id, 1) for id in self._order)
        self._looked = False
        """Whether a picture was looked at: however often files change, one is."""
        self._rate = Rate()
        self._unencoded = False
        self._encoded = time.monotonic()
        self._version = 0

    def run(self) -> None:
        """Raises UnreadableFileError where it is not for a file that nothing is recognised."""
        while len(self._order):
            self._give_way()
            self._heed_wishes()
            (file_id,) = self._order.next()
            before = self._rate.done
            self._look_through(file_id)
            self._step(max(self._expected.get(file_id, 1) - (self._rate.done - before), 0))
        self._encode()

    def _give_way(self) -> None:
        """Waits while no work may be done; whatever changed is seen to first."""
        self._tools.governor.checkpoint()
        if self._looked and self._tools.governor.due.waits:
            raise BegunAnewError

    def _heed_wishes(self) -> None:
        self._version, wanted = self._tools.wanted.since(self._version)
        self._order.move_up(wanted)

    def _look_through(self, file_id: int) -> None:
        while True:
            self._give_way()
            file = self._tools.files.by_id(file_id)
            if file is None or file.state != "read":  # it was taken out, or is to be read again
                return
            try:
                if self._texts.take_over(file_id) or self._to_its_end(file):
                    return
            except UnreadableFileError as error:
                self._fail(file, error)
                return

    def _to_its_end(self, file: KnownFile) -> bool:
        """Looks at the pictures of a file that were not looked at; False where it has to stop."""
        governor = self._tools.governor
        seen = self._texts.looked_through(file.id)
        path = os.fsencode(file.path)
        preferences = replace(self._preferences, threads=governor.workers(self._tools.workers))
        with (
            self._reader.taken() as reader,
            closing(reader.recognise(path, *seen, preferences)) as pictures,
        ):
            for found in pictures:
                self._save(file, found)
                self._step(1)
                if governor.holds or governor.due.waits:
                    return False
                if time.monotonic() - self._encoded > _ENCODE_EVERY:
                    self._encode()
        if is_doubtful(file, governor):
            self._tools.files.distrust(file.id)
        else:
            self._texts.finish(file.id)
        return True

    def _save(self, file: KnownFile, found: Recognised) -> None:
        encoder = self._encoder
        through = looked_through(found, encoder.count_tokens, encoder.token_limit)
        self._unencoded |= bool(through.passages)
        self._looked = True
        self._texts.save(file.id, through)

    def _fail(self, file: KnownFile, error: UnreadableFileError) -> None:
        if self._tools.governor.ended:  # the file is not to blame
            raise EndedError from error
        log.debug("%s: %s", file.path, error.reason)
        unknown = map(reasons.no_such_script, self._preferences.languages)
        if error.reason in {*_OF_THE_RECOGNISER, *unknown}:
            raise error
        if not os.path.lexists(os.fsencode(file.path)):
            return
        self._looked = True
        self._tries[file.id] += 1
        if not error.may_pass or self._tries[file.id] >= _MOST_TRIES:
            reason = f"The text in its pictures could not be read: {error.reason}"
            self._texts.give_up(file.id, reason)

    def _step(self, pictures: int) -> None:
        if not pictures:
            return
        self._rate.add(pictures)
        self._total = max(self._total, self._rate.done)
        self._tools.on_progress(progress_of(STAGE, self._rate, self._total, "pictures"))

    def _encode(self) -> None:
        """What was recognised is found by its meaning, too."""
        if self._unencoded and self._model is not None:
            quietly = replace(self._tools, on_progress=lambda _: None)
            meaning.encode(quietly, self._encoder, self._model)
        self._unencoded = False
        self._encoded = time.monotonic()


def _number(preferences: Recognition) -> int:
    """Of what decides what is recognised."""
    decisive = repr((preferences.engine, preferences.languages)).encode("utf-8", "replace")
    return int.from_bytes(blake2s(decisive, digest_size=8).digest(), signed=True)
