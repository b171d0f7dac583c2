"""A server of files on this machine, which can be made to fail as those on the web do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.local_server import LocalServer, running


class Web(LocalServer):
    """Serves a folder, parts of files too."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _Answer)
        self.asked: list[tuple[str, str]] = []
        """Path and range of each request."""
        self.breaks_off = 0
        """How many of the next answers end in the middle."""
        self.errors: list[int] = []
        """What the next requests are answered with."""
        self.knows_ranges = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: whoever asked may have gone."""


@contextmanager
def serving(folder: Path) -> Iterator[Web]:
    web = Web(folder)
    with running(web):
        yield web


class _Answer(BaseHTTPRequestHandler):
    server: Web

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        span = self.headers.get("Range", "")
        self.server.asked.append((path, span))
        file = self.server.folder / path.lstrip("/")
        if self.server.errors:
            self.send_error(self.server.errors.pop(0))
            return
        if not file.is_file():
            self.send_error(404)
            return
        whole = file.read_bytes()
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", span) if self.server.knows_ranges else None
        first, last = 0, len(whole) - 1
        if found:
            first, last = int(found[1]), min(int(found[2] or last), last)
            if first >= len(whole):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(whole)}")
                self.end_headers()
                return
        self.send_response(206 if found else 200)
        if found:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(whole)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        part = whole[first : last + 1]
        if self.server.breaks_off and len(part) > 1:
            self.server.breaks_off -= 1
            part = part[: len(part) // 2]
        self.wfile.write(part)
