"""What is forgotten is gone, and what is damaged is told, set aside and built anew."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.engine import logs
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import DamagedLibraryError
from grsearch_desktop.paths import Home
from grsearch_desktop.store import beside
from grsearch_desktop.store.database import Database

IN_TEXT, IN_NAME, IN_TITLE = "wyvrgnash", "Quoxtimble", "jubzirkon"


@pytest.fixture
def secret(folder: Path) -> Path:
    """A folder within the person's one with what betrays itself in text, name, title, look."""
    inside = folder / f"{IN_NAME} papers"
    inside.mkdir()
    (inside / f"{IN_NAME}.html").write_text(
        f"<html><head><title>The {IN_TITLE} affair</title></head>"
        f"<body><p>Nobody knows what the {IN_TEXT} did that summer at the lake.</p></body></html>"
    )
    Image.effect_noise((300, 200), 90).convert("RGB").save(inside / f"{IN_NAME}.png")
    return inside


def known_vectors(home: Home, path_part: str) -> list[bytes]:
    """What the library holds in vectors and thumbnails of the files with this in their path."""
    database = Database(home.library)
    read = database.read().execute
    found = []
    for (model,) in read("SELECT id FROM model").fetchall():
        for part in ("text", "look"):
            found += read(
                f"SELECT embedding FROM vec_{model}_{part} AS v JOIN vector ON vector.id = v.rowid"
                " JOIN item ON item.id = item_id JOIN file ON file.id = file_id"
                " WHERE instr(CAST(path AS TEXT), ?)",
                (path_part,),
            ).fetchall()
    found += read(
        "SELECT jpeg FROM thumbnail JOIN item ON item.id = item_id JOIN file ON file.id = file_id"
        " WHERE instr(CAST(path AS TEXT), ?)",
        (path_part,),
    ).fetchall()
    database.close()
    # Their ends: all JPEGs begin alike.
    return [content[-64:] for (content,) in found]


def traces(home: Home, betraying: list[bytes]) -> list[tuple[str, bytes]]:
    """Where in any file of the home one of these stands, in capitals or not."""
    contents = {path.name: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    return [
        (name, known)
        for name, content in contents.items()
        for known in betraying
        if known in content or (known.isascii() and known.lower() in content.lower())
    ]


def betrayed_by(home: Home) -> list[bytes]:
    vectors = known_vectors(home, IN_NAME)
    assert len(vectors) >= 3
    words = [word[3:].encode() for word in (IN_TEXT, IN_NAME, IN_TITLE)]
    everything = [*words, *vectors]
    assert {known for _, known in traces(home, everything)} == set(everything)
    return everything


@pytest.mark.parametrize("closed", [False, True])
def test_a_forgotten_folder_leaves_no_trace_in_the_home(
    engine: Engine, home: Home, secret: Path, folder: Path, closed: bool
) -> None:
    logs.to_file(home)
    engine.add([str(folder / "notes"), str(secret)])
    engine.update()
    betraying = betrayed_by(home)
    engine.forget([str(secret)])
    if closed:
        engine.close()
    assert traces(home, betraying) == []


def test_a_folder_that_is_ignored_later_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    engine.settings = replace(engine.settings, ignore=(f"{IN_NAME} papers/",))
    assert engine.update().removed == 2
    assert traces(home, betraying) == []


def test_what_stood_in_a_file_that_changed_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    (secret / f"{IN_NAME}.html").write_text("<html><body><p>Nothing at all.</p></body></html>")
    Image.new("RGB", (300, 200), "green").save(secret / f"{IN_NAME}.png")
    assert engine.update().changed == 2
    still = {known for _, known in traces(home, betraying)}
    assert still == {IN_NAME[3:].encode()}, "only its name stays"


def test_a_deleted_file_leaves_no_trace(
    engine: Engine, home: Home, secret: Path, folder: Path
) -> None:
    engine.add([str(folder)])
    engine.update()
    betraying = betrayed_by(home)
    for file in secret.iterdir():
        file.unlink()
    secret.rmdir()
    assert engine.update().removed == 2
    assert traces(home, betraying) == []


def damage(home: Home) -> None:
    """Cuts the library in the middle, as a dying disk does."""
    os.truncate(home.library, home.library.stat().st_size * 2 // 3)


def test_who_writes_sets_a_damaged_library_aside_and_finds_all_again(
    indexed: Engine, home: Home, folder: Path
) -> None:
    indexed.close()
    damage(home)
    with EngineLock(home):
        again = Engine(home)
        assert "The library was damaged: it was set aside as" in again.notice
        assert again.folders() == [str(folder)]
        again.update()
        assert again.status().files["by_state"] == {"read": 15, "waiting": 0, "error": 0}
        hits = again.search(SearchRequest("how do I fix a flat tyre")).hits
        assert Path(hits[0].path).name == "bicycle-repair.pdf"
        again.close()
        sound = Engine(home)
        assert sound.notice == ""
        sound.close()


def test_what_is_kept_of_a_damaged_library_is_not_encoded_again(
    indexed: Engine, home: Home
) -> None:
    indexed.close()
    before = set(known_vectors(home, "/"))
    content = bytearray(home.library.read_bytes())
    database = Database(home.library)
    hit = (
        database.read()
        .execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'passage_text_data' AND pagetype = 'leaf'"
        )
        .get
    )
    database.close()
    content[(hit - 1) * 4096 : hit * 4096] = b"\xff" * 4096
    home.library.write_bytes(content)
    beside.mark_damaged(home.library)
    with EngineLock(home):
        again = Engine(home)
        assert "15 files could be kept" in again.notice
        assert again.status().stages["meaning"]["done"] > 0
        again.close()
    assert set(known_vectors(home, "/")) == before


def test_who_only_searches_leaves_a_damaged_library_alone(indexed: Engine, home: Home) -> None:
    indexed.close()
    damage(home)
    before = home.library.read_bytes()
    with pytest.raises(DamagedLibraryError, match="`grsearch index` sets it aside"):
        Engine(home).search(SearchRequest("tyre"))
    assert home.library.read_bytes() == before
    assert beside.set_aside(home.library) == []
