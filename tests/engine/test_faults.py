"""What happens to a library when the machine fails it: told plainly, nothing lost that was kept.

The real program, on real disks. The long forms are in tests/endurance/endure_faults.py.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine import pause
from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError, NoRoomError, SettingsError
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from grsearch_desktop.store import beside, database
from grsearch_desktop.store.database import Database
from tests.endurance.running import RunningEngine
from tests.engine.small_disk import SmallDisk
from tests.engine.test_service import client as client  # a fixture
from tests.engine.test_service import idle, until
from tests.test_cli import Program

MB = 10**6
FULL = "is full; please make room"
YEARS = 365 * 86_400
"""Seconds of one."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    try:
        made = SmallDisk(tmp_path / "disk", 40 * MB)
    except (PermissionError, FileNotFoundError) as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    yield made
    made.close()


@pytest.fixture
def program(disk: SmallDisk) -> Program:
    return Program(disk.root / "home")


def integrity(program: Program) -> str:
    """As SQLite itself sees it."""
    connection = sqlite3.connect(f"file:{program.home / 'library.db'}?mode=ro", uri=True)
    try:
        return str(connection.execute("PRAGMA quick_check").fetchone()[0])
    finally:
        connection.close()


def drafts(home: Path) -> list[str]:
    """What is half written."""
    return [path.name for path in home.rglob("*") if path.name.endswith((".new", ".part"))]


def doctor(program: Program) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "grsearch_desktop.cli", "doctor", "--home", str(program.home)],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "300"},
    )
    assert "Traceback" not in done.stderr
    return done.stdout


def finds(program: Program, query: str, name: str) -> bool:
    hits = program.json("search", query)["hits"]
    return name in {Path(hit["path"]).name for hit in hits}


def test_indexing_on_a_full_disk_says_so_and_goes_on_when_there_is_room(
    disk: SmallDisk, program: Program, folder: Path
) -> None:
    disk.resize(1_200_000)
    assert FULL in program.run("index", str(folder), code=1).stderr
    assert drafts(program.home) == []
    assert finds(program, "bicycle-repair", "bicycle-repair.pdf"), "what was done is found"
    assert "has 0 MB left" in doctor(program) or "has 1 MB left" in doctor(program)
    disk.resize(40 * MB)
    program.run("index", str(folder))
    assert program.json("status")["files"]["by_state"]["read"] == 15
    assert integrity(program) == "ok"


def test_a_disk_without_any_room_makes_no_half_library(
    disk: SmallDisk, program: Program, folder: Path
) -> None:
    disk.fill()
    assert FULL in program.run("index", str(folder), code=1).stderr
    disk.make_room()
    program.run("index", str(folder))
    assert program.json("status")["files"]["by_state"]["read"] == 15


def test_forgetting_on_a_full_disk_is_done_or_told(
    disk: SmallDisk, program: Program, folder: Path
) -> None:
    program.run("index", str(folder))
    disk.fill()
    assert FULL in program.run("forget", str(folder), code=1).stderr
    assert finds(program, "bicycle-repair", "bicycle-repair.pdf"), "it is not half gone"
    disk.make_room()
    assert "15 files taken out" in program.run("forget", str(folder)).stdout
    assert b"bicycle" not in (program.home / "library.db").read_bytes()


def test_settings_and_a_pause_that_a_full_disk_refuses_stay_as_they_were(
    disk: SmallDisk, program: Program
) -> None:
    home = Home(program.home)
    home.create()
    settings_file.save(home.settings, Settings(ignore=("*.bak",)))
    pause.keep(home, pause.Pause())
    disk.fill()
    assert "No space left" in program.run("models", "use", "bundled", code=1).stderr
    with pytest.raises(SettingsError, match="can't be written"):
        settings_file.save(home.settings, Settings(hidden=True))
    with pytest.raises(NoRoomError, match="can't be kept"):
        pause.keep(home, pause.Pause(time.time() + 60))
    assert settings_file.load(home.settings) == Settings(ignore=("*.bak",))
    assert pause.load(home) == pause.Pause()
    assert drafts(program.home) == []


def test_a_backup_that_a_full_disk_refuses_leaves_nothing_and_the_library_as_it_was(
    disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = disk.root / "library.db"
    made = Database(path)
    with made.write() as connection:
        connection.execute("INSERT INTO folder (path, added_at) VALUES (zeroblob(2000000), 0)")
    made.close()
    script = tmp_path / "next.sql"
    script.write_text("ALTER TABLE file ADD COLUMN stars INTEGER;")
    monkeypatch.setattr(database, "_MIGRATIONS", (*database._MIGRATIONS, str(script)))
    disk.fill(but=MB)
    with pytest.raises(NoRoomError, match="full"):
        Database(path)
    assert not list(disk.root.glob("library.db.before-*"))
    disk.make_room()
    migrated = Database(path)
    assert migrated.read().execute("SELECT count(stars), count(*) FROM file").get == (0, 0)
    migrated.close()
    assert len(beside.backups(path)) == 1


@pytest.mark.parametrize("closed", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_home_that_can_only_be_read_is_searched_and_left_alone(
    disk: SmallDisk, program: Program, folder: Path, closed: bool
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    program.run("index", str(folder))
    if not closed:
        engine = RunningEngine(Home(program.home))
        engine.kill()
        assert not beside.ended_cleanly(program.home / "library.db")
        assert not beside.log_is_lost(program.home / "library.db")
    disk.only_read()
    assert finds(program, "how do I fix a flat tyre", "bicycle-repair.pdf")
    assert program.json("status")["files"]["total"] == 16
    assert [Path(e["path"]).name for e in program.json("errors")["errors"]] == ["broken.pdf"]
    lemon = str(folder / "notes" / "lemon-tart.md")
    assert json.loads(program.run("similar", lemon, "--json").stdout)["hits"]
    for refused in (
        ("index", str(folder)),
        ("forget", str(folder)),
        ("models", "use", "bundled"),
        ("watch",),
    ):
        said = program.run(*refused, code=1).stderr.strip()
        assert "can't be written" in said
        assert len(said.splitlines()) == 1
        assert "should not have" not in said
    said = doctor(program)
    assert "can't be written: Read-only file system" in said
    assert "is sound and knows 16 files" in said
    with pytest.raises(EngineUnreachableError, match="can't be written: Read-only file system"):
        connect_or_start(Home(program.home))
    disk.only_read(False)
    program.run("index")


def test_a_library_without_a_journal_where_nothing_can_be_written_is_told_of(
    disk: SmallDisk, program: Program, folder: Path
) -> None:
    program.run("index", str(folder))
    RunningEngine(Home(program.home)).kill()
    (program.home / "library.db-wal").write_bytes(b"x" * 5000)
    (program.home / "library.db-shm").unlink()
    disk.only_read()
    assert "was not closed, and can't be put in order" in program.run("status", code=1).stderr


def test_indexing_waits_for_another_program_that_writes_and_says_so(
    folder: Path, home: Home
) -> None:
    program = Program(home.root)
    program.run("index", str(folder), "--until", "names")
    other = sqlite3.connect(home.library)
    other.execute("BEGIN IMMEDIATE")
    waiting = subprocess.Popen(
        [sys.executable, "-m", "grsearch_desktop.cli", "index", "--home", str(home.root)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert waiting.stderr
    said = waiting.stderr.readline()
    assert "Another program is writing to the library" in said
    assert finds(program, "bicycle-repair", "bicycle-repair.pdf"), "who reads need not wait"
    other.rollback()
    other.close()
    out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert "15 of 15 files" in out


def test_an_engine_waits_for_another_program_that_writes_and_says_so(
    client: Client, folder: Path, home: Home
) -> None:
    client.index([str(folder)])
    until(lambda: client.status().files["total"] == 15 and idle(client))
    other = sqlite3.connect(home.library)
    other.execute("BEGIN IMMEDIATE")
    (folder / "quokka.txt").write_text("A quokka smiles at the camera.")
    until(lambda: "Another program is writing" in " ".join(client.status().notices))
    assert "Another program is writing" in client.progress().waits
    assert client.search(SearchRequest("tyre")).hits
    other.rollback()
    other.close()
    until(lambda: client.search(SearchRequest('"quokka smiles"')).hits)
    until(lambda: not client.status().notices)


@pytest.mark.parametrize("share", [0.1, pytest.param(0.8, marks=pytest.mark.slow)])
def test_a_library_cut_short_is_set_aside_rebuilt_and_searched(
    folder: Path, home: Home, share: float
) -> None:
    program = Program(home.root)
    program.run("index", str(folder))
    os.truncate(home.library, int(home.library.stat().st_size * share))
    assert "is damaged; `grsearch index`" in program.run("search", "tyre", code=1).stderr
    assert "sets it aside, keeps what can be read" in doctor(program)
    assert "it was set aside as" in program.run("index").stderr
    assert len(beside.set_aside(home.library)) == 1
    assert program.json("status")["files"]["by_state"] == {"read": 15, "waiting": 0, "error": 0}
    assert finds(program, "how do I fix a flat tyre", "bicycle-repair.pdf")


def test_a_journal_that_is_lost_after_a_kill_costs_only_what_it_held(
    folder: Path, home: Home
) -> None:
    program = Program(home.root)
    program.run("index", str(folder))
    engine = RunningEngine(home)
    (folder / "quokka.txt").write_text("A quokka smiles at the camera.")
    with Client(home) as asked:
        until(lambda: asked.search(SearchRequest('"quokka smiles"')).hits)
    engine.kill()
    for journal in beside.JOURNALS:
        Path(f"{home.library}{journal}").unlink()
    assert "Its journal is gone: what was done last may be missing" in doctor(program)
    assert "its journal is gone: it was looked through and is sound" in program.run("index").stderr
    assert program.json("status")["files"]["by_state"]["read"] == 16
    assert finds(program, '"quokka smiles"', "quokka.txt")


def test_no_time_of_a_file_keeps_it_from_being_read(
    disk: SmallDisk, engine: Engine, tmp_path: Path
) -> None:
    """This disk tells any time, also those that no library can keep."""
    folder = disk.root / "files"
    folder.mkdir()
    times = (-(10**20), -(10**18), -1, 0, 1, time.time_ns() + YEARS * 10**10, 10**20)
    for number, at in enumerate(times):
        note = folder / f"note{number}.txt"
        note.write_text(f"the lantern number{number} in the chapel")
        os.utime(note, ns=(at, at))
    engine.add([str(folder)])
    for _ in range(2):
        changes = engine.update()
        assert engine.status().files["by_state"] == {"read": len(times), "waiting": 0, "error": 0}
    assert changes.changed == 0, "a look again finds them as they were"
    (folder / "note0.txt").write_text("now a wombat in the chapel")
    assert engine.update().changed == 1
    assert engine.search(SearchRequest('"wombat"', copies=True)).hits
    printed = Program(engine.home.root).run("search", "lantern", "--limit", "10").stdout
    assert printed.count(".txt") >= len(times) - 1


def test_a_clock_that_was_set_back_has_nothing_wait_for_years(engine: Engine, folder: Path) -> None:
    """All that the library knows a time of was noted in what is now the future."""
    locked = folder / "notes" / "brittany.md"
    engine.add([str(folder)])
    engine.update()
    with engine._library.database.write() as connection:
        connection.execute(
            "UPDATE file SET used_ns = used_ns + ?1, error_at = unixepoch() + ?2",
            (9 * YEARS * 10**9, 9 * YEARS),
        )
        connection.execute("UPDATE folder SET added_at = added_at + ?", (9 * YEARS,))
        connection.execute(
            "UPDATE file SET state = 'error', error = 'It is locked.', may_pass = 1, tries = 3"
            " WHERE path = ?",
            (os.fsencode(locked),),
        )
    engine.update()
    assert engine.errors() == ()
    (folder / "late.txt").write_text("a wombat in the chapel")
    shutil.copy(folder / "late.txt", folder / "later.txt")
    engine.update()
    assert len(engine.search(SearchRequest('"wombat"', copies=True)).hits) == 2
