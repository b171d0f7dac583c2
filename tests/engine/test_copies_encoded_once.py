"""What the library has of a content is not made again: the encoder's calls are counted."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.paths import Home
from tests.engine.holdings import holdings


class Calls:
    """How many texts and images the bundled model was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.images = 0

    def take(self) -> tuple[list[str], int]:
        taken = self.texts, self.images
        self.texts, self.images = [], 0
        return taken


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    counted = Calls()
    texts, images, prepared = (
        OnnxEncoder.encode_texts,
        OnnxEncoder.encode_images,
        OnnxEncoder.encode_prepared,
    )

    def encode_texts(self, given):
        counted.texts += given
        return texts(self, given)

    def encode_images(self, given):
        counted.images += len(given)
        return images(self, given)

    def encode_prepared(self, given):
        counted.images += len(given)
        return prepared(self, given)

    # What the check of the means asks is of no file.
    monkeypatch.setattr("grsearch_desktop.encode.prior_texts.queries", lambda: ["a question"])
    monkeypatch.setattr(OnnxEncoder, "encode_texts", encode_texts)
    monkeypatch.setattr(OnnxEncoder, "encode_images", encode_images)
    monkeypatch.setattr(OnnxEncoder, "encode_prepared", encode_prepared)
    yield counted


def of_files(calls: Calls) -> tuple[list[str], int]:
    texts, images = calls.take()
    return [text for text in texts if text != "a question"], images


def copy_all(folder: Path, name: str) -> Path:
    """Copies under other names, in another folder."""
    copies = folder.parent / name
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            to = copies / path.relative_to(folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    return copies


def vectors_below(home: Home, folder: Path) -> dict[str, dict[tuple[object, ...], list[float]]]:
    return {
        str(Path(path).relative_to(folder)): {
            what: vector.tolist() for what, vector in held.vectors.items()
        }
        for path, held in holdings(home).items()
        if Path(path).is_relative_to(folder)
    }


def test_copies_get_the_vectors_and_thumbnails_of_what_they_are_copies_of(
    indexed: Engine, folder: Path, home: Home, calls: Calls
) -> None:
    calls.take()
    copies = copy_all(folder, "copies")
    indexed.add([str(copies)])
    indexed.update()
    assert of_files(calls) == ([], 0)
    assert vectors_below(home, copies) == vectors_below(home, folder)


def test_copies_that_come_together_are_encoded_once(
    engine: Engine, folder: Path, home: Home, calls: Calls
) -> None:
    copy_all(folder, "copies")
    engine.add([str(folder), str(folder.parent / "copies")])
    engine.update()
    texts, images = of_files(calls)
    assert len(texts) == len(set(texts))
    held = holdings(home)
    looks = [look for each in held.values() for look in each.vectors if look[0] == "look"]
    assert images == len(looks) / 2
    assert vectors_below(home, folder.parent / "copies") == vectors_below(home, folder)


def test_a_renamed_and_a_touched_file_are_not_encoded_again(
    indexed: Engine, folder: Path, calls: Calls
) -> None:
    calls.take()
    for path in sorted(folder.rglob("*.jpg")):
        path.rename(path.with_name(f"renamed {path.name}"))
    for path in sorted(folder.rglob("*.md")):
        path.touch()
    indexed.update()
    assert of_files(calls) == ([], 0)


def test_a_copy_that_is_changed_is_encoded(indexed: Engine, folder: Path, calls: Calls) -> None:
    calls.take()
    note = next(iter(sorted(folder.rglob("*.md"))))
    changed = note.with_name("changed.md")
    changed.write_text("# Another matter\n\nNothing of this was ever written before here.")
    indexed.update()
    texts, _ = of_files(calls)
    assert len(texts) == 1
    assert "Another matter" in texts[0]
