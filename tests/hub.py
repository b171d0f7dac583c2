"""A hub of models on this machine: what `huggingface_hub` asks for, answered from a folder.

Large files are redirected to a second server, as the real hub does, which can be made to fail in
the ways that networks and servers do.
"""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.local_server import LocalServer, running

COMMIT = "0" * 40
WEIGHTS = "open_clip_model.safetensors"
_LARGE = (".safetensors", ".bin")


def ask_here(monkeypatch: pytest.MonkeyPatch, served: "Hub") -> None:
    """Has this process ask it, which has read HF_ENDPOINT already; a child needs that alone."""
    from huggingface_hub import constants

    template = served.address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", served.address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


class Hub(LocalServer):
    """Serves one model, as `repository`, from a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _Answer)
        self.repository = "org/tiny"
        self.licence: str | None = "mit"
        """What the card of the model says; None: the hub can't be asked for cards."""
        self.store = Store(folder)
        self.asked: list[str] = []
        """What was asked of the hub, not of its store."""
        self.tokens: set[str | None] = set()


class Store(LocalServer):
    """Where the hub keeps its large files; the one that fails."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _Content)
        self.stalls = False
        """Whether half of the weights come, and then nothing for as long as the hub lives."""
        self.stalled = threading.Event()
        self.over = threading.Event()
        self.breaks_off = 0
        """How many of the next answers end in the middle."""
        self.claims = 0
        """Bytes that the next answers claim to have more than they have."""
        self.adds = b""
        """What comes after the file."""
        self.wrong = 0
        """How many of the next answers hold one wrong byte."""
        self.errors: list[int] = []
        """What the next requests are answered with."""
        self.knows_ranges = True
        self.spans: list[str] = []
        """The range of each request."""
        self.tokens: set[str | None] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: whoever asked may have gone."""


@contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    hub = Hub(folder)
    with ExitStack() as servers:
        servers.enter_context(running(hub))
        servers.enter_context(running(hub.store))
        # Before both are shut down, which waits for whoever stalls.
        servers.callback(hub.store.over.set)
        yield hub


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def answer(self, code: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class _Answer(_Quiet):
    server: Hub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub = self.server
        path = unquote(urlsplit(self.path).path)
        hub.asked.append(path)
        hub.tokens.add(self.headers.get("Authorization"))
        if path == f"/api/models/{hub.repository}" and hub.licence is not None:
            card = {"id": hub.repository, "cardData": {"license": hub.licence}}
            self.answer(200, json.dumps(card).encode(), Content_Type="application/json")
            return
        file = hub.folder / path.rpartition("/")[2]
        if not path.startswith(f"/{hub.repository}/resolve/") or not file.is_file():
            known = path.startswith(f"/{hub.repository}/")
            self.answer(404, X_Error_Code="EntryNotFound" if known else "RepoNotFound")
            return
        content = file.read_bytes()
        if not file.name.endswith(_LARGE):
            named = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            self.answer(200, content, ETag=f'"{named}"', X_Repo_Commit=COMMIT)
            return
        self.answer(
            302,
            X_Repo_Commit=COMMIT,
            X_Linked_Etag=f'"{hashlib.sha256(content).hexdigest()}"',
            X_Linked_Size=str(len(content)),
            Location=f"{hub.store.address}/{file.name}",
        )


class _Content(_Quiet):
    server: Store

    def do_GET(self) -> None:
        store = self.server
        span = self.headers.get("Range", "")
        store.spans.append(span)
        store.tokens.add(self.headers.get("Authorization"))
        if store.errors:
            self.answer(store.errors.pop(0))
            return
        whole = (store.folder / self.path.rpartition("/")[2]).read_bytes()
        first = int(span[6:-1]) if store.knows_ranges and re.fullmatch(r"bytes=\d+-", span) else 0
        if first >= len(whole):
            self.answer(416)
            return
        part = bytearray(whole[first:] + store.adds)
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(whole) - 1}/{len(whole)}")
        self.send_header("Content-Length", str(len(part) + store.claims))
        self.end_headers()
        self._send(part)

    def _send(self, part: bytearray) -> None:
        store = self.server
        if store.wrong:
            store.wrong -= 1
            part[len(part) // 3] ^= 255
        cut = store.breaks_off > 0
        store.breaks_off -= cut
        self.wfile.write(part[: len(part) // 2] if cut or store.stalls else part)
        self.close_connection = cut or bool(store.claims)
        if store.stalls:
            store.stalled.set()
            store.over.wait()
            self.close_connection = True
