"""The pictures: of what, in which theme, language and size of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from grsearch_desktop.engine.protocol import LibraryMap
from grsearch_desktop.paths import Home
from grsearch_desktop.window.map.map_window import MapWindow
from grsearch_desktop.window.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from camera import Scene

_BOAT = "sailing boat at sunset"
_TYRE = "roughen the rubber with sandpaper and press the patch on"


@dataclass(frozen=True)
class Picture:
    """What `set_up` does with the window; it gives the widget that is to be seen."""

    name: str
    set_up: Callable[[Scene], QWidget]
    theme: Theme = LIGHT
    language: str = "en"
    text_size: int = 100
    """Percent."""
    direction: Qt.LayoutDirection | None = None
    """None: that of the language."""
    size: QSize = QSize(1200, 800)  # noqa: RUF009 - nobody changes it
    quick: bool = False
    """Whether the window opens as the compact search."""
    first_start: bool = False
    """Whether there is no library yet."""

    def home(self, usual: Home) -> Home:
        return Home(usual.root.parents[2] / ".starter") if self.first_start else usual


def _first_run(scene: Scene) -> QWidget:
    scene.wait_for(scene.window.first.isVisible, "the first page")
    return scene.window


def _results(scene: Scene) -> QWidget:
    scene.search(_BOAT)
    return scene.window


def _grid(scene: Scene) -> QWidget:
    scene.window.ways.show_grid(True)
    scene.search("a quiet day outside")
    return scene.window


def _groups(scene: Scene) -> QWidget:
    scene.window.ways.show_groups(True)
    scene.search("summer in the garden")
    scene.wait_for(lambda: scene.window.groups.path, "the sections")
    return scene.window


def _preview(scene: Scene) -> QWidget:
    """The page of a manual, with the found words marked in it."""
    scene.search(_TYRE)
    scene.window.list.setCurrentIndex(scene.window.model.index(0))
    scene.window.list.setFocus()
    return scene.window


def _method(scene: Scene) -> QWidget:
    """What raw vectors would have found instead."""
    panel = scene.window.asking.method
    scene.window.asking.method_button.setChecked(True)
    scene.search("time")
    panel.raw.click()
    scene.wait_for(lambda: "moved" in panel.effect.text(), "what raw vectors change")
    return scene.window


def _map(scene: Scene) -> QWidget:
    scene.wait_for_engine()
    scene.window.show_map()
    shown = scene.window.findChild(MapWindow)
    shown.resize(scene.window.size())
    came: list[LibraryMap] = []
    shown.link.came.connect(came.append)
    scene.wait_for(lambda: came and came[-1].done, "the map")
    # Looks for a photograph with the mouse, which brings up its card.
    wide, high = range(0, shown.view.width(), 8), range(0, shown.view.height(), 8)
    for x, y in product(wide, high):
        QTest.mouseMove(shown.view, QPoint(x, y))
        if "IMG_1187" in shown.view.accessibleDescription():
            break
    return shown


def _settings(scene: Scene) -> QWidget:
    return _library(scene, "folders")


def _models(scene: Scene) -> QWidget:
    return _library(scene, "models")


def _errors(scene: Scene) -> QWidget:
    return _library(scene, "problems")


def _library(scene: Scene, page: str) -> QWidget:
    """A page of the library's window."""
    scene.wait_for_engine()
    scene.window.show_library()
    library = scene.window.library
    assert library is not None
    library.open_page(getattr(library, page))
    scene.wait_for(lambda: library.folders.texts, "the folders")
    scene.wait_for(library.problems.model.rowCount, "the problems")
    return library


def _quick(scene: Scene) -> QWidget:
    scene.search(_BOAT)
    scene.wait_for(scene.window.box.line.hasFocus, "the field to have the focus")
    return scene.window


PICTURES = (
    Picture("first-run", _first_run, first_start=True),
    Picture("results", _results),
    Picture("grid", _grid),
    Picture("groups", _groups),
    Picture("preview", _preview),
    Picture("method", _method),
    Picture("map", _map),
    Picture("settings", _settings),
    Picture("models", _models),
    Picture("errors", _errors),
    Picture("quick", _quick, quick=True),
    Picture("dark", _results, theme=DARK),
    Picture("dark-preview", _preview, theme=DARK),
    Picture("text-200", _results, text_size=200),
    Picture("german", _results, language="de"),
    Picture("right-to-left", _results, direction=Qt.LayoutDirection.RightToLeft),
)
