"""A library that is cut at twenty places, and one that another program holds for a minute.

The other faults (full disk, lost journal, home that can only be read, clock set back) are quick:
tests/engine/test_faults.py. GRSEARCH_CUTS: another number of places.
"""

import os
import random
import shutil
import sqlite3
import time
from pathlib import Path

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home, resources
from grsearch_desktop.store import beside
from grsearch_desktop.store.database import Database
from tests.endurance.conftest import Note
from tests.endurance.running import RunningEngine
from tests.engine.holdings import differences, holdings
from tests.engine.test_service import until
from tests.test_cli import Program

CUTS = int(os.environ.get("GRSEARCH_CUTS", "20"))
HELD = 60.0
"""Seconds for which another program writes."""
QUERIES = ("how do I fix a flat tyre", "sailing boat at sunset", '"flat tyre"', "type:image")


def answers(program: Program) -> list[list[str]]:
    return [[hit["path"] for hit in program.json("search", query)["hits"]] for query in QUERIES]


def test_a_library_cut_at_any_place_is_set_aside_and_comes_to_hold_what_it_held(
    tmp_path: Path, shared_data: Path, note: Note, seed: int
) -> None:
    whole = Home(tmp_path / "whole")
    photos = tmp_path / "photos"
    photos.mkdir()
    for photo in sorted((shared_data / "everyday").glob("*.jpg"))[:60]:
        shutil.copy(photo, photos)
    Program(whole.root).run("index", str(resources() / "sample"), str(photos))
    expected, found = holdings(whole), answers(Program(whole.root))
    size = whole.library.stat().st_size
    chance = random.Random(seed)
    kept = []
    for number in range(CUTS):
        home = Home(tmp_path / f"cut-{number}")
        shutil.copytree(whole.root, home.root)
        place = chance.randrange(size)
        os.truncate(home.library, place)
        program = Program(home.root)
        told = program.run("index").stderr
        assert "set aside" in told or "is lost" in told or place == 0, told
        assert "Traceback" not in told
        assert differences(holdings(home), expected) == [], f"cut at byte {place}"
        assert answers(program) == found
        database = Database(home.library)
        assert database.integrity() == "ok"
        database.close()
        assert len(beside.set_aside(home.library)) == 1
        kept.append(place)
        shutil.rmtree(home.root)
    note("bytes of the library", size)
    note("cut at", sorted(kept))


def test_an_engine_outlasts_a_minute_in_which_another_program_writes(
    tmp_path: Path, note: Note
) -> None:
    home = Home(tmp_path / "home")
    home.create()
    folder = tmp_path / "files"
    shutil.copytree(resources() / "sample", folder)
    engine = RunningEngine(home)
    try:
        engine.index([folder])
        engine.rest()
        other = sqlite3.connect(home.library)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with Client(home) as client:
            (folder / "quokka.txt").write_text("A quokka smiles at the camera.")
            until(lambda: "Another program is writing" in " ".join(client.status().notices), HELD)
            searches = 0
            while time.monotonic() - begun < HELD:
                assert client.search(SearchRequest("how do I fix a flat tyre")).hits
                searches += 1
                time.sleep(0.2)
            assert not client.search(SearchRequest('"quokka smiles"')).hits
            other.rollback()
            other.close()
            let_go = time.monotonic()
            until(lambda: client.search(SearchRequest('"quokka smiles"')).hits)
            note("searches meanwhile", searches)
            note("found after it, s", round(time.monotonic() - let_go, 1))
            until(lambda: not client.status().notices)
    finally:
        engine.stop()
