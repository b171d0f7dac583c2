"""What is forgotten is gone, and what is damaged is told, set aside and built anew."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine import checkup, logs, updating
from grsearch_desktop.engine.checkup import examine
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import EndedError
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import DamagedLibraryError
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import concerns
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from grsearch_desktop.store import beside
from grsearch_desktop.store.database import Database
from tests.engine.test_service import until

IN_TEXT, IN_NAME, IN_TITLE = "wyvrgnash", "Quoxtimble", "jubzirkon"


@pytest.fixture
def secret(folder: Path) -> Path:
    """A folder within the person's one with what betrays itself in text, name, title, look."""
    inside = folder / f"{IN_NAME} papers"
    inside.mkdir()
    (inside / f"{IN_NAME}.html").write_text(
        f"<html><head><title>The {IN_TITLE} affair</title></head>"
        f"<body><p>Nobody knows what the {IN_TEXT} did that summer at the lake.</p></body></html>"
    )
    Image.effect_noise((300, 200), 90).convert("RGB").save(inside / f"{IN_NAME}.png")
    return inside


def known_vectors(home: Home, path_part: str) -> list[bytes]:
    """What the library holds in vectors and thumbnails of the files with this in their path."""
    database = Database(home.library)
    read = database.read().execute
    found = []
    for (model,) in read("SELECT id FROM model").fetchall():
        for part in ("text", "look"):
            found += read(
                f"SELECT embedding FROM vec_{model}_{part} AS v JOIN vector ON vector.id = v.rowid"
                " JOIN item ON item.id = item_id JOIN file ON file.id = file_id"
                " WHERE instr(CAST(path AS TEXT), ?)",
                (path_part,),
            ).fetchall()
    found += read(
        "SELECT jpeg FROM thumbnail JOIN item ON item.id = item_id JOIN file ON file.id = file_id"
        " WHERE instr(CAST(path AS TEXT), ?)",
        (path_part,),
    ).fetchall()
    database.close()
    return [content for (content,) in found]


def traces(home: Home, betraying: list[bytes]) -> list[tuple[str, bytes]]:
    """Where in any file of the home one of these stands, in capitals or not."""
    contents = {path.name: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    return [
        (name, known)
        for name, content in contents.items()
        for known in betraying
        if known in content or (known.isascii() and known.lower() in content.lower())
    ]


def betrayed_by(home: Home) -> list[bytes]:
    contents = known_vectors(home, IN_NAME)
    assert len(contents) >= 3
    # Their ends, since all JPEGs begin alike; of one that lies across two pages, the piece before.
    vectors = [
        content[-64:] if traces(home, [content[-64:]]) else content[-128:-64]
        for content in contents
    ]
    words = [word[3:].encode() for word in (IN_TEXT, IN_NAME, IN_TITLE)]
    everything = [*words, *vectors]
    assert {known for _, known in traces(home, everything)} == set(everything)
    return everything


@pytest.mark.parametrize("closed", [False, True])
def test_a_forgotten_folder_leaves_no_trace_in_the_home(
    engine: Engine, home: Home, secret: Path, folder: Path, closed: bool
) -> None:
    logs.to_file(home)
    engine.add([str(folder / "notes"), str(secret)])
    engine.update()
    betraying = betrayed_by(home)
    engine.forget([str(secret)])
    if closed:
        engine.close()
    assert traces(home, betraying) == []


def test_a_folder_that_is_ignored_later_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    settings_file.save(home.settings, Settings(ignore=("* papers/",)))
    until(engine.followed.look)
    engine.update()
    assert engine.status().files["total"] == 15
    assert traces(home, betraying) == []


@pytest.fixture
def secret_pdf(folder: Path) -> Path:
    """A PDF with a picture in it that betrays itself in text, name, title and look."""
    path = folder / "home" / f"{IN_NAME}.pdf"
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), f"Nobody knows what the {IN_TEXT} did that summer at the lake.")
    noise = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(noise, "PNG")
    page.insert_image((72, 100, 372, 300), stream=noise.getvalue())
    document.set_metadata({"title": f"The {IN_TITLE} affair"})
    document.save(path)
    return path


def save_settings_and_die(home: Home, settings: Settings) -> None:
    """As an engine that is killed between the change and its next look at it."""
    script = (
        "import os, sys; from pathlib import Path;"
        "from grsearch_desktop.engine.engine import Engine;"
        "from grsearch_desktop.engine.lock import EngineLock;"
        "from grsearch_desktop.paths import Home;"
        "home = Home(Path(sys.argv[1])); EngineLock(home).__enter__(); engine = Engine(home);"
        "input(); os.kill(os.getpid(), 9)"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", script, str(home.root)], stdin=subprocess.PIPE
    )
    settings_file.save(home.settings, settings)
    started.communicate(b"\n")
    assert started.returncode == -9


@pytest.mark.parametrize("killed", [False, True])
def test_what_is_excluded_while_nothing_runs_is_gone_after_the_next_start(
    home: Home, secret_pdf: Path, folder: Path, killed: bool
) -> None:
    """Though its drive is away by then, so that no look at the folder can tell."""
    with EngineLock(home):
        engine = Engine(home)
        engine.add([str(folder)])
        engine.update()
        betraying = betrayed_by(home)
        engine.close()
    without_pdf = Settings(ignore=("*.pdf",))
    if killed:
        save_settings_and_die(home, without_pdf)
    else:
        settings_file.save(home.settings, without_pdf)
    away = folder.rename(folder.with_name("away"))
    assert traces(home, betraying), "the test sees it"
    with EngineLock(home):
        again = Engine(home)
        again.update(until="names")
        assert traces(home, betraying) == []
        assert again.status().files["total"] == 14, "the others are kept"
        again.close()
    assert traces(home, betraying) == []
    assert (away / "home" / secret_pdf.name).exists()


def test_an_engine_that_is_to_end_does_not_first_compare_all_names_with_new_rules(
    indexed: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def admits(root: str, path: str, rules: Rules) -> bool:
        asked.append(path)
        indexed.end()
        return concerns(root, path, rules)

    with monkeypatch.context() as patch:
        patch.setattr(updating, "concerns", admits)
        settings_file.save(indexed.home.settings, Settings(ignore=("*.pdf",)))
        until(indexed.followed.look)
        with pytest.raises(EndedError):
            indexed.update()
    assert len(asked) == 1
    with EngineLock(indexed.home):
        again = Engine(indexed.home)
        again.update(until="names")
        assert again.status().files["total"] == 14, "the next one does it"
        again.close()


def test_an_erasing_that_was_cut_off_is_done_again(
    home: Home, secret_pdf: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(home)
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    engine.close()
    settings_file.save(home.settings, Settings(ignore=("*.pdf",)))

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Database, "leave_no_trace", cut_off)
        engine = Engine(home)
        with pytest.raises(KeyboardInterrupt):
            engine.update()
        engine.close()
    again = Engine(home)
    again.update(until="names")
    again.close()
    assert traces(home, betraying) == []


def test_what_stood_in_a_file_that_changed_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    (secret / f"{IN_NAME}.html").write_text("<html><body><p>Nothing at all.</p></body></html>")
    Image.new("RGB", (300, 200), "green").save(secret / f"{IN_NAME}.png")
    assert engine.update().changed == 2
    still = {known for _, known in traces(home, betraying)}
    assert still == {IN_NAME[3:].encode()}, "only its name stays"


def test_a_deleted_file_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    for file in secret.iterdir():
        file.unlink()
    secret.rmdir()
    assert engine.update().removed == 2
    assert traces(home, betraying) == []


def damage(home: Home) -> None:
    """Cuts the library in the middle, as a dying disk does."""
    os.truncate(home.library, home.library.stat().st_size * 2 // 3)


def test_who_writes_sets_a_damaged_library_aside_and_finds_all_again(
    indexed: Engine, home: Home, folder: Path
) -> None:
    indexed.close()
    damage(home)
    with EngineLock(home):
        again = Engine(home)
        assert "The library was damaged: it was set aside as" in again.notice
        assert again.folders() == [str(folder)]
        again.update()
        assert again.status().files["by_state"] == {"read": 15, "waiting": 0, "error": 0}
        hits = again.search(SearchRequest("how do I fix a flat tyre")).hits
        assert Path(hits[0].path).name == "bicycle-repair.pdf"
        again.close()
        sound = Engine(home)
        assert sound.notice == ""
        sound.close()


def test_what_is_kept_of_a_damaged_library_is_not_encoded_again(
    indexed: Engine, home: Home
) -> None:
    indexed.close()
    before = set(known_vectors(home, "/"))
    content = bytearray(home.library.read_bytes())
    database = Database(home.library)
    hit = (
        database.read()
        .execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'passage_text_data' AND pagetype = 'leaf'"
        )
        .get
    )
    database.close()
    content[(hit - 1) * 4096 : hit * 4096] = b"\xff" * 4096
    home.library.write_bytes(content)
    beside.mark_damaged(home.library)
    with EngineLock(home):
        again = Engine(home)
        assert "15 files could be kept" in again.notice
        assert again.status().stages["meaning"]["done"] > 0
        again.close()
    assert set(known_vectors(home, "/")) == before


def test_who_only_searches_leaves_a_damaged_library_alone(indexed: Engine, home: Home) -> None:
    indexed.close()
    damage(home)
    before = home.library.read_bytes()
    with pytest.raises(DamagedLibraryError, match="`grsearch index` sets it aside"):
        Engine(home).search(SearchRequest("tyre"))
    assert home.library.read_bytes() == before
    assert beside.set_aside(home.library) == []


def test_a_kill_leaves_a_mark_and_the_library_goes_on(
    indexed: Engine, home: Home, folder: Path
) -> None:
    indexed.close()
    script = (
        "import os, sys; from pathlib import Path;"
        "from grsearch_desktop.engine.engine import Engine;"
        "from grsearch_desktop.engine.lock import EngineLock;"
        "from grsearch_desktop.paths import Home;"
        "home = Home(Path(sys.argv[1]));"
        "EngineLock(home).__enter__(); engine = Engine(home); engine.update(until='names');"
        "os.kill(os.getpid(), 9)"
    )
    (folder / "late.txt").write_text("written late")
    done = subprocess.run([sys.executable, "-c", script, str(home.root)], check=False)
    assert done.returncode == -9
    assert not beside.ended_cleanly(home.library)
    assert any("was stopped before it could close" in finding.what for finding in examine(home))
    with EngineLock(home):
        again = Engine(home)
        assert again.notice == ""
        again.update()
        assert again.status().files["by_state"]["read"] == 16
        again.close()
    assert beside.ended_cleanly(home.library)


def findings(home: Home) -> str:
    """What doctor has to say about the home and the library, one line each."""
    return "\n".join(
        f"{'+' if finding.fine else '-'} {finding.what} > {finding.advice}"
        for finding in (*checkup._home(home), *checkup._library(home))
    )


def test_doctor_finds_nothing_in_a_sound_library(indexed: Engine, home: Home) -> None:
    indexed.close()
    said = findings(home)
    assert "The library is sound and knows 15 files." in said
    assert "\n-" not in f"\n{said}"


def test_doctor_says_that_a_damaged_library_is_built_anew_by_indexing(
    indexed: Engine, home: Home
) -> None:
    indexed.close()
    damage(home)
    said = findings(home)
    assert "is damaged" in said
    assert "Damage was met when the library was last used." in findings(home)
    assert "`grsearch index` sets it aside, keeps what can be read" in said
    with EngineLock(home):
        Engine(home).close()
    said = findings(home)
    assert "- " not in said
    assert "+ A damaged library is kept as" in said


def test_doctor_tells_of_a_lost_journal(indexed: Engine, home: Home) -> None:
    indexed.close()
    beside.mark_open(home.library)
    assert "Its journal is gone: what was done last may be missing." in findings(home)


def test_doctor_sends_who_has_a_newer_library_for_a_newer_program(
    indexed: Engine, home: Home
) -> None:
    indexed.close()
    connection = sqlite3.connect(home.library)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    said = findings(home)
    assert "newer version of GR Search" in said
    assert "Install the newest GR Search" in said


def test_doctor_sees_who_else_writes(indexed: Engine, home: Home) -> None:
    with EngineLock(home):
        assert "+ Another process is keeping the library up to date." in findings(home)
    assert "Another process" not in findings(home)


def test_doctor_tells_of_a_folder_that_is_not_there(
    indexed: Engine, home: Home, folder: Path
) -> None:
    shutil.rmtree(folder)
    indexed.update()
    assert f"- {folder} is not there. > Its files are kept; connect its drive" in findings(home)


def test_doctor_tells_of_a_disk_that_is_nearly_full(
    indexed: Engine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = shutil._ntuple_diskusage(10**12, 10**12 - 10**8, 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)
    assert "has 100 MB left. > Make some room" in findings(home)


def test_doctor_tells_of_a_home_that_can_only_be_read(
    indexed: Engine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**where: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert "can't be written: Read-only file system. > Give yourself the right" in findings(home)


def test_doctor_tells_of_a_damaged_model(home: Home, tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.onnx").write_bytes(b"half a mod")
    home.create()
    settings_file.save(home.settings, Settings(model=str(model)))
    (finding,) = checkup._model(home)
    assert not finding.fine
    assert "`grsearch models use bundled` goes back" in finding.advice
