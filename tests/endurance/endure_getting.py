"""The getting of models once more, with programs that are ended and other ways to the hub."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import folder, getting, models
from grsearch_desktop.errors import InterruptedFetchError, ModelError
from tests.encode import test_getting
from tests.encode.test_getting import TINY, gets, stalled, until
from tests.hub import WEIGHTS, Hub

saved, served = test_getting.saved, test_getting.served


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT])
def test_a_program_that_is_ended_leaves_what_the_next_one_goes_on_with(
    served: Hub, tmp_path: Path, ended_by: signal.Signals
) -> None:
    """As a person has it: a power cut, and Ctrl-C, which a terminal sends the child too."""
    at = tmp_path / "models"
    served.store.stalls = True
    code = (
        "import sys; from pathlib import Path; from grsearch_desktop.encode import models; "
        "models.get(sys.argv[1], Path(sys.argv[2]), print)"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, TINY, str(at)],
        env=os.environ,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    assert served.store.stalled.wait(120)
    until(lambda: getting.fetched_in_part(at).get(TINY, 0) > 100_000)
    if ended_by == signal.SIGINT:
        os.killpg(program.pid, ended_by)
    else:
        program.send_signal(ended_by)
    program.wait()
    served.store.stalls = False
    until(lambda: gets(at))
    assert served.store.spans[0] == ""
    assert re.fullmatch(r"bytes=\d+-", served.store.spans[-1])


def test_two_do_not_fetch_the_same_model_at_once(served: Hub, tmp_path: Path) -> None:
    at = tmp_path / "models"
    with stalled(served, at) as way:
        with pytest.raises(InterruptedFetchError, match="is being fetched already"):
            models.get(TINY, at, lambda _: None)
        way.stop()
    assert getting.fetched_in_part(at)[TINY] > 100_000


def test_what_lies_below_hf_home_is_not_fetched_again(served: Hub, tmp_path: Path) -> None:
    code = "import sys; from huggingface_hub import hf_hub_download as d; d(*sys.argv[1:])"
    quiet = {**os.environ, "HF_HUB_DISABLE_XET": "1"}
    subprocess.run([sys.executable, "-c", code, "org/tiny", WEIGHTS], check=True, env=quiet)
    assert len(served.store.spans) == 1
    name = models.get(TINY, tmp_path / "models", lambda _: None)
    assert len(served.store.spans) == 1
    encoder = models.load(name, tmp_path / "models", threads=1)
    assert np.isfinite(encoder.encode_texts(["a dog"])).all()


def test_a_proxy_is_gone_through(
    served: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that only the proxy knows: it is asked for whole addresses, and answers for it."""
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    monkeypatch.setenv("http_proxy", served.address)
    for name in ("NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    # Where the hub keeps its large files is reached without.
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    name = models.get(TINY, tmp_path / "models", lambda _: None)
    assert folder.read(tmp_path / "models" / name).source == TINY


def test_weights_of_a_name_of_the_catalogue_come_from_its_repository(
    served: Hub, tmp_path: Path
) -> None:
    """The hub has other weights under this name, too few: open_clip says so, after the fetch."""
    served.repository = "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K"
    notes: list[str] = []
    with pytest.raises(ModelError, match="can't be loaded"):
        models.get(
            "ViT-B-32/datacomp_xl_s13b_b90k", tmp_path / "models", lambda _: None, notes.append
        )
    assert notes[0].startswith("Licence: MIT; 127.0.0.1 says mit (http")
    assert list((tmp_path / "models").iterdir()) == []
