"""What a search may ask of a file: kind, place, name, time, size; and how SQL says it."""

import os
from dataclasses import dataclass


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


def prefix_of(path: str) -> str:
    return path if path.endswith(os.sep) else path + os.sep


def range_below(path: str) -> tuple[bytes, bytes]:
    """All paths below `path` lie strictly between these two."""
    prefix = os.fsencode(prefix_of(path))
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
        start, end = range_below(path)
        values.extend((start, end))
        return "(path > ? AND path < ?)"
    values.append(f"%/{_like(folder.strip('/'))}/%")
    return "replace(CAST(path AS TEXT), '\\', '/') LIKE ? ESCAPE '\\'"


def _like(text: str) -> str:
    """A text as a LIKE pattern, in which * stands for anything."""
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return text.replace("*", "%")
