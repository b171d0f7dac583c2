"""Which files were changed lately, so that what is kept of them in memory is not read anew.

Whoever writes in this process is noted: by triggers that its connection alone has, told to others
when the transaction is done. Of what another process wrote it is known only that it did.
"""

import threading
from dataclasses import dataclass
from typing import Any

import apsw

_MOST = 50_000
"""Changes that are remembered; whoever asks for older ones reads all files anew."""
_WATCHED = (
    *("path", "name", "kind", "size", "mtime_ns"),
    *("title", "author", "created", "latitude", "longitude"),
)
_TRIGGERS = """
CREATE TEMP TRIGGER note_insert AFTER INSERT ON file BEGIN SELECT note_file(new.id); END;
CREATE TEMP TRIGGER note_delete AFTER DELETE ON file BEGIN SELECT note_file(old.id); END;
CREATE TEMP TRIGGER note_update AFTER UPDATE OF {columns} ON file WHEN {changed}
    BEGIN SELECT note_file(new.id); END;
"""
_OF_FACTS = """
CREATE TEMP TRIGGER note_fact AFTER INSERT ON fact BEGIN SELECT note_file(new.file_id); END;
CREATE TEMP TRIGGER note_no_fact AFTER DELETE ON fact BEGIN SELECT note_file(old.file_id); END;
"""


@dataclass(frozen=True)
class Mark:
    """A moment in the life of a library, as far as this process saw it."""

    foreign: int = -1
    own: int = 0


class FileChanges:
    """>>> changes = FileChanges()
    >>> changes.attach(writer)
    >>> changes.since(mark)
    (Mark(foreign=0, own=3), {4, 9})
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[int] = []
        self._ids: list[int] = []
        self._forgotten = 0
        self._foreign = 0
        self._writes = 0
        """Odd while something is being written here."""
        self._version: object = None

    def attach(self, writer: apsw.Connection) -> None:
        """Has the connection that writes tell of what it changes."""
        writer.create_scalar_function("note_file", self._note, 1)
        # One that an older program makes, as tests do, has less to watch.
        there = {row[1] for row in writer.execute("PRAGMA table_info(file)")}
        watched = [name for name in _WATCHED if name in there]
        changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in watched)
        writer.execute(_TRIGGERS.format(columns=", ".join(watched), changed=changed))
        if writer.table_exists(None, "fact"):
            writer.execute(_OF_FACTS)

    def _note(self, *file_ids: Any) -> None:
        (file_id,) = file_ids
        if not self._pending or self._pending[-1] != file_id:  # each fact of a file is told
            self._pending.append(file_id)

    def begin(self, writer: apsw.Connection) -> None:
        """A transaction of ours has begun."""
        with self._lock:
            self._writes += 1
        version = writer.pragma("data_version")  # others' transactions change it, ours do not
        with self._lock:
            if self._version not in (None, version):
                self._foreign += 1
            self._version = version

    def end(self, *, committed: bool) -> None:
        with self._lock:
            self._writes += 1
            if committed:
                self._ids.extend(self._pending)
                if (over := len(self._ids) - _MOST) > 0:
                    del self._ids[:over]
                    self._forgotten += over
            self._pending.clear()

    def seen(self, local: threading.local, reader: apsw.Connection) -> None:
        """Looks, by a thread's own connection, whether somebody else has written."""
        before = self._writes
        version = reader.pragma("data_version")
        known_version, known_writes = getattr(local, "seen", (version, before))
        with self._lock:
            ours = self._writes != known_writes or self._writes % 2
            if version != known_version and not ours:
                self._foreign += 1
        local.seen = version, before

    def since(self, mark: Mark) -> tuple[Mark, set[int] | None]:
        """The files that came, went or changed since, and the mark of now; None: any may have."""
        with self._lock:
            now = Mark(self._foreign, self._forgotten + len(self._ids))
            if mark.foreign != now.foreign or mark.own < self._forgotten:
                return now, None
            return now, set(self._ids[mark.own - self._forgotten :])
