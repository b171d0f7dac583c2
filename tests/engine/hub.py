"""A hub of models on this machine: what `huggingface_hub` asks for, answered from a folder."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.local_server import LocalServer, running

COMMIT = "0" * 40
WEIGHTS = "open_clip_model.safetensors"


class Hub(LocalServer):
    """Serves one model, as `repository`, from a folder; may stop in the middle of its weights."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _Answer)
        self.repository = "org/tiny"
        self.stalls = False
        """Whether half of the weights come, and then nothing for as long as the hub lives."""
        self.stalled = threading.Event()
        self.over = threading.Event()
        self.asked: list[str] = []


@contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    hub = Hub(folder)
    with running(hub):
        try:
            yield hub
        finally:
            hub.over.set()


class _Answer(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_content=False)

    def do_GET(self) -> None:
        self._answer(with_content=True)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, with_content: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked.append(path)
        file = self.server.folder / path.rpartition("/")[2]
        if not path.startswith(f"/{self.server.repository}/resolve/") or not file.is_file():
            self.send_response(404)
            missing = (
                "EntryNotFound"
                if path.startswith(f"/{self.server.repository}/")
                else "RepoNotFound"
            )
            self.send_header("X-Error-Code", missing)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("ETag", f'"{hashlib.sha1(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not with_content:
            return
        if file.name == WEIGHTS and self.server.stalls:
            self.wfile.write(content[: len(content) // 2])
            self.server.stalled.set()
            self.server.over.wait()
            self.close_connection = True
            return
        self.wfile.write(content)
