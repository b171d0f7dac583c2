"""What `grsearch doctor` looks at: the installation, then the library."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import models
from grsearch_desktop.encode.folder import IMAGE, TEXT
from grsearch_desktop.encode.running import CPU, accelerators
from grsearch_desktop.engine import autostart
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.errors import (
    BusyLibraryError,
    DamagedLibraryError,
    GRSearchError,
    ModelError,
    NewerLibraryError,
    NoRoomError,
    UnreadableFileError,
)
from grsearch_desktop.extract import registry, third_party
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.third_party import Declared
from grsearch_desktop.paths import Home, resources
from grsearch_desktop.store import beside

_ROOM = 500_000_000
"""Bytes that should be free on the disk of the library."""
_REBUILD = (
    "`grsearch index` sets it aside, keeps what can be read and reads the rest again; your own "
    "files are not concerned."
)


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
        with tempfile.TemporaryFile(dir=home.root):
            pass
    except (NoRoomError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        yield Finding(
            False,
            f"The folder {home.root} can't be written: {why}." if why else str(error),
            "Give yourself the right to write there, or choose another with --home or "
            "GRSEARCH_HOME.",
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
    if autostart.is_of_another(home):
        yield Finding(
            False,
            "What is started at login is turned off, or is not this copy of the program: it may "
            "have moved.",
            "`grsearch watch --at-login` has this one started, `--not-at-login` none.",
        )


def _model(home: Home) -> Iterator[Finding]:
    try:
        settings = settings_file.load(home.settings)
        cpu_only = not settings.accelerators
        encoder = models.load(settings.model, home.models, 1, cpu_only=cpu_only)
        encoder.encode_texts(["a photo of a lighthouse"])
    except GRSearchError as error:
        yield Finding(
            False,
            str(error),
            "`grsearch models get NAME` gets a model again, `grsearch models use bundled` goes "
            "back to the default.",
        )
        return
    yield Finding(True, f"The model {encoder.name} answers.")
    yield Finding(True, _run_by(settings.model, home, cpu_only=cpu_only))


def _run_by(model: str, home: Home, *, cpu_only: bool) -> str:
    forms = models.forms(model, home.models, cpu_only=cpu_only)
    told = []
    for what, tower in (("Texts are encoded", TEXT), ("pictures", IMAGE)):
        form = forms.get(tower)
        on = _processor(form.provider if form else CPU)
        told.append(f"{what} on {on} ({form.precision if form else 'as it came'})")
    there = ", ".join(map(_processor, accelerators()))
    if not there:
        beside = "ONNX Runtime offers nothing beside the CPU here."
    elif cpu_only:
        beside = f"{there} could be tried, but the settings keep to the CPU (accelerators)."
    else:
        beside = f"{there} is used where it is faster."
    return f"{', '.join(told)}. {beside}"


def _processor(provider: str) -> str:
    return "the CPU" if provider == CPU else provider.removesuffix("ExecutionProvider")


def _readers() -> Iterator[Finding]:
    example = resources() / "sample" / "notes" / "lemon-tart.md"
    try:
        with ReaderPool(1) as pool:
            pool.read_text(str(example))
            confinement = pool.confinement()
    except UnreadableFileError as error:
        yield Finding(False, f"Files can't be read: {error.reason}", "Install GR Search again.")
        return
    yield Finding(True, "Readers start and read.")
    yield Finding(True, confinement.sentence)
    yield from _readers_of_others()


def _readers_of_others() -> Iterator[Finding]:
    known = registry.known()
    for refused in known.refused:
        yield _left_out(refused.declared, refused.why)
    for admitted in known.admitted:
        try:
            third_party.class_of(admitted.form)
        except Exception as error:  # noqa: BLE001
            # Code of others may raise anything.
            yield _left_out(admitted.declared, f"{type(error).__name__}: {error}")
            continue
        package, endings = admitted.declared.package, admitted.form.extensions.split()
        yield Finding(True, f"{package} reads files in .{', .'.join(endings)}.")


def _left_out(declared: Declared, why: str) -> Finding:
    return Finding(
        False,
        f"The reader {declared.name} of {declared.package} can't be used: {why}.",
        "Update that package or take it off; all other files are read without it.",
    )


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
    writing = _is_being_written(home)
    if writing:
        yield Finding(
            True,
            "Another process is keeping the library up to date.",
            "Let it finish: only one at a time can write.",
        )
    elif not beside.ended_cleanly(home.library):
        yield _unclean_end(home)
    yield from _kept(home)
    try:
        engine = Engine(home)
    except GRSearchError as error:
        yield _trouble(home, error)
        return
    try:
        yield from _contents(engine)
    except GRSearchError as error:
        yield _trouble(home, error)
    finally:
        engine.close()


def _is_being_written(home: Home) -> bool:
    try:
        with EngineLock(home):
            return False
    except BusyLibraryError:
        return True
    except NoRoomError:  # told by what looks at the home
        return False


def _unclean_end(home: Home) -> Finding:
    if beside.damage_was_seen(home.library):
        what = "Damage was met when the library was last used."
        return Finding(False, what, "`grsearch index` looks closely, and mends what is damaged.")
    what = "GR Search was stopped before it could close the library."
    if beside.log_is_lost(home.library):
        return Finding(
            False,
            f"{what} Its journal is gone: what was done last may be missing.",
            "`grsearch index` checks the library and does again what is missing.",
        )
    return Finding(True, what, "`grsearch index` checks the library and goes on.")


def _kept(home: Home) -> Iterator[Finding]:
    for old in beside.set_aside(home.library):
        yield Finding(
            True,
            f"A damaged library is kept as {old} ({_megabytes(old)} MB).",
            "Delete it if you miss nothing: it still holds what was in it, forgotten files too.",
        )
    for old in beside.backups(home.library):
        yield Finding(
            True,
            f"The library as an older version of the program left it is kept as {old} "
            f"({_megabytes(old)} MB).",
            "Delete it if all is well.",
        )


def _trouble(home: Home, error: GRSearchError) -> Finding:
    if isinstance(error, DamagedLibraryError):
        advice = _REBUILD
    elif isinstance(error, NewerLibraryError):
        advice = "Install the newest GR Search, or choose another home with --home."
    elif isinstance(error, BusyLibraryError):
        advice = "Wait until the other process is done, or end it."
    elif isinstance(error, NoRoomError):
        advice = f"Make room, and see that you may write to {home.root}."
    else:
        advice = f"Move {home.library} away, or choose another home with --home."
    return Finding(False, str(error), advice)


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 10**6:,.0f}"


def _contents(engine: Engine) -> Iterator[Finding]:
    words = engine.integrity()
    if words != "ok":
        yield Finding(
            False,
            f"The library is damaged: {words.splitlines()[-1]}.",
            _REBUILD,
        )
        return
    status = engine.status()
    yield Finding(True, f"The library is sound and knows {status.files['total']:,} files.")
    yield from _work_left(status)
    yield from _calibration(engine, status)


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


def _calibration(engine: Engine, status: Status) -> Iterator[Finding]:
    try:
        now = engine.calibration()
    except ModelError:  # told by what looks at the model
        return
    if now.fits is not False:
        if now.sentence:
            yield Finding(True, now.sentence)
        return
    meaning = status.stages["meaning"]
    if meaning["done"] < meaning["total"]:
        advice = "Not everything is indexed yet: see whether it is still said when it is. If so: "
    else:
        advice = ""
    yield Finding(False, now.sentence, advice + _other_means(engine.settings.model))


def _other_means(model: str) -> str:
    why = "The averages in the model's folder seem to be those of another model. "
    if model == models.BUNDLED:
        return why + "Install GR Search again."
    return (
        f"{why}Fetch it again: delete its folder and `grsearch models get` it; until then "
        "`grsearch models use bundled` goes back to the default."
    )
