"""Forbids every connection that leaves this machine, in any Python process that finds this file.

With this folder first on PYTHONPATH, Python imports it at start-up; so it reaches our child
processes too. An attempt raises, and is written to the file named by GRSEARCH_NETWORK_LOG.
"""

import ipaddress
import os
import socket
import traceback
from pathlib import Path
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


class NetworkForbiddenError(OSError):
    """Something tried to reach another machine."""


def forbid() -> None:
    """Takes effect for this process, and more than one call is harmless."""
    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign, assignment]
    socket.socket.sendto = sendto  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = getaddrinfo


def connect(self: socket.socket, address: Any) -> None:
    _check(self.family, address)
    return _connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    _check(self.family, address)
    return _connect_ex(self, address)


def sendto(self: socket.socket, *arguments: Any) -> int:
    _check(self.family, arguments[-1])
    return _sendto(self, *arguments)


def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    if host is not None and not _is_local(host):
        _refuse(host)
    return _getaddrinfo(host, *arguments, **options)


def _check(family: int, address: Any) -> None:
    if family == getattr(socket, "AF_UNIX", None):
        return
    if family in (socket.AF_INET, socket.AF_INET6) and _is_local(address[0]):
        return
    _refuse(address)


def _is_local(host: Any) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(address: Any) -> None:
    if log := os.environ.get("GRSEARCH_NETWORK_LOG"):
        with Path(log).open("a", encoding="utf-8", errors="backslashreplace") as lines:
            lines.write(f"{address}\n{''.join(traceback.format_stack(limit=12))}\n")
    raise NetworkForbiddenError(
        f"a connection to {address!r} was tried; only local ones are allowed"
    )


forbid()
