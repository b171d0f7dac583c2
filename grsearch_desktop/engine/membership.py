"""Which folders and files are part of a library, by the word of the person."""

import os
from collections.abc import Sequence

from grsearch_desktop.engine.open_library import OpenLibrary
from grsearch_desktop.errors import UsageError
from grsearch_desktop.paths import absolute, shown
from grsearch_desktop.store.files import FileDetails, Files


def add(library: OpenLibrary, paths: Sequence[str]) -> list[str]:
    """Makes folders and files part of the library; gives a sentence for each that can't be."""
    problems = []
    for path in paths:
        place = absolute(path)
        if problem := _problem_of(place, str(library.home.root)):
            problems.append(problem)
        else:
            library.files.add_folder(place, is_file=os.path.isfile(place))
    return problems


def forget(library: OpenLibrary, paths: Sequence[str]) -> int:
    """Takes folders or files out of the library; gives how many files went.

    Raises UsageError for a path that is no part of it. Touches no file of the person's.
    """
    count = 0
    files = library.files
    for path in paths:
        place = absolute(path)
        inside = files.inside(place)
        folders = [
            folder
            for folder in files.folders()
            if folder.path == place or folder.path.startswith(place + os.sep)
        ]
        if not inside and not folders:
            raise _unknown(place)
        if not folders:
            raise UsageError(
                f"{shown(place)} lies in a folder of the library; take out that folder, "
                f"or name it under `ignore` in {library.home.settings}."
            )
        count += files.remove(inside)
        for folder in folders:
            files.remove_folder(folder.id)
    library.database.leave_no_trace(surely=True)
    return count


def inside(files: Files, paths: Sequence[str]) -> list[int]:
    """Ids of these files, and of all in these folders. Raises UsageError for a path that holds
    none."""
    found: list[int] = []
    for path in paths:
        place = absolute(path)
        if not (of_path := files.inside(place)):
            raise _unknown(place)
        found += of_path
    return found


def known(files: Files, path: str) -> FileDetails:
    """A file of the library. Raises UsageError for any other."""
    place = absolute(path)
    file_id = files.id_of(place)
    found = files.details([] if file_id is None else [file_id])
    for file in found.values():
        return file
    raise _unknown(place)


def _unknown(place: str) -> UsageError:
    return UsageError(f"{shown(place)} is not in the library.")


def _problem_of(path: str, home: str) -> str:
    if not os.path.exists(path):
        return f"There is no file or folder at {shown(path)}."
    if not os.path.isdir(path) and not os.path.isfile(path):
        return f"{shown(path)} is neither a file nor a folder."
    if path == home or path.startswith(home + os.sep):
        return f"{shown(path)} is where GR Search keeps its own library."
    return ""
