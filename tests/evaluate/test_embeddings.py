import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.evaluate.embeddings import Embeddings, pixels
from grsearch_desktop.evaluate.kept_vectors import KeptVectors
from tests.evaluate.planted import PlantedGap

TEXTS = [f"a word on thing {number}" for number in range(40)]


@pytest.fixture
def model() -> PlantedGap:
    return PlantedGap()


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for number, path in enumerate(paths):
        Image.new("RGB", (8, 8), (number, 0, 0)).save(path)
    return paths


def test_a_second_run_asks_the_model_nothing(
    tmp_path: Path, model: PlantedGap, pictures: list[Path]
) -> None:
    first = Embeddings(model, tmp_path / "cache")
    texts, images = first.texts(TEXTS), first.pictures(pictures)
    again = PlantedGap()
    second = Embeddings(again, tmp_path / "cache")
    assert np.array_equal(second.texts(TEXTS), texts)
    assert np.array_equal(second.pictures(pictures), images)
    assert not again.encoded_texts and not again.encoded_images


def test_only_what_is_new_is_encoded(tmp_path: Path, model: PlantedGap) -> None:
    Embeddings(model, tmp_path).texts(TEXTS[:5])
    model.encoded_texts.clear()
    found = Embeddings(model, tmp_path).texts(["thing 50", *TEXTS[:5]])
    assert model.encoded_texts == ["thing 50"]
    assert np.array_equal(found, PlantedGap().encode_texts(["thing 50", *TEXTS[:5]]))


def test_equal_texts_are_encoded_once_and_keep_their_places(
    tmp_path: Path, model: PlantedGap
) -> None:
    asked = ["thing 1", "thing 2", "thing 1"]
    found = Embeddings(model, tmp_path).texts(asked)
    assert model.encoded_texts == ["thing 1", "thing 2"]
    assert np.array_equal(found, PlantedGap().encode_texts(asked))


def test_a_picture_is_known_by_its_content_and_not_by_its_name(
    tmp_path: Path, model: PlantedGap, pictures: list[Path]
) -> None:
    embeddings = Embeddings(model, tmp_path / "cache")
    zero, one = embeddings.pictures(pictures[:2])
    pictures[0].replace(pictures[1])
    assert np.array_equal(embeddings.pictures([pictures[1]])[0], zero)
    assert not np.array_equal(zero, one)
    assert model.encoded_images == 2


def test_another_model_does_not_get_these_vectors(tmp_path: Path, model: PlantedGap) -> None:
    Embeddings(model, tmp_path).texts(TEXTS)
    other = PlantedGap()
    other.name = "planted/gap 2"
    Embeddings(other, tmp_path).texts(TEXTS)
    assert other.encoded_texts == TEXTS


def test_a_model_built_anew_under_its_old_name_does_not_get_the_old_vectors(
    tmp_path: Path, model: PlantedGap
) -> None:
    Embeddings(model, tmp_path).texts(TEXTS)
    anew = PlantedGap()
    anew.prior.image[0] += 0.1
    Embeddings(anew, tmp_path).texts(TEXTS)
    assert anew.encoded_texts == TEXTS


@pytest.mark.parametrize("damage", ["empty", "no database", "cut", "head alone", "overwritten"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, model: PlantedGap, damage: str) -> None:
    right = Embeddings(model, tmp_path).texts(TEXTS)
    (kept,) = tmp_path.glob("texts-*.db")
    whole = kept.read_bytes()
    kept.write_bytes(
        {
            "empty": b"",
            "no database": b"PK\x03\x04nonsense" * 100,
            "cut": whole[:-40_000],
            "head alone": whole[:100],
            "overwritten": whole[:32768] + b"\xa5" * (len(whole) - 32768),
        }[damage]
    )
    assert np.array_equal(Embeddings(PlantedGap(), tmp_path).texts(TEXTS), right)
    again = PlantedGap()
    assert np.array_equal(Embeddings(again, tmp_path).texts(TEXTS), right)
    assert not again.encoded_texts


def test_what_was_encoded_before_the_process_was_killed_is_kept(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from grsearch_desktop.evaluate.embeddings import Embeddings
from tests.evaluate.planted import PlantedGap
from tests.evaluate.test_embeddings import TEXTS

class Killed(PlantedGap):
    def encode_texts(self, texts):
        if self.encoded_texts:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_texts(texts)

Embeddings(Killed(), Path({str(tmp_path)!r})).texts(TEXTS)
"""
    ended = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    assert ended.returncode == -signal.SIGKILL
    model = PlantedGap()
    Embeddings(model, tmp_path).texts(TEXTS)
    assert model.encoded_texts == TEXTS[32:]


def test_two_that_encode_at_once_keep_what_both_have_made(tmp_path: Path) -> None:
    class Meanwhile(PlantedGap):
        """While it encodes, another encodes other texts into the same folder."""

        def encode_texts(self, texts: list[str]) -> np.ndarray:
            Embeddings(PlantedGap(), tmp_path).texts(["thing 50", "thing 51"])
            return super().encode_texts(texts)

    Embeddings(Meanwhile(), tmp_path).texts(TEXTS)
    model = PlantedGap()
    Embeddings(model, tmp_path).texts(["thing 50", *TEXTS, "thing 51"])
    assert not model.encoded_texts


def test_beyond_its_size_the_oldest_go(tmp_path: Path) -> None:
    vectors = {bytes([n]) * 32: np.full(4, n, np.float32) for n in range(10)}
    with KeptVectors(tmp_path / "kept.db", 4, most=6) as kept:
        for digest, vector in vectors.items():
            kept.add({digest: vector})
    with KeptVectors(tmp_path / "kept.db", 4) as kept:
        found = kept.read(set(vectors))
    assert {digest[0] for digest in found} == {4, 5, 6, 7, 8, 9}
    assert all((found[digest] == digest[0]).all() for digest in found)


def test_progress_is_told_for_what_is_not_known_yet(tmp_path: Path, model: PlantedGap) -> None:
    Embeddings(model, tmp_path).texts(TEXTS[:4])
    told: list[tuple[str, int, int]] = []
    Embeddings(model, tmp_path, lambda *heard: told.append(heard)).texts(TEXTS)
    assert told == [("texts", 32, 36), ("texts", 36, 36)]


def test_an_interrupted_run_keeps_what_it_had(tmp_path: Path, model: PlantedGap) -> None:
    class Interrupted(PlantedGap):
        def encode_texts(self, texts: list[str]) -> np.ndarray:
            if self.encoded_texts:
                raise KeyboardInterrupt
            return super().encode_texts(texts)

    with pytest.raises(KeyboardInterrupt):
        Embeddings(Interrupted(), tmp_path).texts(TEXTS)
    Embeddings(model, tmp_path).texts(TEXTS)
    assert 0 < len(model.encoded_texts) < len(TEXTS)


def test_a_folder_that_cannot_be_written_costs_the_cache_and_nothing_else(
    tmp_path: Path, model: PlantedGap
) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    assert Embeddings(model, tmp_path / "cache").texts(TEXTS).shape == (40, 64)


def test_a_file_that_is_no_picture_has_no_vector_and_harms_no_other(
    tmp_path: Path, model: PlantedGap, pictures: list[Path]
) -> None:
    broken, cut = tmp_path / "broken.jpg", tmp_path / "cut.png"
    broken.write_bytes(b"no picture at all")
    Image.effect_noise((64, 64), 50).save(cut)
    cut.write_bytes(cut.read_bytes()[:500])
    found = Embeddings(model, tmp_path / "c").pictures([broken, *pictures, cut, tmp_path / "gone"])
    assert [bool(vector.any()) for vector in found] == [False, True, True, True, False, False]


def test_nothing_asked_gives_no_vectors(tmp_path: Path, model: PlantedGap) -> None:
    embeddings = Embeddings(model, tmp_path)
    assert embeddings.texts([]).shape == embeddings.pictures([]).shape == (0, 64)


def test_a_picture_is_reduced_turned_upright_and_put_on_white(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (1600, 800), "red").save(large, exif=turned)
    found = pixels(large)
    assert found is not None and found.shape == (768, 384, 3)

    clear = tmp_path / "clear.png"
    Image.new("RGBA", (10, 20), (0, 0, 0, 0)).save(clear)
    found = pixels(clear)
    assert found is not None and found.shape == (20, 10, 3) and (found == 255).all()
