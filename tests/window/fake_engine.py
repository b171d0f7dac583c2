"""An engine for faults and for slow or odd answers: a real socket, but its answers are a script."""

import base64
import io
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PIL import Image

from grsearch_desktop.engine import protocol, views
from grsearch_desktop.engine.protocol import (
    Document,
    FolderStatus,
    Hit,
    PageImage,
    PageText,
    Progress,
    SearchAnswer,
    Status,
    Why,
)
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home

Answerer = Callable[[dict[str, Any]], Any]


def a_hit(path: str, rank: int = 1, **more: Any) -> Hit:
    """A hit whose parts that do not matter are made up."""
    given: dict[str, Any] = {
        "kind": "text",
        "item": "passage",
        "page": None,
        "score": 1.0 / rank,
        "snippet": "",
        "marks": (),
        "why": Why(text=1.0),
        **more,
    }
    return Hit(rank=rank, path=path, **given)


def a_status(folders: int = 1, files: int = 3) -> Status:
    return Status(
        folders=tuple(FolderStatus(f"/folder{n}", files, True) for n in range(folders)),
        files={"total": files, "by_state": {"read": files}},
        items={"passages": 5, "pages": 2, "pictures": 1},
        model="bundled",
        stages={},
        errors=0,
        size_bytes=1,
    )


def a_page(
    width: int = 300,
    height: int = 400,
    boxes: tuple[tuple[float, float, float, float], ...] = (),
    pages: int = 1,
    colour: str = "white",
) -> dict[str, Any]:
    """A page of one colour, as the engine sends it."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(drawn, "PNG")
    return views.image_data(PageImage(drawn.getvalue(), width, height, boxes, pages))


class FakeEngine:
    """Listens on a home's socket. `answers` may be changed at any time; `calls` are what came."""

    def __init__(self, home: Home) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Answerer] = {
            "search": lambda params: SearchAnswer(params["query"], 1.0, ()),
            "status": lambda _: a_status(),
            "progress": lambda _: Progress("idle"),
            "subscribe": lambda _: {},
            "index": lambda _: {"problems": []},
            "pause": lambda _: {},
            "document": lambda params: Document(params["path"], "text", 0),
            "page_text": lambda params: PageText(f"The text of {params['path']}."),
            "page_image": lambda params: a_page(),
            "thumbnail": lambda _: {"jpeg": base64.b64encode(b"").decode()},
        }
        self._subscribers: list[socketserver.StreamRequestHandler] = []
        self._open: list[socketserver.StreamRequestHandler] = []
        home.socket.unlink(missing_ok=True)
        engine = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                engine._open.append(self)
                for line in self.rfile:
                    engine._answer(self, line)

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up during an answer is what some tests are about."""

        self._server = Server(str(home.socket), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def tell(self, progress: Progress) -> None:
        """Sends a progress event to all who subscribed."""
        for subscriber in self._subscribers:
            subscriber.wfile.write(protocol.event_line("progress", protocol.plain(progress)))

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of a method."""
        return [params for name, params in list(self.calls) if name == method]

    def die(self, home: Home) -> None:
        """Ends as a killed engine does."""
        home.socket.unlink(missing_ok=True)
        self._server.shutdown()
        self._server.server_close()
        for connection in self._open:
            with suppress(OSError):  # one that the client has closed already
                connection.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, connection: socketserver.StreamRequestHandler, line: bytes) -> None:
        message = protocol.parse_line(line)
        method, params, number = message["method"], message["params"], message["id"]
        self.calls.append((method, params))
        try:
            answer = self.answers[method](params)
        except EngineError as error:
            connection.wfile.write(protocol.error_line(number, str(error)))
            return
        plain = answer if isinstance(answer, dict) else protocol.plain(answer)
        if method == "subscribe":
            self._subscribers.append(connection)
        connection.wfile.write(protocol.result_line(number, plain))
