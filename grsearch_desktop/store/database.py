"""The library file: opened, migrated, read by many threads, written by one at a time."""

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw
import sqlite_vec

from grsearch_desktop.errors import LibraryError, NewerLibraryError, NoRoomError
from grsearch_desktop.store import beside, cjk
from grsearch_desktop.store.changes import FileChanges, Mark
from grsearch_desktop.store.erasure import finish_erasing, owes_erasing
from grsearch_desktop.store.names import composed, words_of
from grsearch_desktop.store.tokens import Words
from grsearch_desktop.store.told import busy, told_plainly

log = logging.getLogger(__name__)

_APPLICATION_ID = 0x47525331
"""Marks our files (PRAGMA application_id): "GRS1"."""
_MIGRATIONS = ("schema.sql", *(f"migration-{number}.sql" for number in range(2, 10)))
"""Numbered from 1; the number of those applied is kept in PRAGMA user_version."""
_FUNCTIONS: dict[str, Callable[..., str | bytes | None]] = {
    "grams": cjk.grams,
    "words_of_name": words_of,
    "composed": composed,
}
"""What a migration may call."""
_PLACES = "CREATE VIRTUAL TABLE temp.passage_places USING fts5vocab(main, passage_text, instance)"
"""Each place of each term; of a connection, for other programs may not have the module."""
_PATIENCE = 10.0
"""Seconds that reads and writes wait for another program that has the library."""
_SHARED = 32_768
"""Bytes of the shared memory beside a log: what is shorter was cut off by a full disk."""
_LOOK_AGAIN = 0.5
"""Seconds that a write waits before it looks whether it is to wait on."""


class Database:
    """One library file. Reads may come from any thread; writes are one at a time.

    >>> database = Database(path)
    >>> with database.write() as connection:
    ...     connection.execute("INSERT INTO folder (path, added_at) VALUES (?, ?)", (b"/a", 0.0))
    >>> database.read().execute("SELECT count(*) FROM folder").get
    1
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, and makes or migrates it; one that can't be written is only read.

        Raises LibraryError and its kinds.
        """
        self.path = path
        self._can_write = not path.exists() or all(
            os.access(place, os.W_OK) for place in (path, path.parent)
        )
        self._local = threading.local()
        self._write_lock = threading.RLock()
        self._marked = False
        self._leaving_no_trace: list[Callable[[], None]] = []
        # Weak: the connection of a thread goes when its thread does.
        self._readers: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._readers_lock = threading.Lock()
        self._changes = FileChanges()
        if self._can_write and beside.log_is_lost(path):
            beside.mark_lost_log(path)
        with told_plainly(path):
            try:
                self._writer = self._open()
                self._migrate()
            except (apsw.FullError, apsw.IOError) as error:
                # A disk without room for a journal; what is there may still be read.
                self._can_write = False
                try:
                    self._writer = self._open()
                    self._migrate()
                except (apsw.Error, LibraryError):
                    raise error from None
            self._changes.attach(self._writer)

    def read(self) -> apsw.Connection:
        """This thread's connection for reading."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            with told_plainly(self.path):
                connection = self._open()
                connection.execute(_PLACES)
                connection.pragma("query_only", True)
            self._local.connection, self._local.words = connection, Words(connection)
            with self._readers_lock:
                self._readers.add(connection)
        return connection  # type: ignore[no-any-return]

    def words(self) -> Words:
        """How this thread's connection for reading takes words."""
        self.read()
        return self._local.words  # type: ignore[no-any-return]

    def changes_since(self, mark: Mark) -> tuple[Mark, set[int] | None]:
        """The files (ids) that came, went or changed since a mark, and the mark of now; None: any
        may have."""
        self._changes.seen(self._local, self.read())
        return self._changes.since(mark)

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """One transaction: committed at the end, rolled back on any error.

        Where another program writes, it is waited for ten seconds, then BusyLibraryError is raised.
        """
        begun = time.monotonic()
        on_wait: Callable[[], None] | None = getattr(self._local, "on_wait", None)
        while not self._begin():
            if on_wait:
                on_wait()
            elif time.monotonic() - begun > _PATIENCE:
                raise busy(self.path)
        committed = False
        try:
            with told_plainly(self.path):
                self._changes.begin(self._writer)
                try:
                    yield self._writer
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
                else:
                    self._writer.execute("COMMIT")
                    committed = True
        finally:
            self._changes.end(committed=committed)
            self._write_lock.release()

    @contextmanager
    def patiently(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Lets this thread's writes wait for another program's for as long as that takes.

        on_wait: called twice a second meanwhile; what it raises ends the wait.
        """
        self._local.on_wait = on_wait
        try:
            yield
        finally:
            self._local.on_wait = None

    @contextmanager
    def told_plainly(self) -> Iterator[None]:
        """Turns what the driver raises inside, while reading too, into LibraryError's kinds."""
        with told_plainly(self.path):
            yield

    def close(self) -> None:
        """Folds the write-ahead log into the file and closes every connection."""
        with self._readers_lock:
            for connection in list(self._readers):
                connection.close()
            self._readers.clear()
        self._writer.close()
        if self._marked:
            beside.mark_closed(self.path)

    def close_marks(self) -> None:
        """From now on a file beside the library tells of it when it is never closed."""
        beside.mark_open(self.path)
        self._marked = True
        self._writer.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)

    def leave_no_trace(self, *, surely: bool = False) -> None:
        """Has what was taken out gone from the file and its write-ahead log.

        surely: from the inner keys of the full-text index too, where a rare word may stay.
        """
        for also in self._leaving_no_trace:
            also()
        connection = self._writer
        with self.told_plainly(), self._write_lock:
            if surely:
                beside.remove_backups(self.path)
            if surely or owes_erasing(connection):
                with self.write():
                    finish_erasing(connection)
            rows = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if rows[0][0]:
                log.info("somebody reads: the write-ahead log is emptied later")

    def when_leaving_no_trace(self, also: Callable[[], None]) -> None:
        """Has `leave_no_trace` do this first: what was taken out stands beside the library too."""
        self._leaving_no_trace.append(also)

    def release_memory(self) -> None:
        """Gives back the pages that the writer keeps; they are read again when they are needed.

        Those of readers belong to their threads, which alone may touch them: 2 MB each.
        """
        with self.told_plainly(), self._write_lock:
            self._writer.execute("PRAGMA shrink_memory")

    def integrity(self) -> str:
        """ "ok", or SQLite's words for what is wrong."""
        return self._check("integrity_check")

    def quick_check(self) -> str:
        """As `integrity`, but without holding indexes against their tables."""
        return self._check("quick_check")

    def _check(self, pragma: str) -> str:
        with self.told_plainly():
            rows = self.read().execute(f"PRAGMA {pragma}(5)").fetchall()
        return "; ".join(str(row[0]) for row in rows)

    def size(self) -> int:
        """Bytes on disk, with the write-ahead log."""
        files = (self.path, Path(f"{self.path}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def _begin(self) -> bool:
        """Begins a transaction and keeps the lock, unless another program has the library.

        The lock is free in between: of two threads that wait, one may have more patience.
        """
        self._write_lock.acquire()
        begun = False
        try:
            with told_plainly(self.path):
                self._writer.set_busy_timeout(round(_LOOK_AGAIN * 1000))
                try:
                    self._writer.execute("BEGIN IMMEDIATE")
                    begun = True
                except apsw.BusyError:
                    log.debug("somebody else writes")
                finally:
                    self._writer.set_busy_timeout(round(_PATIENCE * 1000))
        finally:
            if not begun:
                self._write_lock.release()
        return begun

    def _open(self) -> apsw.Connection:
        if not self._can_write:
            return self._prepared(self._open_to_read())
        if os.name == "posix" and not self.path.exists():
            # SQLite gives the journal files the mode of the database file.
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise NoRoomError(
                    f"The library {self.path} can't be written: {error.strerror}."
                ) from error
        return self._prepared(apsw.Connection(str(self.path)))

    def _open_to_read(self) -> apsw.Connection:
        """Where nothing may be written, SQLite needs its journals, or that there is nothing in
        them."""
        wal, shared = (Path(f"{self.path}{journal}") for journal in beside.JOURNALS)
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        uri = self.path.absolute().as_uri()
        if not (wal.exists() and _size(shared) >= _SHARED):
            if _size(wal):
                raise NoRoomError(
                    f"The library {self.path} was not closed, and can't be put in order: "
                    "its folder can only be read."
                )
            uri += "?immutable=1"
        return apsw.Connection(uri, flags=flags)

    def _prepared(self, connection: apsw.Connection) -> apsw.Connection:
        connection.set_busy_timeout(round(_PATIENCE * 1000))
        if not beside.ended_cleanly(self.path):
            # Who only reads leaves the journal there: the next who writes misses it else.
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.enable_load_extension(True)
        connection.load_extension(sqlite_vec.loadable_path())
        connection.enable_load_extension(False)
        connection.pragma("foreign_keys", True)
        connection.pragma("synchronous", "NORMAL")
        connection.pragma("secure_delete", True)
        connection.pragma("temp_store", "MEMORY")
        connection.pragma("cache_size", -32_000)
        return connection

    def _migrate(self) -> None:
        writer = self._writer
        with writer:  # one snapshot: another process may be making the library just now
            found = int(writer.pragma("user_version"))
            ours = writer.pragma("application_id") == _APPLICATION_ID
            empty = not writer.execute("SELECT count(*) FROM sqlite_schema").get
        if not ours and (found or not empty):
            raise LibraryError(f"{self.path} is not a library of GR Search; it was left alone.")
        if found > len(_MIGRATIONS):
            raise NewerLibraryError(
                f"The library {self.path} was written by a newer version of GR Search; "
                "please update the program."
            )
        if not self._can_write and found == len(_MIGRATIONS):
            return
        if not self._can_write:
            raise NoRoomError(
                f"The library {self.path} is of an older version and must be brought up to date, "
                "but its folder can only be read."
            )
        writer.pragma("journal_mode", "wal")
        if 0 < found < len(_MIGRATIONS):
            self._back_up(beside.backup(self.path, len(_MIGRATIONS)))
        for name, function in _FUNCTIONS.items():
            writer.create_scalar_function(name, function, 1, deterministic=True)
        for number, script in enumerate(_MIGRATIONS[found:], start=found + 1):
            log.info("migration %d", number)
            sql = (Path(__file__).parent / script).read_text("utf-8")
            with self.write() as connection:
                # Another process may have been faster while this one waited for the lock.
                if int(connection.pragma("user_version")) < number:
                    connection.execute(sql)
                    connection.pragma("application_id", _APPLICATION_ID)
                    connection.pragma("user_version", number)

    def _back_up(self, backup: Path) -> None:
        """Copies the library; what was taken out of it is not in the copy."""
        part = backup.with_name(f"{backup.name}.part")
        try:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_RDWR, 0o600))
            self._writer.execute("VACUUM INTO ?", (str(part),))
            os.replace(part, backup)
        except OSError as error:
            raise NoRoomError(f"{backup} can't be written: {error.strerror}.") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _size(path: Path) -> int:
    """Bytes; 0 where there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
