"""What an engine asks of the system while it reads real papers and photos and a person uses it.

GRSEARCH_TRACED_FOLDER: another folder of documents. GRSEARCH_TRACED_PHOTOS: how many photos.
"""

import os
import shutil
import time
from itertools import islice
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.endurance.conftest import Note
from tests.engine.system_calls import Calls, may_not_look, traced_engine
from tests.engine.test_service import idle, until

PHOTOS = int(os.environ.get("GRSEARCH_TRACED_PHOTOS", "50"))
LIMIT = 3600.0
"""Seconds."""


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_nothing_of_the_person_is_opened_to_write_and_no_socket_but_local_ones(
    tmp_path: Path, shared_data: Path, note: Note
) -> None:
    if why := may_not_look():
        pytest.skip(f"strace may not look: {why}")
    home = Home(tmp_path / "home")
    home.create()
    given = os.environ.get("GRSEARCH_TRACED_FOLDER")
    papers = Path(given).resolve() if given else shared_data / "papers" / "distributed_systems"
    photos = tmp_path / "photos"
    photos.mkdir()
    for photo in islice(sorted((shared_data / "photos").glob("*.jpg")), PHOTOS):
        shutil.copy2(photo, photos)
    begun = time.monotonic()
    with traced_engine(home, tmp_path / "trace"), Client(home) as client:
        client.index([str(papers), str(photos)])
        until(lambda: client.status().files["total"] > PHOTOS and idle(client), LIMIT)
        note("seconds until all was read, under strace", round(time.monotonic() - begun))
        note("items", client.status().items)
        drawn, seen = _look_about(client, photos)
        note("thumbnails, pages and pictures drawn", f"{seen}, {drawn}")
        until(lambda: client.library_map(True).done, LIMIT)
        note("points on the library map", len(client.library_map(True).points))
        client.forget([str(papers), str(photos)])
        client.stop()
    calls = Calls.read(tmp_path / "trace")
    for folder in (papers, photos):
        note(
            f"{folder.name}: opened, to write, otherwise changed",
            [
                len(calls.opened(folder)),
                len(calls.opened_to_write(folder)),
                len(calls.changing(folder)),
            ],
        )
        assert len(calls.opened(folder)) > 20, "the test sees what is read"
        assert calls.opened_to_write(folder) == []
        assert calls.changing(folder) == []
    note("sockets", dict(calls.sockets()))
    assert set(calls.sockets()) == {"AF_UNIX"}


def _look_about(client: Client, photos: Path) -> tuple[int, int]:
    """Searches, and looks at what is found; gives how many pages were drawn and small pictures
    seen."""
    drawn = seen = 0
    photo = str(next(photos.iterdir()))
    for request in (
        SearchRequest("how do replicas agree on an order"),
        SearchRequest("type:image"),
        SearchRequest("", image=photo),
        SearchRequest("", similar=photo),
    ):
        hits = client.search(request).hits
        assert hits
        for hit in hits:
            try:
                drawn += bool(client.page_image(hit.path, hit.page, 800, request.query).jpeg)
            except EngineError:  # a file that can't be drawn
                continue
            seen += bool(hit.item_id and client.thumbnail(hit.item_id))
    return drawn, seen
