"""A file of the hub, fetched so that a cut costs nothing and nothing wrong is ever used.

`huggingface_hub` begins anew after a cut that outlives its process, and looks at no hash: this
does both, and leaves all else to it (see encode.hub and decision 0020).
"""

import errno
import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from grsearch_desktop.encode import hub
from grsearch_desktop.encode.hub import HubFile
from grsearch_desktop.errors import InterruptedFetchError, ModelError

log = logging.getLogger(__name__)

PARTIAL = ".part"
"""How the name of a file ends that is not whole."""
TRIES = 5
"""In a row, without a single byte."""
PAUSE = 1.0
"""Seconds before the second try; twice as long before each further one."""

Came = Callable[[int], None]


def fetch(file: HubFile, target: Path, came: Came) -> None:
    """Has the file at `target`, whole and with the hash the hub gives it, or not at all.

    What came of it before, in this process or another, is gone on with. `came` hears how many
    bytes of it are here, also how many there were at the start. Raises InterruptedFetchError when
    the way to it broke off, with what came kept; ModelError for what is not what it should be,
    with nothing kept.
    """
    part = _part(file, target)
    began_with = _size(part)
    _fetch_part(file, part, came)
    if not is_as_told(part, file.etag):
        part.unlink()
        if not began_with:
            raise ModelError(_other(file))
        # What lay here may have been to blame.
        log.warning("%s was damaged, and is fetched anew", file.name)
        _fetch_part(file, part, came)
        if not is_as_told(part, file.etag):
            part.unlink()
            raise ModelError(_other(file))
    part.replace(target)


def fetched(file: HubFile, target: Path) -> int:
    """Bytes of it that are here."""
    return _size(target) or _size(_part(file, target))


def is_as_told(path: Path, etag: str) -> bool:
    """Whether the file has the hash that the hub names; True where that is no hash."""
    if len(etag) == 64 and _is_hexadecimal(etag):
        return _digest(path, hashlib.sha256()) == etag
    if len(etag) == 40 and _is_hexadecimal(etag):
        # As git names what it keeps.
        return _digest(path, hashlib.sha1(b"blob %d\0" % _size(path))) == etag
    return True


def _fetch_part(file: HubFile, part: Path, came: Came) -> None:
    failed = 0
    while True:
        before = _size(part)
        if file.size is not None and before > file.size:
            part.unlink()
            continue
        came(before)
        if before and before == file.size:
            return
        try:
            if _receive(file, part, came):
                return
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise InterruptedFetchError(
                f"The disk is full; what came of {file.repository} is kept. Make room, then get "
                "it again to go on."
            ) from error
        except Exception as error:
            if not hub.is_of_network(error):
                raise
            log.info("%s broke off: %r", file.name, error)
        failed = 0 if _size(part) > before else failed + 1
        if failed == TRIES:
            raise InterruptedFetchError(_broke_off(file, part))
        time.sleep(PAUSE * 2 ** max(failed - 1, 0))


def _receive(file: HubFile, part: Path, came: Came) -> bool:
    """Appends what the hub sends; False where it sent less than the whole.

    Raises ModelError for more than the whole.
    """
    have = _size(part)
    with hub.stream(file, have) as answer:
        if answer.status_code == 416:
            part.unlink(missing_ok=True)
            return False
        if answer.status_code >= 500 or answer.status_code in (408, 429):
            log.info("%s: the hub answers %s", file.name, answer.status_code)
            return False
        hub.raise_for_status(file.repository, answer)
        goes_on = answer.status_code == 206 and _begins_at(answer) == have
        with part.open("ab" if goes_on else "wb") as out:
            _append(answer, out, have if goes_on else 0, file, came)
    size = _size(part)
    if file.size is not None and size > file.size:
        part.unlink()
        raise ModelError(_other(file))
    return size == file.size or file.size is None


def _append(answer: Any, out: BinaryIO, have: int, file: HubFile, came: Came) -> None:
    # As they come: pieces of one size would be lost in the making when the connection breaks off.
    for piece in answer.iter_raw():
        out.write(piece)
        have += len(piece)
        came(have)
        if file.size is not None and have > file.size:
            # It might never end.
            return


def _begins_at(answer: Any) -> int | None:
    """The first byte that an answer with a part holds, as its header says."""
    said = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(said) if said.isdecimal() else None


def _part(file: HubFile, target: Path) -> Path:
    # Of another version's file nothing may be gone on with.
    version = hashlib.sha256(f"{file.etag} {file.commit}".encode()).hexdigest()[:16]
    return target.with_name(f"{target.name}.{version}{PARTIAL}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _digest(path: Path, digest: Any) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, lambda: digest).hexdigest()


def _is_hexadecimal(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")


def _broke_off(file: HubFile, part: Path) -> str:
    have = _size(part)
    return (
        f"{file.repository} could not be fetched: the connection to {hub.host()} broke off after "
        f"{amount(have)} of {amount(file.size or have)}. What came is kept; get it again to go on."
    )


def _other(file: HubFile) -> str:
    return (
        f"What {hub.host()} sent as {file.name} of {file.repository} is not what it should be; "
        "it was thrown away."
    )


def amount(size: int) -> str:
    """A number of bytes for a sentence."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
