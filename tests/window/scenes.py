"""The window in all that it can show, one scene after the other, without an engine."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from grsearch_desktop.engine.protocol import (
    Duplicate,
    DuplicateGroup,
    Duplicates,
    FileError,
    FolderStatus,
    Hit,
    LibraryMap,
    MapPoint,
    ModelInfo,
    ModelProgress,
    Progress,
    SearchAnswer,
    SearchRequest,
    Status,
    Why,
)
from grsearch_desktop.extract import reasons
from grsearch_desktop.settings import Settings
from grsearch_desktop.window.comparison import Shift
from grsearch_desktop.window.date_range import DateRangeDialog
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.library.library_window import LibraryWindow
from grsearch_desktop.window.main_window import MainWindow
from tests.window.fake_engine import a_hit, a_status

SCREEN = QSize(1366, 768)
"""Pixels of a small notebook's."""
Scene = tuple[str, QWidget]

_WORKING = Progress("text", 1203, 12_345, rate=2.5, seconds_left=600)
_QUERY = "boat type:image date:thismonth size:<10mb in:Documents before:2030"


def scenes(window: MainWindow, link: EngineLink) -> Iterator[Scene]:
    """Names and top-level widgets, each as it is on the screen now."""
    for part in (_searching, _asking, _menus, _library, _map, _others):
        for name, widget in part(window, link):
            for _ in range(3):  # one layout has another one made anew
                QApplication.processEvents()
            yield name, widget


def hits() -> tuple[Hit, ...]:
    text = "Lifting the tyre off the rim; a nail through tyre and tube. " * 5
    return (
        a_hit(
            "/home/me/Documents/bicycle-repair-for-everybody.pdf",
            kind="pdf",
            page=12,
            snippet=text,
            marks=((12, 16), (40, 44)),
            why=Why(0.4, 0.3, 0.3),
            title="Bicycle repair at the kitchen table",
            modified=1_735_127_000.0,
        ),
        a_hit("/home/me/slides.pptx", 2, kind="slides", page=3, why=Why(look=1.0)),
        a_hit("/home/me/photo.jpeg", 3, kind="image", why=Why(look=1.0), modified=1_735_127_000.0),
        *(
            a_hit(f"/home/me/note-{n}.html", n, snippet=text, why=Why(text=1.0))
            for n in range(4, 9)
        ),
    )


def _searching(window: MainWindow, link: EngineLink) -> Iterator[Scene]:
    yield "opening", window
    link.state_changed.emit(Engine.GONE, "Der Suchdienst ist nicht mehr da.")
    yield "engine gone", window
    link.state_changed.emit(Engine.READY, "")
    link.status_read.emit(a_status(0, 0))
    yield "first run", window
    link.status_read.emit(_status())
    yield "nothing asked", window
    request = _found(window, link, "flat tyre")
    yield "list", window
    link.progressed.emit(_WORKING)
    yield "working", window
    link.progressed.emit(replace(_WORKING, paused=True))
    yield "paused", window
    link.progressed.emit(Progress("idle"))
    window.ways.show_grid(True)
    yield "grid", window
    window.ways.show_grid(False)
    window.ways.show_groups(True)
    for section in window.groups.sections:
        kinds = section.group.kinds
        link.page_came.emit(
            replace(request, kinds=kinds), SearchAnswer("flat tyre", 7.0, hits(), 99)
        )
    yield "groups", window
    window.ways.show_groups(False)
    _answer(link, request, ())
    yield "nothing found", window
    link.search_failed.emit(request, "The picture has 12,345 million pixels.")
    yield "search failed", window


def _asking(window: MainWindow, link: EngineLink) -> Iterator[Scene]:
    request = _found(window, link, _QUERY)
    yield "filled chips", window
    window.asking.undo_offered.emit("Die gespeicherte Suche „Rechnungen“ wurde gelöscht", print)
    yield "undo", window
    window.asking.method_button.setChecked(True)
    window.asking.method.show_answer(SearchAnswer("", 1234.0, hits(), 99, alpha=0.0))
    window.asking.method.show_shift(Shift((0, 3, None, 1), 12, 34))
    yield "method panel", window
    window.asking.method_button.setChecked(False)
    window.asking.search_by("/home/me/a-photo-with-a-long-name.jpeg")
    _answer(link, request, hits())
    yield "example", window
    window.asking.drop_example()
    window.asking.history.save("Boote", "boat type:image")
    for text in ("type:", "date:", "size:"):
        window.box.line.setText(text)
        window.box.line.textEdited.emit(text)
        yield f"completion of {text}", window
    window.asking.popup.hide()
    window.box.set_text("")


def _menus(window: MainWindow, _link: EngineLink) -> Iterator[Scene]:
    for facet, chip in window.chips.chips.items():
        if chip.isHidden():
            continue
        yield from _opened(f"menu of {facet}", chip.menu, window)
    yield from _opened("menu of the star", window.asking.star.menu_, window)
    window.list.show()
    menu = window.list.menu_for(window.model.index(0))
    yield from _opened("menu of a hit", menu, window)
    dialog = DateRangeDialog(window)
    dialog.show()
    yield "days", dialog
    dialog.close()


def _library(window: MainWindow, link: EngineLink) -> Iterator[Scene]:
    window.show_library()
    library = window.library
    assert library is not None
    yield "library, waiting", library
    link.state_changed.emit(Engine.READY, "")
    _fill(library, link)
    for row in range(library.pages.count()):
        library.pages.setCurrentRow(row)
        yield f"library, {library.pages.item(row).text()}", library
    library.close()


def _map(window: MainWindow, _link: EngineLink) -> Iterator[Scene]:
    window.show_map()
    shown = window._map
    assert shown is not None
    points = tuple(
        MapPoint(0.1 * n, 0.1 * n, f"/home/me/point-{n}.pdf", n, "page", n + 1) for n in range(10)
    )
    shown.link.came.emit(
        LibraryMap(points, False, "bundled", 10, 123_456, True, share=0.4, mixing=0.24)
    )
    yield "map", shown
    shown.close()


def _others(window: MainWindow, link: EngineLink) -> Iterator[Scene]:
    window.compact.shrink()
    yield "compact, empty", window
    _found(window, link, "flat tyre")
    yield "compact", window
    window.compact.grow()


def _opened(name: str, menu: QMenu, window: QWidget) -> Iterator[Scene]:
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    yield name, menu
    menu.close()


def _found(window: MainWindow, link: EngineLink, query: str) -> SearchRequest:
    window.box.set_text_quietly(query)
    window.chips.read(query)
    request = SearchRequest(query)
    _answer(link, request, hits())
    return request


def _answer(link: EngineLink, request: SearchRequest, found: tuple[Hit, ...]) -> None:
    link.answered.emit(request, SearchAnswer(request.query, 7.0, found, len(found)))


def _fill(library: LibraryWindow, link: EngineLink) -> None:
    errands = library.errands
    link.status_read.emit(_status())
    errands.problems_read.emit(
        tuple(
            FileError(f"/home/me/broken-{n}.pdf", reason, 0.0)
            for n, reason in enumerate((reasons.PROTECTED, reasons.UNKNOWN, reasons.NOT_DRAWN))
        )
    )
    errands.models_read.emit(
        (
            ModelInfo("bundled", True, True, 36_000_000, "Apache-2.0", "English", "Comes with it."),
            ModelInfo("ViT-B-32/datacomp", True, False, 600_000_000, "MIT", "English", "Middle."),
            ModelInfo("ViT-B-16-SigLIP2/webli", False, False, 1_500_000_000, "MIT", "many", "Big."),
            ModelInfo("ViT-L-14/openai", False, False, 1_500_000_000, "MIT", "many", "Big."),
        )
    )
    link.model_progressed.emit(
        ModelProgress("ViT-L-14/openai", 0, 4, "Fetching it", bytes_done=10**8, bytes_total=10**9)
    )
    files = tuple(
        Duplicate(f"/home/me/{n}/a photo with a long name.jpg", n, 0.0, 1) for n in (1, 2)
    )
    group = DuplicateGroup("picture", files, 10**9, 2)
    library.copies.model.show(Duplicates((group,) * 9, 10**10, 12, 99))
    library.copies._show_found()
    errands.settings_read.emit(Settings(ignore=("*.bak",)))
    # The window shows one thing in each turn of the event loop.
    for _ in range(30):
        QApplication.processEvents()
    library.folders.remove("/home/me/Old files")


def _status() -> Status:
    stage = {"done": 1203, "total": 12_345}
    return replace(
        a_status(),
        folders=(
            FolderStatus("/home/me/Documents", 12_345, True, 11_142),
            FolderStatus("/media/disk/Pictures of many years", 300, False),
            FolderStatus("/home/me/Old files", 3, True),
        ),
        stages={"names": stage, "text": stage, "meaning": {"done": 9, "total": 9}, "ocr": stage},
        notices=(
            "Indexing waits: the battery has 15 % left; please connect power.",
            "The system's limit of watched folders is reached at /home/me: its changes are found "
            "within a minute instead of at once. `sudo sysctl fs.inotify.max_user_watches=1048576` "
            "raises it.",
        ),
        errors=3,
        autostart=False,
    )
