"""A file of the hub comes whole and right, or not at all, and no byte of it twice."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import fetching, gathering, hub
from grsearch_desktop.encode.hub import HubFile
from grsearch_desktop.errors import InterruptedFetchError, ModelError
from tests.hub import COMMIT, WEIGHTS, Hub, ask_here, serving

pytest.importorskip("huggingface_hub", reason="needs the extra clip")

CONTENT = np.random.default_rng(3).bytes(3_000_000)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    from huggingface_hub import constants

    folder = tmp_path / "on the hub"
    folder.mkdir()
    (folder / WEIGHTS).write_bytes(CONTENT)
    (folder / "small.json").write_bytes(b"{}")
    monkeypatch.setattr(fetching, "PAUSE", 0.01)
    monkeypatch.setattr(constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.5)
    with serving(folder) as running:
        ask_here(monkeypatch, running)
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "here").mkdir()
    return tmp_path / "here" / "weights"


def weights() -> HubFile:
    found = hub.find("org/tiny", WEIGHTS)
    assert found is not None
    return found


def heard(target: Path) -> list[int]:
    """What is heard while the weights come."""
    came: list[int] = []
    fetching.fetch(weights(), target, came.append)
    assert target.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    return came


def test_the_hub_says_size_hash_and_commit_of_a_file(served: Hub) -> None:
    found = weights()
    assert (found.size, found.commit, len(found.etag)) == (len(CONTENT), COMMIT, 64)
    assert hub.find("org/tiny", "none.json") is None


def test_a_file_comes_whole(served: Hub, target: Path) -> None:
    came = heard(target)
    assert came == sorted(came)
    assert came[-1] == len(CONTENT)
    assert served.store.spans == [""]


def test_a_small_file_is_held_against_its_hash_too(served: Hub, target: Path) -> None:
    found = hub.find("org/tiny", "small.json")
    assert found is not None
    fetching.fetch(found, target, lambda _: None)
    assert target.read_bytes() == b"{}"
    (served.folder / "small.json").write_bytes(b"[]")
    with pytest.raises(ModelError, match="not what it should be"):
        fetching.fetch(found, target.with_name("other"), lambda _: None)


def test_a_cut_is_gone_on_with(served: Hub, target: Path) -> None:
    served.store.breaks_off = 2
    heard(target)
    assert served.store.spans == ["", "bytes=1500000-", "bytes=2250000-"]


def test_a_stall_is_gone_on_with(served: Hub, target: Path) -> None:
    served.store.stalls = True

    def came(size: int) -> None:
        served.store.stalls = False

    fetching.fetch(weights(), target, came)
    served.store.stalls = True
    target.unlink()
    served.store.spans.clear()
    seen: list[int] = []

    def half(size: int) -> None:
        seen.append(size)
        if size > 1_000_000:
            served.store.stalls = False

    fetching.fetch(weights(), target, half)
    assert target.read_bytes() == CONTENT
    assert served.store.spans == ["", "bytes=1500000-"]


def test_after_the_last_try_what_came_is_kept_for_the_next_time(served: Hub, target: Path) -> None:
    served.store.breaks_off = 1
    first = weights()

    def then_nothing(size: int) -> None:
        if size:
            served.store.errors = [503] * fetching.TRIES

    with pytest.raises(InterruptedFetchError, match=r"broke off after 1\.5 MB of 3\.0 MB"):
        fetching.fetch(first, target, then_nothing)
    assert not target.exists()
    assert fetching.fetched(first, target) == 1_500_000
    served.store.errors.clear()
    served.store.spans.clear()
    came = heard(target)
    assert came[0] == 1_500_000
    assert served.store.spans == ["bytes=1500000-"]


def test_what_came_of_another_version_is_not_gone_on_with(served: Hub, target: Path) -> None:
    served.store.breaks_off = 1
    old = weights()

    def stop(size: int) -> None:
        if size:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetching.fetch(old, target, stop)
    assert fetching.fetched(old, target)
    (served.folder / WEIGHTS).write_bytes(CONTENT[::-1])
    assert fetching.fetched(weights(), target) == 0


def test_wrong_bytes_are_thrown_away(served: Hub, target: Path) -> None:
    served.store.wrong = 1
    with pytest.raises(ModelError, match=f"sent as {WEIGHTS} of org/tiny is not what it should be"):
        fetching.fetch(weights(), target, lambda _: None)
    assert list(target.parent.iterdir()) == []
    heard(target)


def test_wrong_bytes_of_an_earlier_try_cost_one_more_fetch(served: Hub, target: Path) -> None:
    found = weights()
    part = fetching._part(found, target)
    part.write_bytes(bytes(1000))
    heard(target)
    assert served.store.spans == ["bytes=1000-", ""]


def test_a_server_that_claims_more_than_it_sends_is_asked_again(served: Hub, target: Path) -> None:
    served.store.claims = 1000
    heard(target)


def test_a_server_that_sends_more_than_the_file_is_not_believed(served: Hub, target: Path) -> None:
    served.store.adds = b"more"
    with pytest.raises(ModelError, match="not what it should be"):
        fetching.fetch(weights(), target, lambda _: None)
    assert list(target.parent.iterdir()) == []


def test_a_server_without_ranges_gives_the_whole_again(served: Hub, target: Path) -> None:
    served.store.knows_ranges = False
    served.store.breaks_off = 1
    heard(target)


def test_a_server_that_only_ever_fails_is_left_after_some_tries(served: Hub, target: Path) -> None:
    found = weights()
    served.store.errors = [500] * 100
    with pytest.raises(InterruptedFetchError, match="What came is kept"):
        fetching.fetch(found, target, lambda _: None)
    assert len(served.store.spans) == fetching.TRIES


def test_a_server_that_forbids_it_is_not_asked_again(served: Hub, target: Path) -> None:
    found = weights()
    served.store.errors = [403]
    with pytest.raises(InterruptedFetchError, match="answered with 403"):
        fetching.fetch(found, target, lambda _: None)
    assert len(served.store.spans) == 1


def test_the_token_is_told_to_the_hub_and_not_to_its_store(
    served: Hub, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    heard(target)
    assert served.tokens == {"Bearer hf_secret"}
    assert served.store.tokens == {None}


def test_the_licence_is_asked_of_the_hub(served: Hub) -> None:
    assert hub.licence("org/tiny") == "mit"
    served.licence = None
    assert hub.licence("org/tiny") == ""
    assert hub.licence("no/such/name") == ""


def test_what_another_program_fetched_is_found_below_hf_home(
    served: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants, hf_hub_download

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    assert hub.kept("org/tiny", WEIGHTS) is None
    hf_hub_download("org/tiny", WEIGHTS)
    found = hub.kept("org/tiny", WEIGHTS)
    assert found is not None
    assert found.read_bytes() == CONTENT


def test_weights_other_than_those_of_the_catalogue_are_not_fetched(served: Hub) -> None:
    with pytest.raises(ModelError, match="other weights than those that were looked at"):
        gathering._weights("org/tiny", gathering.WEIGHTS, "0" * 64)
    assert served.store.spans == []
