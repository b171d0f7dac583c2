"""What filters ask of files, in memory as columns: a filter over a million takes milliseconds.

SQL would look at each row, and hand each id that fits to Python: 0.4 s for 500,000 of them.
"""

import os
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.changes import Mark
from grsearch_desktop.store.conditions import Conditions, nanoseconds, prefix_of
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.facts import KeptFacts
from grsearch_desktop.store.joined_texts import JoinedTexts, Mask, Values, pattern
from grsearch_desktop.store.postings import numbers_of

_MOST_CHANGED = 5_000
"""Files, from which on all are read anew."""
_SELECT = "SELECT id, size, mtime_ns, kind, path FROM file"
_JOINED = (
    "SELECT group_concat(id), group_concat(size), group_concat(mtime_ns), group_concat(kind),"
    f" CAST(group_concat(path, char(0)) AS BLOB) FROM ({_SELECT} ORDER BY id)"
)
_NAMES = (
    "SELECT group_concat(id), CAST(group_concat(name, char(0)) AS BLOB) FROM"
    " (SELECT id, name FROM file {where} ORDER BY id)"
)


@dataclass(frozen=True, eq=False)
class FileColumns:
    """All files, in the order of their ids; each array has the shape (N,)."""

    ids: NDArray[np.int64]
    sizes: NDArray[np.int64]
    times: NDArray[np.int64]
    """mtime_ns"""
    kinds: NDArray[np.int32]
    folders: NDArray[np.int32]
    endings: NDArray[np.int32]

    @cached_property
    def newest_first(self) -> NDArray[np.int64]:
        """Rows by their times, of equal ones the older file first."""
        return np.argsort(-self.times, kind="stable")

    def changed(self, others: "FileColumns", gone: NDArray[np.int64]) -> "FileColumns":
        """With other rows in the place of those with the same ids, and without some ids."""
        stay = ~np.isin(self.ids, np.concatenate((others.ids, gone)))
        order = np.argsort(np.concatenate((self.ids[stay], others.ids)), kind="stable")
        return FileColumns(
            *(
                np.concatenate((getattr(self, name)[stay], getattr(others, name)))[order]
                for name in ("ids", "sizes", "times", "kinds", "folders", "endings")
            )
        )


class KeptColumns:
    """>>> columns = KeptColumns(database)
    >>> columns.matching(Conditions(kinds=("pdf",)))
    array([4, 9])
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._mark = Mark()
        self._columns: FileColumns | None = None
        self._kinds, self._folders, self._endings = Values(), Values(), Values()
        self._names: tuple[NDArray[np.int64], JoinedTexts] | None = None
        self._renamed: set[int] = set()
        """Files that came, went or changed since the names were read."""
        self._facts = KeptFacts(database)

    def let_go(self) -> None:
        """Forgets all; it is read again when it is asked for."""
        with self._lock:
            self._columns = self._names = None
        self._facts.let_go()

    def now(self) -> FileColumns:
        """The files as they are; the same object while they stay so."""
        with self._lock:
            mark, changed = self._database.changes_since(self._mark)
            known = self._columns
            if known is None or changed is None or len(changed) > _MOST_CHANGED:
                known = self._all()
                self._names = None
            elif changed:
                self._renamed |= changed
                rows = self._some(changed)
                gone = np.array(sorted(changed.difference(rows.ids.tolist())), dtype=np.int64)
                known = known.changed(rows, gone)
            self._columns, self._mark = known, mark
            return known

    def read_ahead(self) -> None:
        """Reads what filters ask for, the names too."""
        columns = self.now()
        self._named(columns, "a")
        _ = columns.newest_first

    def fitting(self, columns: FileColumns, asked: Conditions) -> Mask:
        """Which files fit; shape (N,)."""
        fits = np.ones(len(columns.ids), dtype=bool)
        for wanted, values, one in (
            (True, asked.kinds, self._of_kind),
            (False, asked.not_kinds, self._of_kind),
            (True, asked.extensions, self._of_extension),
            (False, asked.not_extensions, self._of_extension),
            (True, asked.folders, self._in_folder),
            (False, asked.not_folders, self._in_folder),
            (False, asked.not_names, self._named),
        ):
            if values:
                fits &= np.logical_or.reduce([one(columns, value) for value in values]) == wanted
        for part in asked.names:
            fits &= self._named(columns, part)
        if (before := nanoseconds(asked.before)) is not None:
            fits &= columns.times < before
        if (after := nanoseconds(asked.after)) is not None:
            fits &= columns.times >= after
        if asked.smallest is not None:
            fits &= columns.sizes >= asked.smallest
        if asked.largest is not None:
            fits &= columns.sizes < asked.largest
        if asked.asks_facts:
            fits &= self._facts.fitting(columns.ids, asked)
        return fits

    def _of_kind(self, columns: FileColumns, kind: str) -> Mask:
        return columns.kinds == self._kinds.number(kind.encode())

    def _of_extension(self, columns: FileColumns, extension: str) -> Mask:
        if "." in extension or "*" in extension:
            return self._by_name(columns, lambda names: names.ending_with(f".{extension}"))
        return columns.endings == self._endings.number(os.fsencode(extension).lower())

    def _named(self, columns: FileColumns, part: str) -> Mask:
        return self._by_name(columns, lambda names: names.holding(part))

    def _in_folder(self, columns: FileColumns, folder: str) -> Mask:
        expanded = os.path.expanduser(folder)
        if os.path.isabs(expanded):
            begin = os.fsencode(prefix_of(expanded.rstrip(os.sep) or os.sep))
            which = self._folders.which(lambda path: path.startswith(begin))
        else:
            inside = re.compile(b"/" + pattern(folder.strip("/")) + b"/", re.DOTALL).search
            which = self._folders.which(
                lambda path: inside(path.lower().replace(b"\\", b"/")) is not None
            )
        return which[columns.folders]

    def _by_name(self, columns: FileColumns, fits: Callable[[JoinedTexts], Mask]) -> Mask:
        """Which files have names that fit; of those that changed lately the names are read now."""
        with self._lock:
            if self._names is None or len(self._renamed) > _MOST_CHANGED:
                self._names, self._renamed = self._names_of(None), set()
            ids, names = self._names
            renamed = self._renamed.copy()
        held = np.zeros(int(columns.ids.max(initial=0)) + 1, dtype=bool)

        def hold(file_ids: NDArray[np.int64], fit: bool | Mask) -> None:
            known = file_ids < len(held)
            held[file_ids[known]] = fit if isinstance(fit, bool) else fit[: len(file_ids)][known]

        hold(ids, fits(names))
        if renamed:
            changed = np.array(sorted(renamed), dtype=np.int64)
            hold(changed, fit=False)
            ids, names = self._names_of(changed)
            hold(ids, fits(names))
        return held[columns.ids]

    def _names_of(self, some: NDArray[np.int64] | None) -> tuple[NDArray[np.int64], JoinedTexts]:
        """The names of those of these files (None: of all) that there are, by their ids."""
        where, values = (
            ("", ()) if some is None else ("WHERE id IN carray(?)", (apsw.carray(some),))
        )
        found, joined = self._database.read().execute(_NAMES.format(where=where), values).get
        return numbers_of(found), JoinedTexts(joined or b"")

    def _all(self) -> FileColumns:
        # Joined in SQLite, which lets Python go on meanwhile.
        ids, sizes, times, kinds, paths = self._database.read().execute(_JOINED).get
        if ids is None:
            return self._columns_of("", "", "", [], [])
        return self._columns_of(ids, sizes, times, kinds.encode().split(b","), paths.split(b"\0"))

    def _some(self, file_ids: Iterable[int]) -> FileColumns:
        wanted = apsw.carray(np.array(sorted(file_ids), dtype=np.int64))
        rows = self._database.read().execute(
            f"{_SELECT} WHERE id IN carray(?) ORDER BY id", (wanted,)
        )
        ids, sizes, times, kinds, paths = [*zip(*rows, strict=True)] or [()] * 5
        return self._columns_of(ids, sizes, times, [kind.encode() for kind in kinds], paths)

    def _columns_of(
        self,
        ids: str | Sequence[int],
        sizes: str | Sequence[int],
        times: str | Sequence[int],
        kinds: Sequence[bytes],
        paths: Sequence[bytes],
    ) -> FileColumns:
        folders, endings = [], []
        for path in paths:
            # LIKE takes a backslash in a path for the separator that it is elsewhere.
            at = max(path.rfind(b"/"), path.rfind(b"\\")) + 1
            folders.append(path[:at])
            name = path[path.rfind(b"/") + 1 :]
            endings.append(name[name.rfind(b".") + 1 :].lower() if b"." in name else b".")
        return FileColumns(
            _numbers(ids),
            _numbers(sizes),
            _numbers(times),
            np.array(self._kinds.numbers(kinds), dtype=np.int32),
            np.array(self._folders.numbers(folders), dtype=np.int32),
            np.array(self._endings.numbers(endings), dtype=np.int32),
        )


def _numbers(values: str | Sequence[int]) -> NDArray[np.int64]:
    return numbers_of(values) if isinstance(values, str) else np.array(values, dtype=np.int64)
