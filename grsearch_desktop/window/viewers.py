"""Opening a PDF at a page, by the viewers that take one when they are started.

How each takes it is in the manual or source of each: Evince, Papers, Atril and Xreader
(`--page-index`, from 1), Okular and Zathura (`--page`), qpdfview (`file#page`), MuPDF (behind the
file), SumatraPDF (`-page`), Acrobat (`/A page=N`), and browsers as a fragment of the URL
(`#page=N`, PDF open parameters).
"""

import configparser
import logging
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

log = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds that the system may take to say which viewer it has."""
_FAILS_WITHIN = 1.0
"""Seconds after which a viewer that still runs, or has handed the file on, is taken to show it."""
_FIELDS = frozenset(("%f", "%F", "%u", "%U"))
"""Where a desktop file puts what is to be opened (Desktop Entry Specification, "Exec")."""
_FORWARDED = ("@@", "@@u")
"""Before and after what Flatpak lets into a sandbox; options must not stand between them."""


@dataclass(frozen=True)
class Viewer:
    """What a program is given so that it opens a file at a page."""

    names: tuple[str, ...]
    """Of the program, or of its desktop file: the last part, in small letters."""
    before: tuple[str, ...] = ()
    """Arguments before the file; {page} is put in."""
    file: str = "{path}"
    """The file, as {path} or {url}."""
    after: tuple[str, ...] = ()


VIEWERS = (
    Viewer(("evince", "papers", "atril", "xreader"), before=("--page-index={page}",)),
    Viewer(("okular", "okularapplication_pdf"), before=("--page", "{page}")),
    Viewer(("zathura", "zathura-pdf-mupdf", "zathura-pdf-poppler"), before=("--page={page}",)),
    Viewer(("qpdfview",), file="{path}#{page}"),
    Viewer(("mupdf", "mupdf-gl", "mupdf-x11"), after=("{page}",)),
    Viewer(
        (
            *("firefox", "firefox-esr", "firefox_firefox", "librewolf", "chromium"),
            *("chromium-browser", "chromium_chromium", "google-chrome", "chrome"),
            *("brave-browser", "brave", "microsoft-edge", "msedge", "vivaldi-stable", "vivaldi"),
        ),
        file="{url}#page={page}",
    ),
    Viewer(("sumatrapdf",), before=("-page", "{page}")),
    Viewer(("acrobat", "acrord32"), before=("/A", "page={page}")),
)


def opened_at(path: str, page: int) -> bool:
    """Whether the system's viewer was started with a PDF at a page, from 1. Waits for it.

    False for files that are no PDF, and where the viewer is none of those that take a page.
    """
    if PurePath(path).suffix.lower() != ".pdf" or not os.path.isabs(path):
        return False
    command = _command(path, page)
    return bool(command) and _started(command)


def arguments(exec_line: str, viewer: Viewer, path: str, page: int) -> list[str]:
    """The command of a desktop file with a file and a page in it; empty where that can't be."""
    try:
        words = shlex.split(exec_line)
    except ValueError:
        return []
    at = next((number for number, word in enumerate(words) if word in _FIELDS), len(words))
    first, last = words[:at], words[at + 1 :]
    file = _filled(viewer.file, path, page)
    forwarded: list[str] = []
    if first and first[-1] in _FORWARDED:
        if viewer.file != "{path}" or viewer.after:
            return []
        forwarded = [first.pop()]
        if forwarded == ["@@u"]:
            file = _filled("{url}", path, page)
    # What is left of other codes (icon, name) is for launchers.
    first, last = ([word for word in part if not _is_code(word)] for part in (first, last))
    before = [_filled(word, path, page) for word in viewer.before]
    after = [_filled(word, path, page) for word in viewer.after]
    return [*first, *before, *forwarded, file, *after, *last] if first else []


def viewer_of(name: str) -> Viewer | None:
    """How the program, or the program of a desktop file, of that name takes a page.

    "org.gnome.Evince", "okular" and "AcroRd32" are such names.
    """
    whole = name.lower()
    known = {name: viewer for viewer in VIEWERS for name in viewer.names}
    return known.get(whole) or known.get(whole.rpartition(".")[2])


def _command(path: str, page: int) -> list[str]:
    if sys.platform == "win32":
        program = _windows_program()
        viewer = viewer_of(PureWindowsPath(program).stem)
        return arguments(shlex.quote(program), viewer, path, page) if viewer else []
    if sys.platform == "darwin":
        # Preview, which nearly all have, takes no page.
        return []
    entry = _desktop_entry()
    viewer = viewer_of(entry.removesuffix(".desktop"))
    if viewer is None:
        return []
    return arguments(_exec_line(entry), viewer, path, page)


def _desktop_entry() -> str:
    """The name of the desktop file of the viewer for PDFs, "" where there is none."""
    query = ["xdg-mime", "query", "default", "application/pdf"]
    try:
        done = subprocess.run(
            query, capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.info("%s did not run: %s", query[0], type(error).__name__)
        return ""
    return PurePath(os.fsdecode(done.stdout.strip())).name


def _exec_line(entry: str) -> str:
    """What a desktop file says is to be run, "" where it can't be read."""
    for file in _entries(entry):
        reader = configparser.RawConfigParser(strict=False)
        try:
            reader.read_string(file.read_text("utf-8"))
            return reader["Desktop Entry"]["Exec"]
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, configparser.Error, KeyError) as error:
            log.info("%s can't be read: %s", entry, type(error).__name__)
    return ""


def _entries(entry: str) -> Iterator[Path]:
    """Where a desktop file may lie; a hyphen in its name may stand for a folder."""
    own = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for folder in (own, *shared.split(":")):
        if folder:
            applications = Path(folder) / "applications"
            yield applications / entry
            if "-" in entry:
                yield applications / entry.replace("-", "/", 1)


def _windows_program() -> str:
    """The program that Windows opens PDFs with, "" where that is not known."""
    if sys.platform != "win32":
        return ""
    import winreg

    choice = r"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.pdf\UserChoice"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, choice) as key:
            program_id = winreg.QueryValueEx(key, "ProgId")[0]
        command = winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, rf"{program_id}\shell\open\command")
    except OSError:
        return ""
    quoted = command.startswith('"')
    return command[1:].partition('"')[0] if quoted else command.partition(" ")[0]


def _filled(pattern: str, path: str, page: int) -> str:
    # One by one: the path may hold braces.
    if "{path}" in pattern:
        return pattern.replace("{page}", str(page)).replace("{path}", path)
    if "{url}" in pattern:
        return pattern.replace("{page}", str(page)).replace("{url}", Path(path).as_uri())
    return pattern.replace("{page}", str(page))


def _is_code(word: str) -> bool:
    return len(word) == 2 and word[0] == "%"


def _started(command: list[str]) -> bool:
    """Whether a program runs, or has ended well: it may hand the file to one that runs already."""
    nothing = subprocess.DEVNULL
    try:
        program = subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError as error:
        log.info("%s did not start: %s", PurePath(command[0]).name, type(error).__name__)
        return False
    try:
        return program.wait(_FAILS_WITHIN) == 0
    except subprocess.TimeoutExpired:
        # Waited for, so that nothing of it is left when it ends.
        threading.Thread(target=program.wait, name="viewer", daemon=True).start()
        return True
