"""Folders and files of the library: which are known, what state they are in."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database


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


@dataclass(frozen=True)
class NewFile:
    path: str
    name: str
    kind: str
    size: int
    mtime_ns: int


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


@dataclass(frozen=True)
class Conditions:
    """What a file must be: each group holds if any of its values fits, all groups must hold.

    Sizes in bytes, times in seconds since 1970; bounds are inclusive below, exclusive above.
    """

    kinds: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """A folder's name, a stretch of a path, or an absolute path."""
    names: tuple[str, ...] = ()
    """All of these are parts of the name."""
    not_kinds: tuple[str, ...] = ()
    not_extensions: tuple[str, ...] = ()
    not_folders: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    before: float | None = None
    after: float | None = None
    smallest: int | None = None
    largest: int | None = None

    def sql(self) -> tuple[str, list[object]]:
        """The conditions on table `file` and their parameters; "1" when there are none."""
        parts: list[str] = []
        values: list[object] = []
        for positive, given, one in (
            (True, self.kinds, _kind_sql),
            (False, self.not_kinds, _kind_sql),
            (True, self.extensions, _extension_sql),
            (False, self.not_extensions, _extension_sql),
            (True, self.folders, _folder_sql),
            (False, self.not_folders, _folder_sql),
            (False, self.not_names, _name_sql),
        ):
            if given:
                conditions = [one(value, values) for value in given]
                parts.append(("" if positive else "NOT ") + f"({' OR '.join(conditions)})")
        parts.extend(_name_sql(value, values) for value in self.names)
        for value, condition in (
            (_nanoseconds(self.before), "mtime_ns < ?"),
            (_nanoseconds(self.after), "mtime_ns >= ?"),
            (self.smallest, "size >= ?"),
            (self.largest, "size < ?"),
        ):
            if value is not None:
                parts.append(condition)
                values.append(value)
        return " AND ".join(parts) or "1", values


class Files:
    """>>> files = Files(database)
    >>> folder = files.add_folder("/home/eva/Documents")
    >>> files.add(folder.id, [NewFile("/home/eva/Documents/a.txt", "a.txt", "text", 3, 0)])
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def folders(self) -> list[Folder]:
        rows = self._database.read().execute(
            "SELECT id, path, is_file, online, device FROM folder ORDER BY path"
        )
        return [Folder(id, os.fsdecode(p), bool(f), bool(o), d) for id, p, f, o, d in rows]

    def add_folder(self, path: str, *, is_file: bool = False) -> Folder:
        """Makes `path` (absolute) part of the library. Folders inside it become part of it."""
        for known in self.folders():
            inside = known.path == path or path.startswith(_prefix(known.path))
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
            start, end = _range(path)
            connection.execute(
                "UPDATE file SET folder_id = ? WHERE path > ? AND path < ?", (id, start, end)
            )
            connection.execute("DELETE FROM folder WHERE path > ? AND path < ?", (start, end))
        return Folder(id, path, is_file, True)

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

    def known(self, folder_id: int) -> dict[str, KnownFile]:
        """Every file of a folder by its path."""
        rows = self._database.read().execute(
            "SELECT id, path, size, mtime_ns, hash, state FROM file WHERE folder_id = ?",
            (folder_id,),
        )
        files = (KnownFile(id, os.fsdecode(path), *rest) for id, path, *rest in rows)
        return {file.path: file for file in files}

    def add(self, folder_id: int, files: Iterable[NewFile]) -> int:
        """Makes names searchable; gives how many. One transaction."""
        count = 0
        with self._database.write() as connection:
            for file in files:
                connection.execute(
                    "INSERT INTO file (folder_id, path, name, kind, size, mtime_ns)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        folder_id,
                        os.fsencode(file.path),
                        file.name,
                        file.kind,
                        file.size,
                        file.mtime_ns,
                    ),
                )
                _write_names(connection, connection.last_insert_rowid(), file.name, "")
                count += 1
        return count

    def move(self, file_id: int, folder_id: int, to: NewFile) -> None:
        """A file is found at another place: its text and its vectors stay."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET folder_id = ?, path = ?, name = ?, mtime_ns = ? WHERE id = ?",
                (folder_id, os.fsencode(to.path), to.name, to.mtime_ns, file_id),
            )
            about = connection.execute(
                "SELECT about FROM file_words WHERE rowid = ?", (file_id,)
            ).get
            _forget_names(connection, file_id)
            _write_names(connection, file_id, to.name, about or "")

    def touch(self, file_id: int, mtime_ns: int) -> None:
        """Only the time of a file changed, not its content."""
        with self._database.write() as connection:
            connection.execute("UPDATE file SET mtime_ns = ? WHERE id = ?", (mtime_ns, file_id))

    def changed(self, file_id: int, size: int, mtime_ns: int) -> None:
        """A file has new content: it waits to be read; the old text answers until then."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET size = ?, mtime_ns = ?, hash = NULL, state = 'waiting'"
                " WHERE id = ?",
                (size, mtime_ns, file_id),
            )

    def remove(self, file_ids: Iterable[int]) -> int:
        """Takes files out, with all that was read from them. One transaction."""
        count = 0
        with self._database.write() as connection:
            for file_id in file_ids:
                forget_items(connection, file_id)
                _forget_names(connection, file_id)
                connection.execute("DELETE FROM file WHERE id = ?", (file_id,))
                count += connection.changes()
        return count

    def remove_folder(self, folder_id: int) -> None:
        """Takes an emptied folder out."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))

    def inside(self, path: str) -> list[int]:
        """Ids of the file at `path`, or of all files below it."""
        start, end = _range(path)
        rows = self._database.read().execute(
            "SELECT id FROM file WHERE path = ? OR (path > ? AND path < ?)",
            (os.fsencode(path), start, end),
        )
        return [id for (id,) in rows]

    def waiting(self) -> list[KnownFile]:
        """Files whose text is to be read, newest first."""
        rows = self._database.read().execute(
            "SELECT file.id, file.path, size, mtime_ns, hash, state FROM file"
            " JOIN folder ON folder.id = folder_id"
            " WHERE state = 'waiting' AND online ORDER BY mtime_ns DESC, file.id"
        )
        return [KnownFile(id, os.fsdecode(path), *rest) for id, path, *rest in rows]

    def page_count(self, file_id: int) -> int:
        """The number of a file's pages that are items."""
        return (
            self._database.read()
            .execute("SELECT count(*) FROM item WHERE file_id = ? AND kind = 'page'", (file_id,))
            .get
        )  # type: ignore[no-any-return]

    def retry_failed(self, *, only_passing: bool = False) -> None:
        """Files that could not be read wait to be read again: all, or those where it may help."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE file SET state = 'waiting' WHERE state = 'error' AND (may_pass OR ?)",
                (not only_passing,),
            )

    def read_again(self) -> None:
        """Every file waits to be read again: passages of another length are wanted."""
        with self._database.write() as connection:
            connection.execute("UPDATE file SET state = 'waiting' WHERE state = 'read'")

    def details(self, file_ids: Iterable[int]) -> dict[int, FileDetails]:
        connection = self._database.read()
        found = {}
        for file_id in file_ids:
            row = connection.execute(
                "SELECT id, path, name, kind, size, mtime_ns, title FROM file WHERE id = ?",
                (file_id,),
            ).fetchone()
            if row:
                found[file_id] = FileDetails(row[0], os.fsdecode(row[1]), *row[2:])
        return found

    def matching(self, conditions: Conditions) -> NDArray[np.int64]:
        """Ids of the files that fit, newest first; int64, shape (N,)."""
        sql, values = conditions.sql()
        rows = self._database.read().execute(
            f"SELECT id FROM file WHERE {sql} ORDER BY mtime_ns DESC", values
        )
        return np.fromiter((id for (id,) in rows), dtype=np.int64)

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

    def count_by_state(self) -> dict[str, int]:
        rows = self._database.read().execute("SELECT state, count(*) FROM file GROUP BY state")
        return {"read": 0, "waiting": 0, "error": 0} | {state: count for state, count in rows}

    def count_by_folder(self) -> dict[int, int]:
        rows = self._database.read().execute("SELECT folder_id, count(*) FROM file GROUP BY 1")
        return dict(iter(rows))


def record_error(connection: apsw.Connection, file_id: int, reason: str | None) -> None:
    """Sets or clears (None) the reason, within the caller's transaction."""
    connection.execute(
        "UPDATE file SET error = ?, error_at = ? WHERE id = ?",
        (reason, time.time() if reason else None, file_id),
    )


def rename_words(connection: apsw.Connection, file_id: int, about: str) -> None:
    """Sets what the file says of itself, within the caller's transaction."""
    connection.execute("UPDATE file_words SET about = ? WHERE rowid = ?", (about, file_id))


def forget_items(connection: apsw.Connection, file_id: int) -> None:
    """Takes out all that was read from a file, within the caller's transaction."""
    rows = connection.execute("SELECT id, kind FROM item WHERE file_id = ?", (file_id,))
    items = cast("list[tuple[int, str]]", rows.fetchall())
    for item_id, kind in items:
        forget_vectors(connection, item_id)
        if kind == "passage":
            connection.execute("DELETE FROM passage_text WHERE rowid = ?", (item_id,))
    if items:
        connection.execute("DELETE FROM item WHERE file_id = ?", (file_id,))


def forget_vectors(
    connection: apsw.Connection, item_id: int, model_id: int | None = None, part: str | None = None
) -> None:
    """Takes out the vectors of an item: all, or those of one model and part."""
    rows = connection.execute(
        "SELECT id, model_id, part FROM vector WHERE item_id = ?1"
        " AND (?2 IS NULL OR model_id = ?2) AND (?3 IS NULL OR part = ?3)",
        (item_id, model_id, part),
    ).fetchall()
    for id, of_model, of_part in rows:
        connection.execute(f"DELETE FROM vec_{of_model}_{of_part} WHERE rowid = ?", (id,))
        connection.execute("DELETE FROM vector WHERE id = ?", (id,))
    if rows:  # whoever keeps them in memory is to know
        connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'removals'")


def _write_names(connection: apsw.Connection, file_id: int, name: str, about: str) -> None:
    connection.execute("INSERT INTO file_name (rowid, name) VALUES (?, ?)", (file_id, name))
    connection.execute(
        "INSERT INTO file_words (rowid, name, about) VALUES (?, ?, ?)",
        (file_id, _words_of(name), about),
    )


def _forget_names(connection: apsw.Connection, file_id: int) -> None:
    connection.execute("DELETE FROM file_name WHERE rowid = ?", (file_id,))
    connection.execute("DELETE FROM file_words WHERE rowid = ?", (file_id,))


def _words_of(name: str) -> str:
    """A name with its parts apart: "TaxReturn_2023.pdf" -> "Tax Return 2023 pdf TaxReturn"."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in name)
    words: list[str] = []
    for word in spaced.split():
        parts = list(_camel_parts(word))
        words.extend(parts)
        if len(parts) > 1:
            words.append(word)
    return " ".join(words)


def _camel_parts(word: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(word)):
        lower_to_upper = word[at - 1].islower() and word[at].isupper()
        letter_to_digit = word[at - 1].isalpha() != word[at].isalpha()
        if lower_to_upper or letter_to_digit:
            yield word[start:at]
            start = at
    yield word[start:]


def _prefix(path: str) -> str:
    return path if path.endswith(os.sep) else path + os.sep


def _range(path: str) -> tuple[bytes, bytes]:
    """All paths below `path` lie strictly between these two."""
    prefix = os.fsencode(_prefix(path))
    return prefix, prefix[:-1] + bytes([prefix[-1] + 1])


def _nanoseconds(seconds: float | None) -> int | None:
    """Within what SQLite's integers hold, which ends in the years 1677 and 2262."""
    return None if seconds is None else max(-(2**63), min(int(seconds) * 10**9, 2**63 - 1))


def _kind_sql(kind: str, values: list[object]) -> str:
    values.append(kind)
    return "kind = ?"


def _extension_sql(extension: str, values: list[object]) -> str:
    values.append(f"%.{_like(extension)}")
    return "name LIKE ? ESCAPE '\\'"


def _name_sql(part: str, values: list[object]) -> str:
    values.append(f"%{_like(part)}%")
    return "name LIKE ? ESCAPE '\\'"


def _folder_sql(folder: str, values: list[object]) -> str:
    expanded = os.path.expanduser(folder)
    if os.path.isabs(expanded):
        path = expanded.rstrip(os.sep) or os.sep
        start, end = _range(path)
        values.extend((start, end))
        return "(path > ? AND path < ?)"
    values.append(f"%/{_like(folder.strip('/'))}/%")
    return "replace(CAST(path AS TEXT), '\\', '/') LIKE ? ESCAPE '\\'"


def _like(text: str) -> str:
    """A text as a LIKE pattern, in which * stands for anything."""
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return text.replace("*", "%")
