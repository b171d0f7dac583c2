"""Library and settings, page by page, against a real engine; and without one."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from grsearch_desktop import paths
from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.engine.protocol import (
    Calibration,
    KeptVectors,
    ModelInfo,
    ModelProgress,
    Progress,
)
from grsearch_desktop.paths import Home
from grsearch_desktop.window.appearance import Appearance
from grsearch_desktop.window.engine_link import Engine
from grsearch_desktop.window.library.library_window import LibraryWindow
from grsearch_desktop.window.theme import DARK, LIGHT, ThemeFollower
from grsearch_desktop.window.window_state import WindowState
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_status

BROKEN = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some notes and some files that can't be read."""
    made = tmp_path_factory.mktemp("files") / "Papers"
    shutil.copytree(paths.resources() / "sample" / "notes", made)
    for number in range(BROKEN):
        (made / f"broken-{number}.pdf").write_bytes(b"%PDF-1.4 nothing")
    return made


@pytest.fixture(scope="module")
def real_home(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("real") / "home")
    home.create()
    with connect_or_start(home) as client:
        client.index([str(folder)])
        yield home
    with Client(home) as client:
        client.stop()


@pytest.fixture
def client(real_home: Home) -> Iterator[Client]:
    with Client(real_home) as made:
        yield made


@pytest.fixture
def library(qtbot: QtBot, real_home: Home, open_window: OpenWindow) -> Iterator[LibraryWindow]:
    """The library's window, once it has heard from the engine."""
    window = open_window(real_home)
    window.settings.click()
    assert window.library is not None
    shown = window.library
    qtbot.waitUntil(
        lambda: shown.folders.texts != {} and not shown.banner.isVisible(), timeout=20000
    )
    yield shown
    window.close()


def state_of(library: LibraryWindow, path: Path) -> str:
    return library.folders.texts.get(str(path), "")


def test_a_folder_is_added_shown_and_removed_with_time_to_think_better_of_it(
    qtbot: QtBot, library: LibraryWindow, client: Client, folder: Path, tmp_path: Path
) -> None:
    more = tmp_path / "More"
    more.mkdir()
    (more / "quokka.txt").write_text("A quokka smiles.")
    library.errands.add([str(more)])
    qtbot.waitUntil(lambda: state_of(library, more) == "Up to date", timeout=30000)
    qtbot.waitUntil(lambda: state_of(library, folder) == "Up to date", timeout=30000)
    library.folders.remove(str(more))
    assert library.folders.undo.isVisible()
    assert str(more) not in library.folders.texts
    library.folders.undo.click()
    assert state_of(library, more) == "Up to date"
    assert str(more) in [found.path for found in client.status().folders]
    library.folders.remove(str(more))
    with qtbot.waitSignal(library.errands.forgotten, timeout=20000):
        library.folders.now.click()
    assert str(more) not in [found.path for found in client.status().folders]
    assert (more / "quokka.txt").exists()


def test_what_is_not_undone_is_removed_when_the_window_closes(
    qtbot: QtBot, library: LibraryWindow, client: Client, tmp_path: Path
) -> None:
    more = tmp_path / "More"
    more.mkdir()
    library.errands.add([str(more)])
    qtbot.waitUntil(lambda: str(more) in library.folders.texts, timeout=20000)
    library.folders.remove(str(more))
    library.close()
    qtbot.waitUntil(lambda: str(more) not in [f.path for f in client.status().folders])


def test_each_stage_has_a_bar_and_work_can_be_paused(
    qtbot: QtBot, library: LibraryWindow, client: Client, real_home: Home
) -> None:
    library.open_page(library.progress)
    qtbot.waitUntil(lambda: client.progress().stage == "idle", timeout=30000)
    library.errands.read_status()
    bar = library.progress.bar
    qtbot.waitUntil(lambda: bar("text").value() == bar("text").maximum() > 1)
    assert library.progress.said.text() == "Everything is up to date."
    for action, kept in zip(
        library.progress.pause.menu().actions(), (True, False, True), strict=True
    ):
        action.trigger()
        qtbot.waitUntil(library.progress.go_on.isVisible)
        assert client.progress().paused
        assert (real_home.root / "paused.json").exists() is kept
        library.progress.go_on.click()
        qtbot.waitUntil(library.progress.pause.isVisible)
        assert not client.progress().paused


def test_a_notice_is_shown_with_its_command_to_copy(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    from dataclasses import replace

    notice = (
        "Changes in /home/eva are noticed late; the system watches too few folders: "
        "sudo sysctl fs.inotify.max_user_watches=524288"
    )
    engine.answers["status"] = lambda _: replace(a_status(), notices=(notice,))
    window = open_window(home)
    window.show_library()
    assert window.library is not None
    progress = window.library.progress
    window.library.open_page(progress)
    qtbot.waitUntil(lambda: bool(progress.notices.findChildren(QAbstractButton)))
    qtbot.waitUntil(progress.notices.isEnabled)
    progress.notices.findChildren(QAbstractButton)[0].click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "sudo sysctl fs.inotify.max_user_watches=524288"


def test_means_that_do_not_fit_are_told_beside_the_progress(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    from dataclasses import replace

    told = Calibration(
        False,
        "Pictures come up too rarely: they win 3 of 100 comparisons with texts instead of "
        "about 50.",
    )
    engine.answers["status"] = lambda _: replace(a_status(), calibration=told)
    window = open_window(home)
    window.show_library()
    assert window.library is not None
    progress = window.library.progress
    window.library.open_page(progress)

    def shown() -> list[str]:
        return [one.text() for one in progress.notices.findChildren(QLabel) if one.isVisible()]

    advice = "Under Models you can get the model again, or use another one."
    qtbot.waitUntil(lambda: shown() == [f"{told.sentence} {advice}"])
    engine.answers["status"] = lambda _: replace(a_status(), calibration=Calibration(True, "Well."))
    window.library._read_all()
    qtbot.waitUntil(lambda: shown() == [])


def test_problems_are_listed_filtered_copied_and_tried_again(
    qtbot: QtBot, library: LibraryWindow, client: Client, folder: Path
) -> None:
    problems = library.problems
    library.open_page(problems)
    qtbot.waitUntil(lambda: problems.model.rowCount() == BROKEN, timeout=20000)
    problems.filter.setText("BROKEN-1")
    assert problems.model.rowCount() == 1
    assert not problems.again.isEnabled()
    problems.table.selectRow(0)
    problems.copy.click()
    assert QGuiApplication.clipboard().text().startswith(f"{folder / 'broken-1.pdf'}\t")
    before = {error.path: error.at for error in client.errors()}
    problems.again.click()

    def tried() -> bool:
        now = {error.path: error.at for error in client.errors()}
        return len(now) == BROKEN and now != before

    qtbot.waitUntil(tried, timeout=20000)
    after = {error.path: error.at for error in client.errors()}
    assert [path for path in after if after[path] != before[path]] == [str(folder / "broken-1.pdf")]
    problems.filter.clear()
    (folder / "broken-2.pdf").rename(folder / "broken-2.txt")
    qtbot.waitUntil(lambda: problems.model.rowCount() == BROKEN - 1, timeout=30000)
    (folder / "broken-2.txt").rename(folder / "broken-2.pdf")
    qtbot.waitUntil(lambda: problems.model.rowCount() == BROKEN, timeout=30000)


def test_models_are_listed_and_a_name_that_is_nowhere_is_told(
    qtbot: QtBot, library: LibraryWindow
) -> None:
    library.open_page(library.models)
    qtbot.waitUntil(lambda: "ViT-B-16-SigLIP2/webli" in library.models.buttons)
    assert "bundled" not in library.models.buttons, "it is in use"
    library.errands.use_model("nowhere")
    qtbot.waitUntil(library.said.isVisible)
    assert "There is no model" in library.said.text()


def test_getting_a_model_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    name = "ViT-B-32/datacomp"
    listed = [
        ModelInfo("bundled", True, True, 1, "Apache-2.0", "English", ""),
        ModelInfo(name, False, False, 600_000_000, "MIT", "English", ""),
    ]
    engine.answers["models"] = lambda _: {"models": [vars(model) for model in listed]}
    engine.answers["get_model"] = lambda _: {}
    engine.answers["cancel_model"] = lambda _: {}
    window = open_window(home)
    window.show_library()
    assert window.library is not None
    models = window.library.models
    window.library.open_page(models)
    qtbot.waitUntil(lambda: name in models.buttons and models.buttons[name].isEnabled())
    models.buttons[name].click()
    qtbot.waitUntil(lambda: ("get_model", {"name": name}) in engine.calls)
    now = ModelProgress(name, 0, 4, "Fetching", bytes_done=150_000_000, bytes_total=600_000_000)
    now = replace(now, seconds_left=130.0)
    window._link.model_progressed.emit(now)
    row = models._rows[name]
    assert row.bar.isVisible()
    assert row.bar.value() == 175
    assert "of about" in row.words.text()
    assert row.words.text().endswith("about 2 minutes left")
    row.cancel.click()
    qtbot.waitUntil(lambda: ("cancel_model", {"name": name}) in engine.calls)
    stopped = ModelProgress(name, 0, 4, "Getting it was stopped.", ended=True, failed=True)
    window._link.model_progressed.emit(stopped)
    assert not row.bar.isVisible()
    assert models.said.text() == "Getting it was stopped."


def test_a_model_that_is_made_ready_is_told_and_can_be_taken_back(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    others = [
        ModelInfo("bundled", True, False, 1, "MIT", "English", "", True, 20_000, 31_000_000),
        ModelInfo("large", True, True, 1, "MIT", "English", "", False, 1_234, 2_000_000),
        ModelInfo("before", True, False, 1, "MIT", "English", "", False, 9_000, 14_000_000),
    ]
    following = KeptVectors("large", "large-1", False, True, False, 1_234, 18_766, 2_000_000)
    now = Progress("meaning", 1_234, 20_000, "items", 60.0, 300.0, model="large", answers="bundled")
    engine.answers["models"] = lambda _: {"models": [vars(model) for model in others]}
    engine.answers["status"] = lambda _: replace(a_status(), next=following, progress=now)
    engine.answers["use_model"] = engine.answers["forget_model"] = lambda _: {"size_bytes": 1}
    window = open_window(home)
    window.show_library()
    assert window.library is not None
    models = window.library.models
    window.library.open_page(models)
    qtbot.waitUntil(models.changing.isVisible)
    words = models.changing.text()
    for part in ("large", "1234 of 20000", "bundled answers", "5 minutes"):
        assert part in words
    qtbot.waitUntil(lambda: "before" in models.forget_buttons)
    assert list(models.forget_buttons) == ["before"], "of the others, nothing can be spared"
    models.forget_buttons["before"].click()
    qtbot.waitUntil(lambda: ("forget_model", {"name": "before"}) in engine.calls)
    assert list(models.buttons) == ["bundled", "before"]
    models.buttons["bundled"].click()
    qtbot.waitUntil(lambda: ("use_model", {"name": "bundled"}) in engine.calls)


def test_what_is_read_is_changed_and_what_makes_no_sense_is_refused(
    qtbot: QtBot, library: LibraryWindow, client: Client, real_home: Home
) -> None:
    reading = library.reading
    library.open_page(reading)
    try:
        reading.hidden.click()
        qtbot.waitUntil(lambda: settings_file.load(real_home.settings).hidden)
        reading.battery.setCurrentIndex(reading.battery.findData(50))
        reading.battery.activated.emit(reading.battery.currentIndex())
        qtbot.waitUntil(lambda: settings_file.load(real_home.settings).battery == 50)
        qtbot.waitUntil(library.models.accelerators.isChecked)
        library.models.accelerators.click()
        qtbot.waitUntil(lambda: not settings_file.load(real_home.settings).accelerators)
        reading.recognition.recognise.click()
        qtbot.waitUntil(reading.recognition.languages.isEnabled)
        reading.recognition.languages.setText("cyrillic, arabic")
        reading.recognition.languages.editingFinished.emit()
        qtbot.waitUntil(
            lambda: (
                settings_file.load(real_home.settings).recogniser_languages
                == ("cyrillic", "arabic")
            )
        )
        assert not reading.save.isEnabled()
        reading.ignore.setPlainText("*.bak\n!\n")
        reading.save.click()
        qtbot.waitUntil(reading.trouble.isVisible)
        assert "“!”" in reading.trouble.text()
        assert reading.ignore.toPlainText() == "*.bak\n!\n", "what was written stays"
        reading.ignore.setPlainText("*.bak\n\ndrafts/")
        reading.save.click()
        qtbot.waitUntil(
            lambda: settings_file.load(real_home.settings).ignore == ("*.bak", "drafts/")
        )
        qtbot.waitUntil(lambda: not reading.save.isEnabled())
        assert not reading.trouble.isVisible()
    finally:
        client.change_settings(
            hidden=False,
            battery=20,
            ignore=[],
            recognise=False,
            recogniser_languages=[],
            accelerators=True,
        )


def test_theme_and_text_size_count_at_once_and_after_the_next_start(
    qtbot: QtBot, qapp: QApplication, library: LibraryWindow, real_home: Home
) -> None:
    page = library.appearance
    library.open_page(page)
    size = qapp.font().pointSizeF()
    try:
        page.theme.setCurrentIndex(page.theme.findData("dark"))
        page.theme.activated.emit(page.theme.currentIndex())
        assert qapp.palette().window().color().name() == DARK.ground
        page.text_size.setCurrentIndex(page.text_size.findData(200))
        page.text_size.activated.emit(page.text_size.currentIndex())
        assert qapp.font().pointSizeF() == size * 2
        state = WindowState(real_home)
        again = Appearance(state, ThemeFollower(qapp, always=LIGHT))
        again.apply()
        assert qapp.palette().window().color().name() == DARK.ground
        assert (again.theme, again.text_size) == ("dark", 200)
    finally:
        follower = ThemeFollower(qapp, always=LIGHT)
        follower.enlarge(100)
        (real_home.root / "window.ini").unlink(missing_ok=True)
    assert qapp.font().pointSizeF() == size


def test_about_says_the_version_the_licence_and_the_size(
    qtbot: QtBot, library: LibraryWindow, real_home: Home
) -> None:
    library.open_page(library.about)
    qtbot.waitUntil(lambda: "files" in library.about.amount.text())
    library.about.folder_wanted.disconnect(library.folder_wanted)
    with qtbot.waitSignal(library.about.folder_wanted) as wanted:
        library.about.findChildren(QAbstractButton)[0].click()
    assert wanted.args == [str(real_home.root)]


def test_an_engine_that_goes_is_told_and_one_that_comes_back_is_used(
    qtbot: QtBot, library: LibraryWindow, real_home: Home, client: Client
) -> None:
    client.stop()
    qtbot.waitUntil(library.banner.isVisible, timeout=20000)
    assert not library.folders.add_button.isEnabled()
    assert library.appearance.theme.isEnabled(), "that needs no engine"
    qtbot.waitUntil(lambda: not library.banner.isVisible(), timeout=30000)
    assert library.folders.add_button.isEnabled()
    before = library._link.state
    assert before is Engine.READY
    library.errands.read_status()
    with qtbot.waitSignal(library.errands.status_read, timeout=20000):
        library.errands.read_status()


def test_every_part_of_every_page_can_be_reached_and_has_a_name(library: LibraryWindow) -> None:
    kinds = (
        QAbstractButton,
        QComboBox,
        QLineEdit,
        QPlainTextEdit,
        QAbstractItemView,
        QProgressBar,
    )
    found: list[QWidget] = [
        widget
        for kind in kinds
        for widget in library.findChildren(kind)
        # Parts of Qt's own that come with another widget.
        if not isinstance(widget.parent(), QComboBox | QLineEdit)
        and not widget.objectName().startswith("qt_")
        and "Private" not in type(widget.parent()).__name__
        and type(widget).__name__ != "QHeaderView"
        and not widget.inherits("QComboBoxListView")
        and type(widget.parent()) is not type(library.problems.table)
    ]
    assert len(found) > 20
    for widget in found:
        spoken = QAccessible.queryAccessibleInterface(widget)
        where = f"{type(widget).__name__} {widget.objectName()}"
        assert spoken.text(QAccessible.Text.Name), where
        if not isinstance(widget, QProgressBar):
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, where


def test_ten_thousand_problems_are_shown_at_once(qtbot: QtBot, library: LibraryWindow) -> None:
    from grsearch_desktop.engine.protocol import FileError

    many = tuple(FileError(f"/files/{n}.pdf", "The file is damaged.", 0.0) for n in range(10_000))
    library.open_page(library.problems)
    library.problems.model.show(many)
    assert library.problems.model.rowCount() == 10_000
    library.problems.filter.setText("9999")
    assert library.problems.model.rowCount() == 1
    library.problems.filter.clear()
