"""Nothing in the window is for eyes or the mouse alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Why
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit


def test_every_interactive_widget_has_a_name_a_role_and_the_focus(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: bool(engine._subscribers))
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView, QProgressBar)
    found: list[QWidget] = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        # Lists have a header too, which nobody ever sees; a table's corner is for the mouse alone,
        # and Ctrl+A does the same.
        if not isinstance(widget, QHeaderView)
        and widget.objectName() != "qt_tableview_cornerbutton"
    ]
    assert len(found) >= 6
    for widget in found:
        spoken = QAccessible.queryAccessibleInterface(widget)
        where = f"{type(widget).__name__} {widget.objectName()}"
        assert spoken.text(QAccessible.Text.Name), where
        assert spoken.role() != QAccessible.Role.NoRole, where
        if not isinstance(widget, QProgressBar):
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, where


def test_a_hit_is_spoken_with_its_page_its_words_and_its_reason() -> None:
    hit = a_hit(
        "/papers/bicycle.pdf",
        page=3,
        snippet="Mending a\nflat tyre",
        why=Why(words=0.25, text=0.75),
    )
    assert wording.spoken(hit) == (
        "bicycle.pdf. page 3. /papers. Mending a flat tyre. "
        "Found by the meaning of its text (75 %) and its words (25 %)."
    )
