from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.errors import FetchError, NoRoomError
from grsearch_desktop.evaluate.sets import fetching
from tests.evaluate.sets.web import Web, serving

CONTENT = np.random.default_rng(1).bytes(700_000)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "set.zip").write_bytes(CONTENT)
    with serving(tmp_path / "web") as web:
        yield web


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "here" / "set.zip"


def test_a_file_comes_whole_and_its_size_is_known_before(web: Web, target: Path) -> None:
    assert fetching.size(f"{web.address}/set.zip") == len(CONTENT)
    heard: list[int] = []
    fetching.fetch(f"{web.address}/set.zip", target, heard.append)
    assert target.read_bytes() == CONTENT
    assert heard == sorted(heard) and heard[-1] == len(CONTENT) and len(heard) > 1
    assert [path.name for path in target.parent.iterdir()] == ["set.zip"]


def test_what_is_here_is_not_asked_for(web: Web, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"here")
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == b"here" and not web.asked


def test_an_answer_that_breaks_off_is_gone_on_with(web: Web, target: Path) -> None:
    web.breaks_off = 2
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == CONTENT
    assert [span for _, span in web.asked] == ["bytes=0-", "bytes=350000-", "bytes=525000-"]


def test_what_an_interrupted_run_had_is_not_fetched_again(web: Web, target: Path) -> None:
    def interrupt(here: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetching.fetch(f"{web.address}/set.zip", target, interrupt)
    assert not target.exists()
    (part,) = target.parent.iterdir()
    came = part.stat().st_size
    assert 0 < came < len(CONTENT)
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == CONTENT
    assert web.asked[-1][1] == f"bytes={came}-"


def test_a_server_that_knows_no_parts_gives_the_whole_again(web: Web, target: Path) -> None:
    web.knows_ranges = False
    assert fetching.size(f"{web.address}/set.zip") == len(CONTENT)
    web.breaks_off = 1
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == CONTENT


def test_a_file_that_became_shorter_is_begun_anew(web: Web, target: Path) -> None:
    target.parent.mkdir()
    target.with_name("set.zip.part").write_bytes(b"x" * (len(CONTENT) + 5))
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == CONTENT


def test_a_server_that_is_busy_is_asked_again_and_one_that_says_no_is_not(
    web: Web, target: Path
) -> None:
    web.errors = [503, 429]
    fetching.fetch(f"{web.address}/set.zip", target)
    assert target.read_bytes() == CONTENT
    web.asked.clear()
    with pytest.raises(FetchError, match="There is nothing at"):
        fetching.fetch(f"{web.address}/gone.zip", target.with_name("gone.zip"))
    web.errors = [403]
    with pytest.raises(FetchError, match="answers 403"):
        fetching.fetch(f"{web.address}/set.zip", target.with_name("other.zip"))
    assert len(web.asked) == 2


def test_a_server_that_always_breaks_off_is_left_after_some_tries(
    web: Web, target: Path, tmp_path: Path
) -> None:
    (tmp_path / "web/two.zip").write_bytes(b"ab")
    web.breaks_off = 100
    web.errors = [500] * 100
    with pytest.raises(FetchError, match="answers 500"):
        fetching.fetch(f"{web.address}/two.zip", target)
    assert 1 < len(web.asked) < 10
    assert not target.exists()


def test_what_is_larger_than_it_may_be_is_refused(web: Web, target: Path) -> None:
    for web.knows_ranges in (True, False):
        with pytest.raises(FetchError, match="larger than it may be"):
            fetching.fetch(f"{web.address}/set.zip", target, most=1000)
    assert not target.exists()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:9/set.zip", "127.0.0.1 can't be reached; please check"),
        ("file:///etc/passwd", "no address on the web"),
        ("http://", "no address on the web"),
        ("http://[broken/set.zip", "could not be fetched"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_a_sentence(
    target: Path, address: str, told: str
) -> None:
    for attempt in (lambda: fetching.size(address), lambda: fetching.fetch(address, target)):
        with pytest.raises(FetchError, match=told) as caught:
            attempt()
        assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_told(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NoRoomError, match="can't be written"):
        fetching.fetch(f"{web.address}/set.zip", tmp_path / "file" / "set.zip")
