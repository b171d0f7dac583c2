"""One window for a library: a second start tells the first, and ends."""

import json
import os
from dataclasses import asdict, dataclass

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from grsearch_desktop.paths import Home

_PATIENCE = 2000
"""Milliseconds that a window may take to answer a second start."""
_LONGEST = 4096
"""Bytes of a wish."""


@dataclass(frozen=True)
class Wish:
    """What a start wants of the window."""

    quick: bool = False
    """Whether the compact search is wanted."""
    token: str = ""
    """What the desktop gave to let a window come to the front (XDG activation)."""

    @classmethod
    def of_this_start(cls, quick: bool) -> "Wish":
        return cls(quick, os.environ.get("XDG_ACTIVATION_TOKEN", ""))


class OneInstance(QObject):
    """The first start holds a lock and listens; later ones hand over what they want."""

    wished = Signal(object)
    """A Wish that another start had."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"{home.socket}-window"
        self._lock = QLockFile(str(home.root / "window.lock"))
        self._lock.setStaleLockTime(0)  # for ever: but one of a process that is no more is stale
        self._lines: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def is_first(self) -> bool:
        """Whether this start is to open the window; from then on it hears of others.

        Also true where no lock can be had, as in a home that can only be read.
        """
        if not self._lock.tryLock(0):
            return self._lock.error() != QLockFile.LockError.LockFailedError
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def hand_over(self, wish: Wish) -> bool:
        """Tells the window that is open; gives whether it heard."""
        deadline = QDeadlineTimer(_PATIENCE)
        while not deadline.hasExpired():
            line = QLocalSocket()
            line.connectToServer(self._name)
            if line.waitForConnected(200):
                line.write(json.dumps(asdict(wish)).encode() + b"\n")
                return line.waitForReadyRead(_PATIENCE) and bool(line.readLine().data())
            # The other one may have got its lock a moment ago, and listens soon.
            QThread.msleep(50)
        return False

    def close(self) -> None:
        self._server.close()
        for line in self._lines:
            line.readyRead.disconnect()
            line.abort()
        self._lines = []
        self._lock.unlock()

    def _welcome(self) -> None:
        while line := self._server.nextPendingConnection():
            self._lines = [known for known in self._lines if known.isOpen()]
            self._lines.append(line)
            line.readyRead.connect(self._hear_all)

    def _hear_all(self) -> None:
        for line in list(self._lines):
            self._hear(line)

    def _hear(self, line: QLocalSocket) -> None:
        if not line.canReadLine():
            if line.bytesAvailable() > _LONGEST:
                line.abort()
            return
        try:
            told = json.loads(bytes(line.readLine().data()))
            wish = Wish(bool(told["quick"]), str(told["token"]))
        except (ValueError, TypeError, KeyError):
            line.abort()
            return
        line.write(b"ok\n")
        line.flush()
        self.wished.emit(wish)
