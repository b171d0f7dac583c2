"""One client of the engine: what it asks is read and answered, what it subscribed to is told."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from grsearch_desktop.engine import protocol
from grsearch_desktop.engine.transport import Wire

log = logging.getLogger(__name__)

_LASTING = 100
"""Events that wait for a client that does not read them."""


class Connection:
    """One client: a thread that reads a request and writes its answer, one after the other.

    A client that does not read its answers is read no more until it does: what waits for it is one
    answer and one event, and nobody else waits.
    """

    def __init__(
        self,
        wire: Wire,
        answer: Callable[["Connection", bytes], bytes],
        ended: Callable[["Connection"], None],
    ) -> None:
        self._wire = wire
        self._answer = answer
        self._ended = ended
        self._teller: _Teller | None = None
        self._thread = threading.Thread(target=self._serve, name="client", daemon=True)

    def start(self) -> None:
        """Raises RuntimeError when the system gives no thread more."""
        self._thread.start()

    def subscribe(self) -> None:
        """Lets `tell` be heard. Called while a request of this client is answered."""
        if self._teller is None:
            self._teller = _Teller(self._wire)
            self._teller.start()

    def tell(self, line: bytes, *, lasting: bool = False) -> None:
        """Sends an event soon. Blocks nobody.

        One that was not sent yet is replaced; of lasting ones, the last hundred wait.
        """
        if self._teller is not None:
            self._teller.tell(line, lasting)

    def finish(self, seconds: float) -> None:
        """Ends the connection from any thread, when it was told what is lasting, or could not be in
        so many seconds."""
        if self._teller is not None:
            self._teller.wait_for_lasting(seconds)
        self._wire.hang_up()

    def _serve(self) -> None:
        try:
            while line := self._wire.readline(protocol.LONGEST_REQUEST):
                if not line.endswith(b"\n"):
                    if len(line) >= protocol.LONGEST_REQUEST:
                        self._wire.send(protocol.error_line(None, "The message is too long."))
                    break
                self._wire.send(self._answer(self, line))
        except (OSError, RuntimeError):
            # RuntimeError: the engine is ending and takes no more requests.
            log.debug("a client went away")
        self._ended(self)
        self._wire.hang_up()
        if self._teller is not None:
            self._teller.end()
        self._wire.close()


class _Teller:
    """Writes events in a thread of its own: lasting ones, then the latest of the others."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._line: bytes | None = None
        self._lasting: deque[bytes] = deque(maxlen=_LASTING)
        self._sending = False
        self._ending = False
        self._woken = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="client-told", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def tell(self, line: bytes, lasting: bool) -> None:
        with self._woken:
            if lasting:
                self._lasting.append(line)
            else:
                self._line = line
            self._woken.notify_all()

    def wait_for_lasting(self, seconds: float) -> None:
        with self._woken:
            self._woken.wait_for(
                lambda: self._ending or not (self._lasting or self._sending), seconds
            )

    def end(self) -> None:
        """Waits for the thread: the wire has been hung up."""
        with self._woken:
            self._ending = True
            self._woken.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while (line := self._next()) is not None:
            gone = False
            try:
                self._wire.send(line)
            except OSError:
                log.debug("a subscriber went away")
                gone = True
            with self._woken:
                self._sending = False
                self._ending = self._ending or gone
                self._woken.notify_all()

    def _next(self) -> bytes | None:
        with self._woken:
            while self._line is None and not self._lasting and not self._ending:
                self._woken.wait()
            self._sending = True
            if self._lasting and not self._ending:
                return self._lasting.popleft()
            line, self._line = self._line, None
            return None if self._ending else line
