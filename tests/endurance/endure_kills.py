"""`kill -9` of an engine or of one of its readers, 20 times while it reads papers and photos.

GRSEARCH_KILLS: another number. GRSEARCH_KILLED_FOLDERS: other folders, separated as in PATH. The
library must come to hold what an undisturbed one holds, and answer alike.
"""

import os
import random
import time
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from tests.benchmarks import questions
from tests.endurance.conftest import Note
from tests.endurance.running import RunningEngine
from tests.engine.holdings import differences, holdings

KILLS = int(os.environ.get("GRSEARCH_KILLS", "20"))
ALIKE = 1e-3
"""Two scores that differ less are the same: batches of another size round differently."""

Answer = list[tuple[str, float]]


def answers(home: Home) -> list[Answer]:
    texts = [asked.text for name in ("papers", "photos") for asked in questions.read(name)]
    with Client(home) as client:
        return [
            [(hit.path, hit.score) for hit in client.search(SearchRequest(text, 10)).hits]
            for text in texts
        ]


def alike(one: Answer, other: Answer) -> bool:
    """The same scores in the same order; files of one score may change places."""
    return len(one) == len(other) and all(
        abs(mine - theirs) < ALIKE for (_, mine), (_, theirs) in zip(one, other, strict=True)
    )


def integrity(home: Home) -> str:
    """Opens the library as the program does: what a kill left in the write-ahead log counts."""
    database = Database(home.library)
    try:
        return database.integrity()
    finally:
        database.close()


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_a_library_that_twenty_kills_went_through_is_that_of_an_undisturbed_run(
    tmp_path: Path, shared_data: Path, note: Note, seed: int
) -> None:
    given = os.environ.get("GRSEARCH_KILLED_FOLDERS")
    folders = (
        [Path(folder).resolve() for folder in given.split(os.pathsep)]
        if given
        else [shared_data / "papers", shared_data / "photos"]
    )
    undisturbed, disturbed = Home(tmp_path / "undisturbed"), Home(tmp_path / "disturbed")
    undisturbed.create()
    disturbed.create()
    engine = RunningEngine(undisturbed)
    begun = time.monotonic()
    engine.index(folders)
    note("items of the undisturbed run", engine.rest().items)
    whole = time.monotonic() - begun
    note("it took s", round(whole))
    expected, expected_answers = holdings(undisturbed), answers(undisturbed)
    engine.stop()

    chance = random.Random(seed)
    engine = RunningEngine(disturbed)
    engine.index(folders)
    killed = {"engine": 0, "reader": 0}
    while sum(killed.values()) < KILLS:
        time.sleep(chance.uniform(0.1, 0.8 * whole / KILLS))
        assert not engine.is_at_rest(), "it was done before the last kill"
        if chance.random() < 0.5 and (readers := engine.readers()):
            chance.choice(readers).kill()
            killed["reader"] += 1
            continue
        assert engine.kill() == [], "readers outlived their engine"
        killed["engine"] += 1
        assert integrity(disturbed) == "ok"
        engine.start()
    note("kills", killed)
    begun = time.monotonic()
    engine.rest()
    note("rest of the work, s", round(time.monotonic() - begun))
    found, found_answers = holdings(disturbed), answers(disturbed)
    engine.stop()
    assert integrity(disturbed) == "ok"
    unlike = differences(found, expected)
    note("files that differ", f"{len(unlike)} of {len(expected)}")
    wrong = sum(
        not alike(one, other) for one, other in zip(found_answers, expected_answers, strict=True)
    )
    note("answers that differ", f"{wrong} of {len(expected_answers)}")
    assert unlike == []
    assert wrong == 0
