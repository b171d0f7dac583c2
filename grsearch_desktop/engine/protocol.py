"""The messages between the engine and its clients: JSON lines over a local socket.

A request is `{"v": 1, "id": N, "method": NAME, "params": {...}}`; its answer `{"v": 1, "id": N,
"result": {...}}` or `{"v": 1, "id": N, "error": {"message": SENTENCE}}`. After `subscribe`, the
engine also sends `{"v": 1, "event": "progress", "data": {...}}` by itself, events "model" while it
gets one, and "stopped" before it ends because a client asked it to.

Light on purpose: the window imports this at start-up.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from grsearch_desktop.engine.duplicates import Duplicate as Duplicate
from grsearch_desktop.engine.duplicates import DuplicateGroup as DuplicateGroup
from grsearch_desktop.engine.duplicates import Duplicates as Duplicates
from grsearch_desktop.engine.views import Calibration as Calibration
from grsearch_desktop.engine.views import Document as Document
from grsearch_desktop.engine.views import KeptVectors as KeptVectors
from grsearch_desktop.engine.views import LibraryMap as LibraryMap
from grsearch_desktop.engine.views import MapPoint as MapPoint
from grsearch_desktop.engine.views import ModelInfo as ModelInfo
from grsearch_desktop.engine.views import ModelProgress as ModelProgress
from grsearch_desktop.engine.views import PageImage as PageImage
from grsearch_desktop.engine.views import PageMatch as PageMatch
from grsearch_desktop.engine.views import PageText as PageText
from grsearch_desktop.errors import EngineError

VERSION = 1
LONGEST_REQUEST = 4 << 20
"""Bytes; a longer one is refused. Answers may be longer."""


@dataclass(frozen=True)
class SearchRequest:
    """A search. `image` and `similar` are paths; any of the three may be empty."""

    query: str = ""
    limit: int = 20
    image: str = ""
    similar: str = ""
    alpha: float | None = None
    """The share of the text in a page's vector; None: the model's own."""
    calibrated: bool = True
    offset: int = 0
    """Hits from there on are given; their ranks count on."""
    minus: str = ""
    """Words of what is not wanted: picture + words - words."""
    kinds: tuple[str, ...] = ()
    """Files of these kinds alone (as in `Hit.kind`), whatever the query says; none: all."""
    copies: bool = False
    """Whether copies of one file are hits of their own, not one hit that names the others."""


@dataclass(frozen=True)
class Why:
    """How much each part has to do with a hit, shares that sum to 1; None where it has nothing."""

    words: float | None = None
    text: float | None = None
    look: float | None = None


@dataclass(frozen=True)
class Hit:
    """A file with its best item."""

    rank: int
    path: str
    """May hold surrogates where a name is not UTF-8 (`os.fsencode` gives its bytes)."""
    kind: str
    """The kind of file: pdf, image, text, ..."""
    item: str
    """What was found in it: passage, page, picture, or name."""
    page: int | None
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Character ranges of the snippet that hold the query's words."""
    why: Why
    item_id: int | None = None
    """Names the item in `thumbnail`; None when only the name was found."""
    title: str = ""
    modified: float | None = None
    """Seconds since 1970."""
    size: int | None = None
    """Bytes."""
    copies: tuple[str, ...] = ()
    """Paths of files that are the same as this one, wholly or nearly, and no hits of their own."""
    recognised: bool = False
    """Whether the snippet was recognised in a picture, and may have mistakes."""
    part: str | None = None
    """What the page is called where it has a name: the file in an archive, the moment of a film."""


@dataclass(frozen=True)
class SearchAnswer:
    query: str
    took_ms: float
    hits: tuple[Hit, ...]
    total: int = 0
    """The files that were ranked, of which `hits` are some."""
    alpha: float | None = None
    """The share of the text in a page's vector as it was used; None where no model answered."""
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of the query that stand nowhere, and those that were looked up instead of each."""
    unknown_places: tuple[str, ...] = ()
    """What the query asks to be near, and nobody knows; it was searched for as words."""


@dataclass(frozen=True)
class Progress:
    """How far the engine is. `total` and `done` count within the stage."""

    stage: str
    """"names", "text", "meaning", "ocr" (text in pictures) or "idle"."""
    done: int = 0
    total: int = 0
    unit: str = "files"
    rate: float = 0.0
    """Units a second, of late."""
    seconds_left: float | None = None
    paused: bool = False
    waits: str = ""
    """Why the work waits though nobody paused it, in a sentence; it goes on by itself."""
    trouble: str = ""
    """Why the last update could not be done, where waiting alone does not help."""
    model: str = ""
    """The model that is filled in the background, while it is worked on."""
    answers: str = ""
    """The one that answers meanwhile."""


@dataclass(frozen=True)
class FolderStatus:
    path: str
    files: int
    online: bool
    waiting: int = 0
    """How many of the files are still to be read."""
    looked_at: bool = True
    """False until it was looked through for the first time: what is in it is not known yet."""


@dataclass(frozen=True)
class Status:
    """What `grsearch status --json` prints."""

    folders: tuple[FolderStatus, ...]
    files: dict[str, Any]
    """{"total": int, "by_state": {"read": int, "waiting": int, "error": int, ...}}"""
    items: dict[str, int]
    """{"passages": int, "pages": int, "pictures": int}"""
    model: str
    stages: dict[str, Any]
    """{"names" | "text" | "meaning" | "ocr": {"done": int, "total": int}}"""
    errors: int
    size_bytes: int
    progress: Progress = field(default_factory=lambda: Progress("idle"))
    notices: tuple[str, ...] = ()
    """Sentences on what keeps the engine from its best, with what the person can do."""
    autostart: bool | None = None
    """Whether it is kept up to date from login on; None where that can't be told."""
    calibration: Calibration = field(default_factory=Calibration)
    """As it was when the library last changed by more than a little."""
    next: KeptVectors | None = None
    """The model that is being filled to take over from `model`."""


@dataclass(frozen=True)
class FileError:
    path: str
    reason: str
    at: float
    """Seconds since 1970."""


def request_line(number: int, method: str, params: dict[str, Any]) -> bytes:
    return _line({"v": VERSION, "id": number, "method": method, "params": params})


def result_line(number: int, result: Any) -> bytes:
    return _line({"v": VERSION, "id": number, "result": result})


def error_line(number: int | None, sentence: str) -> bytes:
    return _line({"v": VERSION, "id": number, "error": {"message": sentence}})


def event_line(event: str, data: Any) -> bytes:
    return _line({"v": VERSION, "event": event, "data": data})


def parse_line(line: bytes) -> dict[str, Any]:
    """The message in a line. Raises EngineError with a sentence when it is none of ours."""
    try:
        message = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise EngineError("The message is not JSON.") from None
    if not isinstance(message, dict):
        raise EngineError("The message is not a JSON object.")
    if message.get("v") != VERSION:
        raise EngineError(f"The message is not of protocol version {VERSION}.")
    return message


def plain(message: Any) -> Any:
    """A dataclass as JSON types."""
    return asdict(message)


def hit_from(data: dict[str, Any]) -> Hit:
    return Hit(
        **{
            **data,
            "why": Why(**data["why"]),
            "marks": tuple((start, end) for start, end in data["marks"]),
            "copies": tuple(data.get("copies", ())),
        }
    )


def answer_from(data: dict[str, Any]) -> SearchAnswer:
    corrected = {word: tuple(instead) for word, instead in data.get("corrected", {}).items()}
    hits = tuple(hit_from(hit) for hit in data["hits"])
    unknown = tuple(data.get("unknown_places", ()))
    known = {"hits": hits, "corrected": corrected, "unknown_places": unknown}
    return SearchAnswer(**{**data, **known})


def status_from(data: dict[str, Any]) -> Status:
    folders = tuple(FolderStatus(**folder) for folder in data["folders"])
    return Status(
        **{
            **data,
            "folders": folders,
            "progress": Progress(**data["progress"]),
            "notices": tuple(data.get("notices", ())),
            "calibration": Calibration(**data.get("calibration", {})),
            "next": KeptVectors(**data["next"]) if data.get("next") else None,
        }
    )


def _no_number(name: str) -> None:
    """NaN and the infinities: Python writes them, JSON has none."""
    raise ValueError(name)


def _line(message: dict[str, Any]) -> bytes:
    # ASCII: a lone surrogate of a name that is not UTF-8 travels as an escape.
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
