"""Objects that only hold each other, and the thread in which they die."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from grsearch_desktop.window.garbage import Garbage


@pytest.fixture
def own(qtbot: QtBot) -> Iterator[Garbage]:
    was_enabled = gc.isenabled()
    made = Garbage()
    yield made
    made.close()
    if not was_enabled:
        gc.disable()


def in_a_circle(died_in: list[int]) -> None:
    """A Qt object that nobody else holds, but that is not alone."""
    thing = QObject()
    thing.itself = thing  # type: ignore[attr-defined]
    weakref.finalize(thing, lambda: died_in.append(threading.get_ident()))


def busy() -> None:
    """Makes objects, by far enough for Python to look for what can go."""
    for _ in range(20):
        assert [[number] for number in range(5_000)]


def test_another_thread_takes_nothing_of_the_window_away(own: Garbage) -> None:
    died_in: list[int] = []
    in_a_circle(died_in)
    other = threading.Thread(target=busy)
    other.start()
    other.join()
    assert died_in == []
    gc.collect()
    assert died_in == [threading.get_ident()]


def test_without_it_another_thread_does(own: Garbage) -> None:
    """Else the test before would say nothing."""
    own.close()
    died_in: list[int] = []
    other = threading.Thread(target=lambda: (in_a_circle(died_in), busy()))
    other.start()
    other.join()
    assert died_in and died_in[0] != threading.get_ident()


def test_the_window_takes_it_away_while_it_waits(qtbot: QtBot, own: Garbage) -> None:
    died_in: list[int] = []
    gc.collect()
    in_a_circle(died_in)
    kept = [[number] for number in range(5_000)]
    qtbot.waitUntil(lambda: died_in == [threading.get_ident()])
    assert kept
