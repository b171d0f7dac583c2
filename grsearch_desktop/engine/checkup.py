"""What `grsearch doctor` looks at: the installation, then the library."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import models
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.errors import GRSearchError, UnreadableFileError
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.paths import Home, resources

_ROOM = 500_000_000
"""Bytes that should be free on the disk of the library."""


@dataclass(frozen=True)
class Finding:
    fine: bool
    what: str
    advice: str = ""
    """What the person can do."""


def examine(home: Home) -> list[Finding]:
    """Looks at everything; a part that fails does not hide the next."""
    return [*_home(home), *_model(home), *_readers(), *_library(home)]


def _home(home: Home) -> Iterator[Finding]:
    try:
        home.create()
    except OSError as error:
        yield Finding(
            False,
            f"The folder {home.root} can't be written: {error.strerror}.",
            "Choose another with --home or GRSEARCH_HOME.",
        )
        return
    free = shutil.disk_usage(home.root).free
    if free < _ROOM:
        yield Finding(
            False,
            f"The disk of {home.root} has {free // 10**6:,} MB left.",
            "Make some room: the library grows with your files.",
        )
    else:
        yield Finding(True, f"The library's folder is {home.root}.")
    try:
        settings_file.load(home.settings)
    except GRSearchError as error:
        yield Finding(False, str(error), "Mend that line, or delete the file for the defaults.")


def _model(home: Home) -> Iterator[Finding]:
    try:
        name = settings_file.load(home.settings).model
        encoder = models.load(name, home.models, 1)
        encoder.encode_texts(["a photo of a lighthouse"])
    except GRSearchError as error:
        yield Finding(False, str(error), "`grsearch models use bundled` goes back to the default.")
        return
    yield Finding(True, f"The model {encoder.name} answers.")


def _readers() -> Iterator[Finding]:
    example = resources() / "sample" / "notes" / "lemon-tart.md"
    try:
        with ReaderPool(1) as pool:
            pool.read_text(str(example))
    except UnreadableFileError as error:
        yield Finding(False, f"Files can't be read: {error.reason}", "Install GR Search again.")
        return
    yield Finding(True, "Readers start and read.")


def _library(home: Home) -> Iterator[Finding]:
    if not home.library.exists():
        yield Finding(True, "There is no library yet.", "`grsearch index FOLDER` makes one.")
        return
    if os.name == "posix" and home.library.stat().st_mode & 0o077:
        yield Finding(
            False,
            "Other users of this machine can read the library.",
            f"chmod 600 '{home.library}'",
        )
    try:
        engine = Engine(home)
    except GRSearchError as error:
        yield Finding(
            False,
            str(error),
            f"Move {home.library} away and index again; your own files are not concerned.",
        )
        return
    try:
        yield from _contents(engine)
    except GRSearchError as error:
        yield Finding(False, str(error))
    finally:
        engine.close()


def _contents(engine: Engine) -> Iterator[Finding]:
    words = engine.integrity()
    if words != "ok":
        yield Finding(
            False,
            f"The library is damaged: {words}.",
            f"Move {engine.home.library} away and index again; your own files are not concerned.",
        )
        return
    status = engine.status()
    yield Finding(True, f"The library is sound and knows {status.files['total']:,} files.")
    yield from _work_left(status)


def _work_left(status: Status) -> Iterator[Finding]:
    for folder in status.folders:
        if not folder.online:
            yield Finding(
                False,
                f"{folder.path} is not there.",
                "Its files are kept; connect its drive, or `grsearch forget` it.",
            )
    for stage, count in status.stages.items():
        left = count["total"] - count["done"]
        if left:
            yield Finding(
                True,
                f"{left:,} of {count['total']:,} wait for the stage {stage}.",
                "`grsearch index` or `grsearch watch` goes on.",
            )
    if status.errors:
        yield Finding(
            True,
            f"{status.errors:,} files could not be read, or not whole.",
            "`grsearch errors` lists them with the reasons.",
        )
