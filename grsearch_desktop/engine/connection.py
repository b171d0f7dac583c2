"""One client of the engine: what it asks is read and answered, what it is told is written."""

import logging
import queue
import socket
import threading
from collections.abc import Callable

from grsearch_desktop.engine import protocol

log = logging.getLogger(__name__)


class Connection:
    """One client: a thread that reads and answers, and one that writes.

    A client that never reads fills its own queue and is then dropped; nobody waits for it.
    """

    _LONGEST_QUEUE = 1000

    def __init__(
        self,
        accepted: socket.socket,
        answer: Callable[["Connection", bytes], bytes],
        ended: Callable[["Connection"], None],
    ) -> None:
        self._socket = accepted
        self._answer = answer
        self._ended = ended
        self._outgoing: queue.Queue[bytes | None] = queue.Queue(self._LONGEST_QUEUE)

    def start(self) -> None:
        threading.Thread(target=self._read, name="client-read", daemon=True).start()
        threading.Thread(target=self._write, name="client-write", daemon=True).start()

    def send(self, line: bytes) -> None:
        try:
            self._outgoing.put_nowait(line)
        except queue.Full:
            self._close()

    def _read(self) -> None:
        with self._socket.makefile("rb") as lines:
            try:
                while line := lines.readline(protocol.LONGEST_LINE):
                    if not line.endswith(b"\n") and len(line) >= protocol.LONGEST_LINE:
                        self.send(protocol.error_line(None, "The message is too long."))
                        break
                    self.send(self._answer(self, line))
            except (OSError, ValueError, RuntimeError):
                # RuntimeError: the engine is ending and takes no more requests.
                log.debug("a client went away")
        self._ended(self)
        try:
            self._outgoing.put_nowait(None)
        except queue.Full:
            self._close()

    def _write(self) -> None:
        try:
            while (line := self._outgoing.get()) is not None:
                self._socket.sendall(line)
        except OSError:
            log.debug("a client does not read")
        self._close()

    def _close(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("the connection was closed already")
        self._socket.close()
