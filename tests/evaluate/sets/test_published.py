import io
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.errors import FetchError, MissingExtraError, UsageError
from grsearch_desktop.evaluate.sets import loading, published
from tests.evaluate.planted import write_rows, write_set
from tests.evaluate.sets.test_beir import write_beir
from tests.evaluate.sets.web import Web, serving

BEIR = "thakur/BEIR/datasets"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The hub and BEIR's server, with one set each."""
    root = tmp_path / "web"
    write_beir(root / "nfcorpus")
    (root / BEIR).mkdir(parents=True)
    shutil.make_archive(str(root / BEIR / "nfcorpus"), "zip", root, "nfcorpus")
    with serving(root) as web:
        monkeypatch.setenv("HF_ENDPOINT", web.address)
        monkeypatch.setattr(published, "_BEIR", f"{web.address}/{BEIR}/{{0}}.zip")
        yield web


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def known(name: str) -> published.Published:
    found = published.named(name)
    assert found
    return found


def put_on_hub(web: Web) -> None:
    """MSCOCO as it is published: rows in one repository, judgements in another."""
    pytest.importorskip("pyarrow", reason="needs the extra evaluate")
    from tests.evaluate.test_mixbench_published import published as laid_out

    made = laid_out(web.folder / "made")
    files = {
        "queries.parquet": made / "query-00000-of-00001.parquet",
        "mixed_corpus.parquet": made / "mixed_corpus-00000-of-00002.parquet",
        "qrels/qrels.tsv": web.folder / "made/source/qrels.tsv",
    }
    for (repository, revision), names in (
        (published._MIXBENCH_ROWS, ("queries.parquet", "mixed_corpus.parquet")),
        (published._MIXBENCH_JUDGEMENTS, ("qrels/qrels.tsv",)),
    ):
        for name in names:
            place = web.folder / f"datasets/{repository}/resolve/{revision}/MSCOCO/{name}"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(files[name], place)


def test_a_set_of_beir_is_fetched_and_unpacked(web: Web, cache: Path) -> None:
    found = known("beir/NFCorpus")
    total = published.size(found)
    heard: list[tuple[int, int | None]] = []
    place = published.fetch(found, cache, total, lambda *told: heard.append(told))
    assert heard[-1] == (total, total)
    assert place == cache / "sets/beir/nfcorpus"
    assert loading.load(place, cache).name == "nfcorpus"
    assert [path.name for path in place.parent.iterdir()] == ["nfcorpus"]
    assert not list(place.rglob("*.zip"))


def test_a_set_of_mixbench_is_fetched_from_both_its_releases(web: Web, cache: Path) -> None:
    put_on_hub(web)
    found = known("mixbench/mscoco")
    place = published.fetch(found, cache, published.size(found))
    assert sorted(path.name for path in place.iterdir()) == [
        "mixed_corpus.parquet",
        "qrels.tsv",
        "queries.parquet",
    ]
    dataset = loading.load(loading.place_of("mixbench/MSCOCO", cache), cache)
    assert (dataset.name, len(dataset.queries)) == ("MSCOCO", 9)
    requests = len(web.asked)
    assert published.fetch(found, cache) == place
    assert len(web.asked) == requests


def test_half_a_set_is_not_used_and_the_rest_comes_later(web: Web, cache: Path) -> None:
    put_on_hub(web)
    found = known("mixbench/MSCOCO")

    def interrupt(here: int, total: int | None) -> None:
        if (found.place(cache).with_name(".MSCOCO.unfinished") / "queries.parquet").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        published.fetch(found, cache, None, interrupt)
    with pytest.raises(UsageError, match="is not here yet"):
        loading.place_of("mixbench/MSCOCO", cache)
    web.asked.clear()
    published.fetch(found, cache)
    assert not any(path.endswith("queries.parquet") for path, _ in web.asked)
    assert loading.place_of("mixbench/MSCOCO", cache).is_dir()


def test_an_archive_puts_nothing_outside_and_only_what_belongs_to_the_form(
    web: Web, cache: Path
) -> None:
    archive = web.folder / BEIR / "scifact.zip"
    with zipfile.ZipFile(archive, "w") as hostile:
        for name in ("../../corpus.jsonl", "/queries.jsonl", "x/../../qrels/test.tsv"):
            hostile.writestr(name, "{}")
        hostile.writestr("scifact/run.sh", "#!/bin/sh")
        hostile.writestr("../outside.txt", "outside")
    place = published.fetch(known("beir/scifact"), cache)
    files = sorted(
        path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file()
    )
    below = place.relative_to(cache).as_posix()
    assert files == [
        f"{below}/{name}" for name in ("corpus.jsonl", "qrels/test.tsv", "queries.jsonl")
    ]


def test_a_damaged_archive_is_told_and_fetched_again(web: Web, cache: Path) -> None:
    archive = web.folder / BEIR / "nfcorpus.zip"
    whole = archive.read_bytes()
    within = whole.index(b"corpus.jsonl") + 30
    for damaged in (whole[:-40], b"no archive", whole[:within] + b"?" + whole[within + 1 :]):
        archive.write_bytes(damaged)
        with pytest.raises(FetchError, match=r"nfcorpus.zip came damaged"):
            published.fetch(known("beir/nfcorpus"), cache)
        assert not known("beir/nfcorpus").place(cache).exists()
    archive.write_bytes(whole)
    assert published.fetch(known("beir/nfcorpus"), cache).is_dir()


def test_an_archive_that_unpacks_without_end_is_refused(
    web: Web, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "_MOST_UNPACKED", 1000)
    with zipfile.ZipFile(web.folder / BEIR / "fiqa.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("fiqa/corpus.jsonl", " " * 10_000_000)
    with pytest.raises(FetchError, match="unpacks to more"):
        published.fetch(known("beir/fiqa"), cache)
    with zipfile.ZipFile(web.folder / BEIR / "arguana.zip", "w") as other:
        other.writestr("arguana/readme.txt", "nothing else")
    with pytest.raises(FetchError, match="does not hold a set in BEIR's form"):
        published.fetch(known("beir/arguana"), cache)


def test_pictures_with_addresses_are_fetched_and_those_that_fail_counted(
    web: Web, cache: Path
) -> None:
    folder = write_set(web.folder / "WIT", 3)
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    (web.folder / "a red.png").write_bytes(drawn.getvalue())
    rows = [
        {"corpus_id": "d0", "text": "", "image": f"{web.address}/a red.png"},
        {"corpus_id": "d1", "text": "words", "image": f"{web.address}/gone.png"},
        {"corpus_id": "d2", "text": "words", "image": "pictures/2.png"},
        {"corpus_id": "d3", "text": "", "image": f"{web.address}/a red.png"},
    ]
    write_rows(folder / "mixed_corpus.jsonl", rows)
    heard: list[tuple[int, int]] = []
    failed = published.fetch_pictures(folder, cache / "pictures", lambda *told: heard.append(told))
    assert (failed, heard) == (1, [(1, 2), (2, 2)])
    dataset = loading.load(folder, cache)
    assert [bool(one.image) for one in dataset.documents] == [True, False, True, True]
    assert dataset.missing_pictures == 1
    web.asked.clear()
    assert published.fetch_pictures(folder, cache / "pictures") == 1
    assert [path for path, _ in web.asked] == ["/gone.png"]


def test_nothing_is_fetched_that_could_not_be_read(
    web: Web, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"grsearch-desktop\[evaluate\]"):
        published.fetch(known("mixbench/OVEN"), cache)
    assert not web.asked


def test_a_set_that_is_not_here_says_how_it_comes(cache: Path) -> None:
    with pytest.raises(UsageError, match="`grsearch evaluate beir/nfcorpus --download` fetches it"):
        loading.place_of("beir/nfcorpus", cache)
    with pytest.raises(UsageError, match="those that can be fetched are mixbench/MSCOCO, "):
        loading.place_of("beir/unknown", cache)
