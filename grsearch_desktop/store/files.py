"""Folders and files of the library: which are known, what state they are in."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store import facts
from grsearch_desktop.store.beside import remember_folders
from grsearch_desktop.store.columns import FileColumns, KeptColumns
from grsearch_desktop.store.conditions import Conditions as Conditions
from grsearch_desktop.store.conditions import prefix_of, range_below
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.items import forget_items
from grsearch_desktop.store.names import forget_names, write_names

MOST_TRIES = 5
"""How often a file is read again whose trouble may pass: a locked file, a drive asleep."""
_KEPT = 4
"""Conditions whose files are kept, 8 bytes a file."""


@dataclass(frozen=True)
class Folder:
    id: int
    path: str
    is_file: bool
    online: bool
    device: int | None = None
    """The drive that it was last seen on."""


@dataclass(frozen=True)
class KnownFile:
    """A file as the library knows it."""

    id: int
    path: str
    size: int
    mtime_ns: int
    hash: bytes | None
    state: str
    used_ns: int
    """When it was last used, as `NewFile.used_ns`."""
    may_pass: bool
    """Whether it could not be read for a reason that may pass."""
    ctime_ns: int | None
    number: int | None

    @property
    def unread(self) -> bool:
        """Whether nobody has read it for the library since it is as it is."""
        return self.state == "waiting" and self.hash is None


@dataclass(frozen=True)
class NewFile:
    path: str
    name: str
    kind: str
    size: int
    mtime_ns: int
    used_ns: int
    """When it was last changed or opened, nanoseconds since 1970: the latest is done first."""
    ctime_ns: int | None = None
    """When anything about it was changed, nanoseconds since 1970; see migration-4.sql."""
    number: int | None = None
    """In its file system."""


@dataclass(frozen=True)
class FileDetails:
    """What a hit shows of its file."""

    id: int
    path: str
    name: str
    kind: str
    size: int
    mtime_ns: int
    title: str


@dataclass(frozen=True)
class Trouble:
    path: str
    reason: str
    at: float


class Files:
    """>>> files = Files(database)
    >>> folder = files.add_folder("/home/eva/Documents")
    >>> files.add(folder.id, [NewFile("/home/eva/Documents/a.txt", "a.txt", "text", 3, 0, 0)])
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._columns = KeptColumns(database)
        self._lock = threading.Lock()
        self._of: FileColumns | None = None
        self._fits: OrderedDict[tuple[Conditions, bool], NDArray[np.int64]] = OrderedDict()
        """What fits conditions, of the files as they were then."""

    def folders(self) -> list[Folder]:
        rows = self._database.read().execute(
            "SELECT id, path, is_file, online, device FROM folder ORDER BY path"
        )
        return [Folder(id, os.fsdecode(p), bool(f), bool(o), d) for id, p, f, o, d in rows]

    def add_folder(self, path: str, *, is_file: bool = False) -> Folder:
        """Makes `path` (absolute) part of the library. Folders inside it become part of it."""
        for known in self.folders():
            inside = known.path == path or path.startswith(prefix_of(known.path))
            if inside and not known.is_file:
                return known
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO folder (path, is_file, added_at) VALUES (?, ?, ?)"
                " ON CONFLICT (path) DO UPDATE SET is_file = excluded.is_file",
                (os.fsencode(path), is_file, time.time()),
            )
            id = connection.execute(
                "SELECT id FROM folder WHERE path = ?", (os.fsencode(path),)
            ).get
            start, end = range_below(path)
            connection.execute(
                "UPDATE file SET folder_id = ? WHERE path > ? AND path < ?", (id, start, end)
            )
            connection.execute("DELETE FROM folder WHERE path > ? AND path < ?", (start, end))
        self.remember_folders()
        return Folder(id, path, is_file, True)

    def remember_folders(self) -> None:
        """Keeps the list beside the library too: damage must not cost the person's choice."""
        remember_folders(
            self._database.path, [(folder.path, folder.is_file) for folder in self.folders()]
        )

    def set_online(self, folder: Folder, device: int | None) -> None:
        """A folder is there, on a drive; or (None) it is not."""
        online = device is not None
        if (folder.online, folder.device) == (online, device if online else folder.device):
            return
        with self._database.write() as connection:
            connection.execute(
                "UPDATE folder SET online = ?, device = coalesce(?, device) WHERE id = ?",
                (online, device, folder.id),
            )

    def known(self, folder_id: int, below: str | None = None) -> dict[str, KnownFile]:
        """Every file of a folder by its path; with `below`, the one there or those inside."""
        columns = f"SELECT {_KNOWN} FROM file"
        connection = self._database.read()
        if below is None:
            rows = connection.execute(f"{columns} WHERE folder_id = ?", (folder_id,))
        else:
            rows = connection.execute(
                f"{columns} WHERE (path = ?2 OR (path > ?3 AND path < ?4)) AND folder_id = ?1",
                (folder_id, os.fsencode(below), *range_below(below)),
            )
        return {file.path: file for file in map(_known, rows)}

    def add(self, folder_id: int, files: Iterable[NewFile]) -> int:
        """Makes names searchable; gives how many. One transaction."""
        count = 0
        with self._database.write() as connection:
            for file in files:
                connection.execute(
                    "INSERT INTO file (folder_id, path, name, kind, size, mtime_ns, used_ns,"
                    " ctime_ns, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        folder_id,
                        os.fsencode(file.path),
                        file.name,
                        file.kind,
                        file.size,
                        file.mtime_ns,
                        file.used_ns,
                        file.ctime_ns,
                        file.number,
                    ),
                )
                write_names(connection, connection.last_insert_rowid(), file.name, "")
                count += 1
        return count

    def move(self, file_id: int, folder_id: int, to: NewFile) -> None:
        """A file is found at another place: its text and its vectors stay."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET folder_id = ?, path = ?, name = ? WHERE id = ?",
                (folder_id, os.fsencode(to.path), to.name, file_id),
            )
            _note(connection, file_id, to)
            about = connection.execute(
                "SELECT about FROM file_words WHERE rowid = ?", (file_id,)
            ).get
            forget_names(connection, file_id)
            write_names(connection, file_id, to.name, about or "")

    def touch(self, files: Iterable[tuple[int, NewFile]]) -> None:
        """Only the times of files (ids) are others, not their content. One transaction."""
        with self._database.write() as connection:
            for file_id, found in files:
                _note(connection, file_id, found)

    def changed(self, file_id: int, found: NewFile) -> None:
        """A file has new content: it waits to be read; the old text answers until then."""
        with self._database.write() as connection:
            _note(connection, file_id, found)
            connection.execute(
                "UPDATE file SET size = ?, used_ns = max(used_ns, ?), hash = NULL,"
                " state = 'waiting', tries = 0 WHERE id = ?",
                (found.size, found.used_ns, file_id),
            )

    def distrust(self, file_id: int) -> None:
        """What was read from a file may not be what it holds: the next look at it decides."""
        with self._database.write() as connection:
            connection.execute("UPDATE file SET hash = NULL WHERE id = ?", (file_id,))

    def numbered(self, number: int) -> list[str]:
        """The paths of the files that have, or had, a number in a file system."""
        rows = self._database.read().execute("SELECT path FROM file WHERE number = ?", (number,))
        return [os.fsdecode(path) for (path,) in rows]

    def used(self, times: Iterable[tuple[int, int]]) -> None:
        """Files (ids) were used at these times (as `NewFile.used_ns`). One transaction."""
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE file SET used_ns = ?2 WHERE id = ?1 AND used_ns < ?2", times
            )

    def remove(self, file_ids: Iterable[int]) -> int:
        """Takes files out, with all that was read from them. One transaction."""
        count = 0
        with self._database.write() as connection:
            for file_id in file_ids:
                forget_items(connection, file_id)
                forget_names(connection, file_id)
                connection.execute("DELETE FROM file WHERE id = ?", (file_id,))
                count += connection.changes()
        return count

    def remove_folder(self, folder_id: int) -> None:
        """Takes an emptied folder out."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
        self.remember_folders()

    def inside(self, path: str) -> list[int]:
        """Ids of the file at `path`, or of all files below it."""
        start, end = range_below(path)
        rows = self._database.read().execute(
            "SELECT id FROM file WHERE path = ? OR (path > ? AND path < ?)",
            (os.fsencode(path), start, end),
        )
        return [id for (id,) in rows]

    def waiting(self) -> list[int]:
        """Ids of the files whose text is to be read, last used first."""
        # CROSS JOIN: files in the order of their index; the other way round they would be sorted.
        rows = self._database.read().execute(
            "SELECT file.id FROM file CROSS JOIN folder ON folder.id = folder_id"
            " WHERE state = 'waiting' AND online"
            " ORDER BY used_ns DESC, mtime_ns DESC, file.id"
        )
        return [id for (id,) in rows]

    def outdated(self, readers: int) -> list[int]:
        """Ids of the files that an older state of the readers read, last used first."""
        rows = self._database.read().execute(
            "SELECT file.id FROM file JOIN folder ON folder.id = folder_id"
            " WHERE state = 'read' AND readers < ? AND online ORDER BY used_ns DESC, file.id",
            (readers,),
        )
        return [id for (id,) in rows]

    def keep_as_read(self, file_id: int, readers: int) -> None:
        """A file can't be read again: what it said before stays."""
        with self._database.write() as connection:
            connection.execute("UPDATE file SET readers = ? WHERE id = ?", (readers, file_id))

    def read_again(self, file_id: int) -> None:
        """A file of the same content may say something else of itself: it waits to be read."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET state = 'waiting', tries = 0 WHERE id = ? AND state = 'read'",
                (file_id,),
            )

    def facts(self, file_id: int) -> dict[str, str]:
        """What a file says of itself, by name."""
        rows = self._database.read().execute(
            "SELECT name, value FROM fact WHERE file_id = ? ORDER BY name", (file_id,)
        )
        return dict(iter(rows))

    def by_id(self, file_id: int) -> KnownFile | None:
        row = (
            self._database.read()
            .execute(f"SELECT {_KNOWN} FROM file WHERE id = ?", (file_id,))
            .fetchone()
        )
        return _known(row) if row else None

    def retry_failed(self, paths: Iterable[str] | None = None) -> None:
        """Files that could not be read (or these of them) wait to be read again: a person asks.

        Those too whose pictures alone could not be looked through for text.
        """
        failed = "state = 'error' OR (state = 'read' AND recognised = 2)"
        sql = f"UPDATE file SET state = 'waiting', tries = 0 WHERE ({failed})"
        with self._database.write() as connection:
            if paths is None:
                connection.execute(sql)
            else:
                connection.executemany(
                    f"{sql} AND path = ?", [(os.fsencode(path),) for path in paths]
                )

    def retry_passing(self) -> None:
        """Files whose trouble may pass wait to be read again, if their next try is due.

        The first is due at once, the others 1, 4, 16 and 64 minutes after the one before.
        """
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET state = 'waiting', tries = tries + 1"
                " WHERE state = 'error' AND may_pass AND tries < ?1 AND ("
                "tries = 0 OR abs(?2 - error_at) >= 60 << (2 * (tries - 1)))",
                (MOST_TRIES, time.time()),
            )

    def details(self, file_ids: Iterable[int]) -> dict[int, FileDetails]:
        """Those of these files that there are, in their order."""
        wanted = list(file_ids)
        if not wanted:
            return {}
        rows = self._database.read().execute(
            "SELECT id, path, name, kind, size, mtime_ns, title FROM file WHERE id IN carray(?)",
            (apsw.carray(np.array(wanted, dtype=np.int64)),),
        )
        known = {id: FileDetails(id, os.fsdecode(path), *rest) for id, path, *rest in rows}
        return {file_id: known[file_id] for file_id in wanted if file_id in known}

    def matching(self, conditions: Conditions) -> NDArray[np.int64]:
        """Ids of the files that fit, in their order; int64, shape (N,), not to be written to."""
        return self._fitting(conditions, newest_first=False)

    def newest(self, conditions: Conditions) -> NDArray[np.int64]:
        """As `matching`, newest first."""
        return self._fitting(conditions, newest_first=True)

    def _fitting(self, conditions: Conditions, *, newest_first: bool) -> NDArray[np.int64]:
        """Kept while the library stays as it is: who scrolls through 100,000 files asks often."""
        columns = self._columns.now()
        key = conditions, newest_first
        with self._lock:
            if self._of is not columns:
                self._of = columns
                self._fits.clear()
            if key in self._fits:
                self._fits.move_to_end(key)
                return self._fits[key]
        fits = self._columns.fitting(columns, conditions)
        if newest_first:
            rows = columns.newest_first
            ids = columns.ids[rows[fits[rows]]]
        else:
            ids = columns.ids[fits]
        ids.flags.writeable = False
        with self._lock:
            if self._of is columns:
                self._fits[key] = ids
                if len(self._fits) > _KEPT:
                    self._fits.popitem(last=False)
        return ids

    def read_ahead(self) -> None:
        """Has what filters ask of files in memory."""
        self._columns.read_ahead()

    def frequent(self, filter: str, most: int) -> tuple[str, ...]:
        """The values that most files have of a filter of `facts.SOURCES`; () of no such filter."""
        known = filter in facts.SOURCES
        return tuple(facts.frequent(self._database, filter, most)) if known else ()

    def let_go(self) -> None:
        """Forgets what is kept of files in memory; it is read again when a filter asks."""
        with self._lock:
            self._of = None
            self._fits.clear()
        self._columns.let_go()

    def id_of(self, path: str) -> int | None:
        return (
            self._database.read()
            .execute("SELECT id FROM file WHERE path = ?", (os.fsencode(path),))
            .get
        )  # type: ignore[no-any-return]

    def errors(self) -> list[Trouble]:
        """Files that could not be read, or not whole, newest trouble first."""
        rows = self._database.read().execute(
            "SELECT path, error, error_at FROM file WHERE error IS NOT NULL"
            " ORDER BY error_at DESC, path"
        )
        return [Trouble(os.fsdecode(path), reason, at) for path, reason, at in rows]

    def error_count(self) -> int:
        """How many `errors` there are."""
        counted = "SELECT count(*) FROM file WHERE error IS NOT NULL"
        return self._database.read().execute(counted).get  # type: ignore[no-any-return]

    def count_by_state(self) -> dict[str, int]:
        return {"read": 0, "waiting": 0, "error": 0} | self._tally("state")

    def count_by_folder(self) -> dict[int, int]:
        return self._tally("folder_id")

    def waiting_by_folder(self) -> dict[int, int]:
        """How many files of each folder (id) are still to be read."""
        return self._tally("folder_id", "WHERE state = 'waiting'")

    def _tally(self, by: str, where: str = "") -> dict[Any, int]:
        sql = f"SELECT {by}, sum(count) FROM file_tally {where} GROUP BY 1"
        return dict(iter(self._database.read().execute(sql)))


_KNOWN = "id, path, size, mtime_ns, hash, state, used_ns, may_pass, ctime_ns, number"


def _known(row: tuple[Any, ...]) -> KnownFile:
    id, path, size, mtime_ns, hash, state, used_ns, may_pass, *told_apart = row
    name = os.fsdecode(path)
    return KnownFile(id, name, size, mtime_ns, hash, state, used_ns, bool(may_pass), *told_apart)


def _note(connection: apsw.Connection, file_id: int, found: NewFile) -> None:
    connection.execute(
        "UPDATE file SET mtime_ns = ?, ctime_ns = ?, number = ? WHERE id = ?",
        (found.mtime_ns, found.ctime_ns, found.number, file_id),
    )


def record_error(connection: apsw.Connection, file_id: int, reason: str | None) -> None:
    """Sets or clears (None) the reason, within the caller's transaction."""
    connection.execute(
        "UPDATE file SET error = ?, error_at = ? WHERE id = ?",
        (reason, time.time() if reason else None, file_id),
    )
