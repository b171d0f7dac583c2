"""Messages that no honest client sends, made at random; none of them can stop an engine."""

import json
import random
import socket
from contextlib import suppress
from typing import Any

from grsearch_desktop.engine import protocol
from grsearch_desktop.paths import Home

_PARAMETERS: dict[str, tuple[str, ...]] = {
    "search": ("query", "limit", "image", "similar", "alpha", "calibrated", "offset", "minus"),
    "status": (),
    "errors": (),
    "duplicates": ("paths",),
    "progress": (),
    "thumbnail": ("item_id",),
    "index": ("paths",),
    "forget": ("paths",),
    "pause": ("until",),
    "subscribe": (),
    "document": ("path", "query"),
    "page_image": ("path", "page", "long_side", "query"),
    "page_text": ("path", "page", "query"),
    "library_map": ("calibrated",),
    "models": (),
    "cancel_model": ("name",),
    "nonsense": ("a", "b"),
}
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1.5, -0.0, 1e308, 10**30, -(10**30), "", "x", "\0", "\ud800",
    "a" * 5000, "/nowhere/at/all", "../..", [], {}, [[]], {"a": {}}, [None], ["/nowhere"], [1, "x"],
    "\u202e", '"', "type:", "-", "before:99999-99", "size:>", "((((", "*" * 300, "NEAR(a b)",
)  # fmt: skip
_RAW = (
    b"\n", b"\xff\xfe\x00\n", b"{}\n", b"[]\n", b"null\n", b'"v"\n', b"NaN\n", b"-\n", b"{\n",
    b'{"v": NaN, "id": 1, "method": "status"}\n', b"[" * 100_000 + b"\n", b'{"v":' * 3000 + b"\n",
    b'{"v": 1, "id": 1, "method": "search", "params": {"query": "\xff"}}\n', b"\0" * 1000 + b"\n",
    b'{"v": 1, "id": ' + b"9" * 5000 + b', "method": "status"}\n',
    b'{"v": 1, "id": 1, "method": "search", "params": {"alpha": Infinity, "query": "x"}}\n',
)  # fmt: skip


def message(chance: random.Random) -> bytes:
    """One line, or half of one."""
    kind = chance.random()
    if kind < 0.15:
        return chance.choice(_RAW)
    method = chance.choice(list(_PARAMETERS))
    params: Any = {
        name: chance.choice(_VALUES) for name in _PARAMETERS[method] if chance.random() < 0.7
    }
    if chance.random() < 0.1:
        params = chance.choice(_VALUES)
    whole: dict[str, Any] = {"v": 1, "id": chance.choice((1, 2, None, "x", -5, [])),
                             "method": method, "params": params}  # fmt: skip
    if chance.random() < 0.1:
        whole[chance.choice(("v", "method", "id"))] = chance.choice(_VALUES)
    line = bytearray(json.dumps(whole).encode("ascii") + b"\n")
    if kind > 0.7:
        for _ in range(chance.randint(1, 5)):
            line[chance.randrange(len(line))] = chance.randrange(256)
        for word in (b'"stop"', b'"retry"', b'"get_model"', b'"use_model"'):
            line = line.replace(word, b'"    "')
    return bytes(line)


def flood(home: Home, chance: random.Random, count: int) -> int:
    """Sends so many messages on connections that end at odd moments; reads some answers.

    Each answer that is read must be a message of the protocol. Gives how many were sent.
    """
    sent = 0
    while sent < count:
        with socket.socket(socket.AF_UNIX) as connected:
            connected.settimeout(60)
            connected.connect(str(home.socket))
            lines = connected.makefile("rb")
            with suppress(BrokenPipeError, ConnectionResetError):
                for _ in range(min(chance.randint(1, 400), count - sent)):
                    line = message(chance)
                    connected.sendall(line)
                    sent += 1
                    # As many answers as lines: one that was spoilt may have become several.
                    for _ in range(line.count(b"\n")):
                        answer = lines.readline()
                        if not answer:
                            raise ConnectionResetError
                        assert json.loads(answer)["v"] == protocol.VERSION
                    if not line.endswith(b"\n"):
                        break
            lines.close()
    return sent
