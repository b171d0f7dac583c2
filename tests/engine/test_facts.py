"""What files say of themselves, from the disk to the hits."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home


def photo(path: Path, colour: str, camera: tuple[str, str], taken: str, north: float, east: float):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = camera
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825).update(
        {
            1: "N" if north > 0 else "S",
            2: (abs(north), 0.0, 0.0),
            3: "E" if east > 0 else "W",
            4: (abs(east), 0.0, 0.0),
        }
    )
    Image.new("RGB", (120, 120), colour).save(path, exif=exif)


def tag(path: Path, tags: str) -> None:
    try:
        os.setxattr(path, "user.xdg.tags", tags.encode())
    except (OSError, AttributeError) as error:
        pytest.skip(f"no extended attributes here: {error}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    tram = folder / "tram.jpg"
    photo(tram, "gold", ("Canon", "Canon EOS R5"), "2023:07:14 09:00:00", 38.71, -9.14)
    fox = folder / "fox.jpg"
    photo(fox, "red", ("NIKON CORPORATION", "NIKON D5"), "2024:02:01 12:00:00", 52.52, 13.4)
    (folder / "mail.eml").write_text(
        "From: =?utf-8?q?Anna_M=C3=BCller?= <anna@example.org>\nTo: Bob <bob@example.org>\n"
        "Subject: The boat\nDate: Fri, 14 Jul 2023 10:00:00 +0000\n\nIt leaves at noon.\n"
    )
    (folder / "plan.txt").write_text("The plan of the garden.")
    (folder / "plain.txt").write_text("Nothing is said of this.")
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(Home(tmp_path_factory.mktemp("home")))
    engine.add([str(folder)])
    engine.update()
    yield engine
    engine.close()


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is encoded from now on."""
    called: list[str] = []
    for name in ("encode_texts", "encode_prepared"):
        real = getattr(OnnxEncoder, name)

        def counting(self, given, name=name, real=real):
            called.append(name)
            return real(self, given)

        monkeypatch.setattr(OnnxEncoder, name, counting)
    return called


def names(engine: Engine, query: str) -> list[str]:
    hits = engine.search(SearchRequest(query, limit=10)).hits
    return sorted(Path(hit.path).name for hit in hits)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("taken:2023-07", ["tram.jpg"]),
        ("taken:2023..2024 camera:nikon", ["fox.jpg"]),
        ("camera:canon", ["tram.jpg"]),
        ('camera:"eos r5" taken:2024', []),
        ("near:lisbon", ["tram.jpg"]),
        ("near:Lissabon near:berlin", ["fox.jpg", "tram.jpg"]),
        ("near:52.5,13.4", ["fox.jpg"]),
        ("type:image -near:lisbon", ["fox.jpg"]),
        ("from:muller", ["mail.eml"]),
        ("from:ann type:mail", ["mail.eml"]),
        ("-from:anna type:mail", []),
        ("author:anna", ["mail.eml"]),
        ("title:boat", ["mail.eml"]),
    ],
)
def test_filters_find_files_by_what_they_say(engine: Engine, query: str, wanted: list[str]) -> None:
    assert names(engine, query) == wanted


def test_the_name_of_a_city_finds_what_was_taken_there(engine: Engine, folder: Path) -> None:
    assert names(engine, '"portugal" lisbon') == ["tram.jpg"]
    facts = engine._library.files.facts(engine._library.files.id_of(str(folder / "tram.jpg")))
    assert facts["place"].endswith("Lisbon, Portugal")


def test_a_tag_is_seen_at_once_and_nothing_is_encoded_anew(
    engine: Engine, folder: Path, encoded: list[str]
) -> None:
    for name in ("plan.txt", "fox.jpg"):
        tag(folder / name, "garden, secret things")
    engine.update()
    encoded.clear()  # the check of the means
    assert names(engine, "tag:secret") == ["fox.jpg", "plan.txt"]
    assert names(engine, "tag:secret -type:image") == ["plan.txt"]
    tag(folder / "plan.txt", "other")
    changes = engine.update()
    assert changes.changed == 1
    assert encoded == []
    assert names(engine, "tag:secret") == ["fox.jpg"]
    assert engine.update().changed == 0


def test_files_that_an_older_version_read_are_read_again_without_encoding(
    engine: Engine, encoded: list[str]
) -> None:
    with engine._library.database.write() as connection:
        connection.execute("UPDATE file SET readers = 0, latitude = NULL, longitude = NULL")
        connection.execute("DELETE FROM fact")
        items = connection.execute("SELECT id FROM item").fetchall()
    assert names(engine, "near:lisbon") == names(engine, "camera:canon") == []
    engine.update()
    assert names(engine, "near:lisbon") == names(engine, "camera:canon") == ["tram.jpg"]
    assert engine._library.files.outdated(1) == []
    assert engine._library.database.read().execute("SELECT id FROM item").fetchall() == items
    assert "encode_prepared" not in encoded
