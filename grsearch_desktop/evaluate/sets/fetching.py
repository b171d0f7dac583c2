"""Files from the web, whole or not at all, gone on with where the last try ended.

With the standard library's client: what is fetched lies at plain addresses, and the hub's own
client begins anew after each interruption.
"""

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

from grsearch_desktop import __version__
from grsearch_desktop.errors import FetchError, NoRoomError

OnBytes = Callable[[int], None]
"""Hears how many bytes of a file are here, each time that more have come."""

_PATIENCE = 30.0
"""Seconds without a byte."""
_TRIES = 4
"""In a row without anything having come."""
_BLOCK = 1 << 18
_UNFINISHED = ".part"
_TOTAL = re.compile(r"bytes (?:\d+-\d+|\*)/(\d+)")
_FAILURES = (OSError, http.client.HTTPException, ValueError)
"""Of a connection, of an answer, of an address."""


def size(address: str) -> int | None:
    """Bytes of the file at an address, None where its server does not say. Raises FetchError."""
    try:
        with _asked(address, 0, 0) as answer:
            return _total(answer)
    except _FAILURES as error:
        raise FetchError(_sentence(address, error)) from error


def fetch(
    address: str, target: Path, on_bytes: OnBytes = lambda _: None, most: int | None = None
) -> None:
    """Puts the file at an address in the place of `target`, if it is not there yet.

    What came before an interruption stays beside it, and the next call goes on from there. most:
    bytes beyond which it is not wanted. Raises FetchError, NoRoomError.
    """
    if target.is_file():
        on_bytes(target.stat().st_size)
        return
    part = target.with_name(target.name + _UNFINISHED)
    tries = 0
    while True:
        before = _length(part)
        try:
            _go_on(address, part, on_bytes, most)
            part.replace(target)
            return
        except _FAILURES as error:
            tries = 1 if _length(part) > before else tries + 1
            if isinstance(error, urllib.error.HTTPError) and error.code == 416:
                part.unlink(missing_ok=True)  # it is another file than it was then
            if tries >= _TRIES or not _may_pass(error):
                raise FetchError(_sentence(address, error)) from error


def _go_on(address: str, part: Path, on_bytes: OnBytes, most: int | None) -> None:
    """One try. Raises what is in _FAILURES, FetchError, NoRoomError."""
    have = _length(part)
    with _asked(address, have) as answer:
        if answer.status != 206:  # all of it comes, whatever was asked for
            have = 0
        total = _total(answer)
        if most is not None and (total or 0) > most:
            raise FetchError(f"{address} is larger than it may be ({total:,} bytes).")
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            file = part.open("ab" if have else "wb")
        except OSError as error:
            raise NoRoomError(f"{part} can't be written: {error.strerror}.") from error
        with file:
            while block := answer.read(_BLOCK):
                _write(file, block, part)
                have += len(block)
                on_bytes(have)
                if most is not None and have > most:
                    raise FetchError(f"{address} is larger than it may be.")
    if total is not None and have < total:
        raise http.client.IncompleteRead(b"", total - have)


def _write(file: BinaryIO, block: bytes, part: Path) -> None:
    try:
        file.write(block)
        file.flush()
    except OSError as error:
        raise NoRoomError(f"{part} can't be written: {error.strerror}.") from error


def _asked(address: str, first: int, last: int | None = None) -> Any:
    """The answer to a request for these bytes, the last one included."""
    scheme, host, *_ = urlsplit(address)
    if scheme not in ("http", "https") or not host:
        raise ValueError("this is no address on the web")
    request = urllib.request.Request(
        quote(address, safe="/:?&=%#+,;@!$'()*~[]"),
        headers={
            "User-Agent": f"grsearch/{__version__}",
            "Accept-Encoding": "identity",
            "Range": f"bytes={first}-{'' if last is None else last}",
        },
    )
    return urllib.request.urlopen(request, timeout=_PATIENCE)


def _total(answer: Any) -> int | None:
    """Bytes of the whole file."""
    if found := _TOTAL.fullmatch(answer.headers.get("Content-Range", "")):
        return int(found[1])
    length = answer.headers.get("Content-Length", "")
    return int(length) if answer.status == 200 and length.isdigit() else None


def _length(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


def _may_pass(error: BaseException) -> bool:
    """Whether another try may help: not where the server has given its answer."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code in (408, 416, 429) or error.code >= 500
    return not isinstance(error, ValueError)


def _sentence(address: str, error: BaseException) -> str:
    if isinstance(error, ValueError):
        return f"{address} could not be fetched: {error}."
    host = urlsplit(address).hostname or address
    if isinstance(error, urllib.error.HTTPError):
        if error.code in (404, 410):
            return f"There is nothing at {address} any more."
        return f"{address} could not be fetched: {host} answers {error.code} {error.reason}."
    if isinstance(error, http.client.IncompleteRead):
        return f"{address} could not be fetched: {host} breaks off in the middle of it."
    return (
        f"{address} could not be fetched: {host} can't be reached; please check the connection "
        "to the internet, then try again."
    )
