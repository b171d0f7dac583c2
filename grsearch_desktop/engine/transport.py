"""The local socket between an engine and its clients: the one piece that knows of what kind it is.

On Linux and macOS it is a Unix socket in a folder that only this user can enter, and a program of
another user is refused all the same, whatever became of the folder's mode. On Windows it is a
named pipe, which may be opened for writing by this user, administrators and the system alone: that
is what Windows grants where nothing is said. QLocalSocket opens both by `Home.socket`.

The part for Windows has been checked for its types alone: it has not been run yet. Nor has the
question who is at the other end been asked on macOS.
"""

import logging
import os
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds that `accept` waits for somebody."""
_QUEUE = 128
"""Clients that may wait to be accepted."""


class Wire(Protocol):
    """One end of a connection. One thread reads; any thread may send or hang up."""

    def readline(self, longest: int = sys.maxsize) -> bytes:
        """The next line with its end, or what came of it: `longest` bytes at most; b"" when the
        other end is gone. Raises OSError, TimeoutError among them."""

    def send(self, line: bytes) -> None:
        """Blocks while the other end does not read. Raises OSError."""

    def wait_for_ever(self) -> None:
        """From now on nothing ends in TimeoutError."""

    def hang_up(self) -> None:
        """Ends what other threads wait for here. `close` is still to be called."""

    def close(self) -> None:
        """When no other thread uses it any more."""


class Listener(Protocol):
    def accept(self) -> Wire | None:
        """The next client; None when nobody came in `PATIENCE` seconds, or none of ours."""

    def close(self) -> None: ...


if sys.platform == "win32":
    import queue
    from multiprocessing.connection import Client as pipe_client  # noqa: N813 - it is a function
    from multiprocessing.connection import Listener as PipeListener
    from multiprocessing.connection import PipeConnection

    _PIPE = "AF_PIPE"

    class _PipeWire:
        """A named pipe whose messages are read as one stream: QLocalSocket cuts where it likes."""

        def __init__(self, pipe: "PipeConnection", timeout: float | None) -> None:
            self._pipe = pipe
            self._timeout = timeout
            self._read = bytearray()
            self._gone = threading.Event()
            self._sending = threading.Lock()

        def readline(self, longest: int = sys.maxsize) -> bytes:
            waited = time.monotonic()
            while (end := self._read.find(b"\n", 0, longest)) < 0 and len(self._read) < longest:
                # In short waits: nothing wakes a thread that reads a pipe.
                if self._gone.is_set():
                    return b""
                if self._pipe.poll(PATIENCE):
                    try:
                        self._read += self._pipe.recv_bytes()
                    except EOFError:
                        self._gone.set()
                elif self._timeout is not None and time.monotonic() - waited > self._timeout:
                    raise TimeoutError
            taken = longest if end < 0 else end + 1
            line = bytes(self._read[:taken])
            del self._read[:taken]
            return line

        def send(self, line: bytes) -> None:
            with self._sending:
                if self._gone.is_set():
                    raise BrokenPipeError
                self._pipe.send_bytes(line)

        def wait_for_ever(self) -> None:
            self._timeout = None

        def hang_up(self) -> None:
            self._gone.set()

        def close(self) -> None:
            self._gone.set()
            self._pipe.close()

    class _NamedPipe:
        """Accepts in a thread of its own: to wait for a pipe's client can't be limited in time."""

        def __init__(self, address: Path) -> None:
            self._address = str(address)
            self._listener = PipeListener(self._address, _PIPE)
            self._came: queue.Queue[Wire] = queue.Queue(_QUEUE)
            self._closing = False
            threading.Thread(target=self._accept, name="accept", daemon=True).start()

        def accept(self) -> Wire | None:
            try:
                return self._came.get(timeout=PATIENCE)
            except queue.Empty:
                return None

        def close(self) -> None:
            self._closing = True
            with suppress(OSError):  # the thread waits for somebody to come
                pipe_client(self._address, _PIPE).close()

        def _accept(self) -> None:
            while not self._closing:
                try:
                    pipe = self._listener.accept()
                except OSError:
                    log.exception("a client could not be accepted")
                    time.sleep(PATIENCE)
                    continue
                assert isinstance(pipe, PipeConnection)
                self._came.put(_PipeWire(pipe, None))
            self._listener.close()

    def listen(address: Path) -> Listener:
        """Waits for clients from now on. Raises OSError."""
        return _NamedPipe(address)

    def connect(address: Path, timeout: float | None) -> Wire:
        """timeout: seconds that a call may wait; None: for ever. Raises OSError."""
        pipe = pipe_client(str(address), _PIPE)
        assert isinstance(pipe, PipeConnection)
        return _PipeWire(pipe, timeout)

else:

    class _SocketWire:
        def __init__(self, connected: socket.socket) -> None:
            self._socket = connected
            self._lines = connected.makefile("rb")
            self._sending = threading.Lock()

        def readline(self, longest: int = sys.maxsize) -> bytes:
            try:
                return self._lines.readline(longest)
            except ValueError as error:
                raise OSError("the connection was closed") from error

        def send(self, line: bytes) -> None:
            with self._sending:
                self._socket.sendall(line)

        def wait_for_ever(self) -> None:
            self._socket.settimeout(None)

        def hang_up(self) -> None:
            # Closing the file under a reader would wait for that reader; a shutdown wakes it.
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

        def close(self) -> None:
            self._lines.close()
            self._socket.close()

    class _UnixSocket:
        def __init__(self, address: Path) -> None:
            self._address = address
            # Who listens holds the library's lock: what lies there is of an engine that was killed.
            address.unlink(missing_ok=True)
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self._socket.bind(str(address))
                address.chmod(0o600)
                self._socket.listen(_QUEUE)
            except OSError:
                self._socket.close()
                raise
            self._socket.settimeout(PATIENCE)

        def accept(self) -> Wire | None:
            try:
                accepted, _ = self._socket.accept()
            except TimeoutError:
                return None
            except OSError:
                # No file handle is left, most likely: some of those that are there will be closed.
                log.exception("a client could not be accepted")
                time.sleep(PATIENCE)
                return None
            if not _of_this_user(accepted):
                log.warning("a program of another user was refused")
                accepted.close()
                return None
            accepted.settimeout(None)
            return _SocketWire(accepted)

        def close(self) -> None:
            self._socket.close()
            self._address.unlink(missing_ok=True)

    def listen(address: Path) -> Listener:
        """Waits for clients from now on. Raises OSError."""
        return _UnixSocket(address)

    def connect(address: Path, timeout: float | None) -> Wire:
        """timeout: seconds that a call may wait; None: for ever. Raises OSError."""
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connected.settimeout(timeout)
        try:
            connected.connect(str(address))
        except OSError:
            connected.close()
            raise
        return _SocketWire(connected)

    def _of_this_user(connected: socket.socket) -> bool:
        """Whether the other end is a process of this user; False where that can't be told."""
        try:
            if sys.platform == "linux":
                # struct ucred: pid, uid, gid; of the time of `connect` (unix(7)).
                form, level, option = "iII", socket.SOL_SOCKET, socket.SO_PEERCRED
                _, user, _ = struct.unpack(form, connected.getsockopt(level, option, 12))
            else:
                # struct xucred of macOS and BSD: version, uid, ... (sys/ucred.h; SOL_LOCAL is 0,
                # LOCAL_PEERCRED 1; Python has no names for them).
                _, user = struct.unpack_from("II", connected.getsockopt(0, 1, 76))
        except (OSError, struct.error):
            log.exception("who is at the other end can't be told")
            return False
        return bool(user == os.geteuid())
