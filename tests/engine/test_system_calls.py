"""What an engine and its readers ask of the system, from the first folder to the last search."""

import shutil
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from tests.engine.system_calls import Calls, may_not_look, traced_engine
from tests.engine.test_service import idle, until


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_an_engine_at_work_changes_no_file_of_the_person_and_opens_no_socket_but_its_own(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    home.create()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    trace = tmp_path / "trace"
    if why := may_not_look():
        pytest.skip(f"strace may not look: {why}")
    with traced_engine(home, trace), Client(home) as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 16 and idle(client))
        hits = client.search(SearchRequest("how do I fix a flat tyre")).hits
        photo = str(folder / "photos" / "IMG_1042.jpg")
        assert client.search(SearchRequest("", image=photo)).hits
        assert client.thumbnail(hits[0].item_id)
        assert client.page_image(hits[0].path, hits[0].page, 400).jpeg
        (folder / "notes" / "lemon-tart.md").rename(folder / "lemon.md")
        until(lambda: client.search(SearchRequest("name:lemon.md")).hits)
        client.forget([str(folder)])
        client.stop()
    calls = Calls.read(trace)
    assert len(calls.opened(folder)) > 16, "the test sees what is read"
    assert calls.opened_to_write(folder) == []
    assert calls.changing(folder) == []
    assert calls.changing(home.root)
    assert set(calls.sockets()) == {"AF_UNIX"}
