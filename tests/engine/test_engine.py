import os
import shutil
import stat
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import models
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import EndedError
from grsearch_desktop.engine.protocol import Hit, SearchRequest
from grsearch_desktop.errors import UsageError
from grsearch_desktop.paths import Home
from grsearch_desktop.search import semantic_index
from grsearch_desktop.settings import Settings
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vectors import Vectors
from tests.encode import tiny


def hits(engine: Engine, query: str, **more: object) -> tuple[Hit, ...]:
    return engine.search(SearchRequest(query, **more)).hits  # type: ignore[arg-type]


def names(found: tuple[Hit, ...]) -> list[str]:
    return [Path(hit.path).name for hit in found]


def vector_ids(home: Home) -> list[int]:
    """Every vector ever made has a number of its own: the same numbers mean nothing was redone."""
    database = Database(home.library)
    vectors = Vectors(database)
    model = vectors.active()
    assert model is not None
    ids = [id for part in ("text", "look") for id in vectors.load(model, part).ids.tolist()]
    database.close()
    return ids


def test_a_question_in_own_words_finds_the_page_that_answers(indexed: Engine) -> None:
    best = hits(indexed, "how do I fix a flat tyre")[0]
    assert Path(best.path).name == "bicycle-repair.pdf"
    assert best.kind == "pdf"
    assert best.page is not None
    assert best.why.words is not None
    assert best.why.text is not None
    assert any(best.snippet[start:end] for start, end in best.marks)


def test_every_kind_of_file_in_the_sample_is_read(indexed: Engine) -> None:
    assert indexed.status().files["by_state"] == {"read": 15, "waiting": 0, "error": 0}
    assert indexed.errors() == ()


def test_a_word_that_only_stands_in_a_name_finds_the_file(engine: Engine, folder: Path) -> None:
    (folder / "Zanzibar_ferry.xyz").write_bytes(os.urandom(100))
    engine.add([str(folder)])
    engine.update()
    found = hits(engine, "zanzibar")[0]
    assert Path(found.path).name == "Zanzibar_ferry.xyz"
    assert found.item == "name"


def test_a_file_whose_name_is_not_utf8_is_found(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("the aardvark sleeps")
    engine.add([str(folder)])
    engine.update()
    assert os.fsencode(hits(engine, "aardvark")[0].path).endswith(b"caf\xe9.txt")


def test_a_search_right_after_an_update_finds_by_meaning_what_it_added(
    indexed: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic_index, "_REFRESH", 3600.0)
    question = "a smiling marsupial"
    hits(indexed, question)
    (folder / "animals.txt").write_text("The kangaroo grins at the camera.")
    indexed.update()
    found = next(hit for hit in hits(indexed, question, limit=50) if "animals" in hit.path)
    assert found.why.text is not None
    assert found.why.words is None


def test_an_unchanged_library_is_not_read_again(indexed: Engine, home: Home) -> None:
    before = vector_ids(home)
    changes = indexed.update()
    assert (changes.added, changes.changed, changes.moved, changes.removed) == (0, 0, 0, 0)
    assert vector_ids(home) == before


def test_a_file_that_was_only_touched_is_not_read_again(
    indexed: Engine, folder: Path, home: Home
) -> None:
    before = vector_ids(home)
    os.utime(folder / "notes" / "brittany.md", (1, 1))
    assert indexed.update().changed == 0
    assert vector_ids(home) == before


def test_a_moved_and_renamed_file_keeps_its_vectors(
    indexed: Engine, folder: Path, home: Home
) -> None:
    before = vector_ids(home)
    (folder / "home" / "bicycle-repair.pdf").rename(folder / "workshop.pdf")
    changes = indexed.update()
    assert (changes.moved, changes.added, changes.removed) == (1, 0, 0)
    assert vector_ids(home) == before
    assert names(hits(indexed, "how do I fix a flat tyre"))[0] == "workshop.pdf"
    assert "bicycle-repair.pdf" not in names(hits(indexed, "bicycle repair"))


def test_a_renamed_folder_keeps_its_vectors(indexed: Engine, folder: Path, home: Home) -> None:
    before = vector_ids(home)
    (folder / "home").rename(folder / "archive")
    changes = indexed.update()
    assert (changes.moved, changes.added, changes.removed) == (3, 0, 0)
    assert vector_ids(home) == before


def test_a_changed_file_answers_with_its_new_words_alone(indexed: Engine, folder: Path) -> None:
    note = folder / "notes" / "lemon-tart.md"
    note.write_text("How to grow giant pumpkins on a compost heap.")
    assert indexed.update().changed == 1
    assert names(hits(indexed, "giant pumpkins compost"))[0] == "lemon-tart.md"
    assert "lemon-tart.md" not in names(hits(indexed, '"shortcrust"'))


def test_a_deleted_file_is_gone_from_answers(indexed: Engine, folder: Path) -> None:
    (folder / "home" / "bicycle-repair.pdf").unlink()
    assert indexed.update().removed == 1
    assert "bicycle-repair.pdf" not in names(hits(indexed, "how do I fix a flat tyre"))


def test_a_file_that_became_unreadable_keeps_only_its_name(indexed: Engine, folder: Path) -> None:
    (folder / "home" / "bicycle-repair.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    indexed.update()
    (trouble,) = indexed.errors()
    assert trouble.path.endswith("bicycle-repair.pdf")
    assert trouble.reason.endswith(".")
    found = {Path(hit.path).name: hit for hit in hits(indexed, "bicycle repair")}
    assert found["bicycle-repair.pdf"].item == "name"


def test_a_folder_that_is_gone_is_offline_and_kept(indexed: Engine, folder: Path) -> None:
    away = folder.rename(folder.with_name("elsewhere"))
    indexed.update()
    status = indexed.status()
    assert [kept.online for kept in status.folders] == [False]
    assert status.files["total"] == 15
    away.rename(folder)
    indexed.update()
    assert [kept.online for kept in indexed.status().folders] == [True]
    assert names(hits(indexed, "how do I fix a flat tyre"))[0] == "bicycle-repair.pdf"


def test_the_empty_place_of_a_drive_that_went_is_not_taken_for_deleted_files(
    indexed: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    real = os.stat

    def on_another_drive(path: object, *args: object, **kwargs: object) -> object:
        found = real(path, *args, **kwargs)  # type: ignore[call-overload]
        if path != str(folder):
            return found
        return os.stat_result([*found[:2], found.st_dev + 1, *found[3:10]])

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", on_another_drive)
        indexed.update()
    assert indexed.status().files["total"] == 15
    assert [kept.online for kept in indexed.status().folders] == [False]
    folder.rmdir()
    away.rename(folder)
    assert indexed.update().added == 0


def test_a_folder_that_was_emptied_is_empty(indexed: Engine, folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    assert indexed.update().removed == 15


def test_a_file_that_was_not_to_be_had_for_a_moment_is_tried_again(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file vanishes after it was listed and is back later, its time and size unchanged."""
    note, away = folder / "notes" / "brittany.md", folder.parent / "away.md"
    engine.add([str(folder)])
    engine.update(lambda step: note.rename(away) if step.stage == "names" and step.done else None)
    (trouble,) = engine.errors()
    assert trouble.path == str(note)
    away.rename(note)
    engine.update()
    assert engine.errors() == ()
    assert engine.status().files["by_state"] == {"read": 15, "waiting": 0, "error": 0}


def test_a_forgotten_folder_leaves_no_item_behind(indexed: Engine, folder: Path) -> None:
    assert indexed.forget([str(folder)]) == 15
    status = indexed.status()
    assert status.folders == ()
    assert set(status.items.values()) == {0}
    assert hits(indexed, "how do I fix a flat tyre") == ()
    assert (folder / "home" / "bicycle-repair.pdf").exists()


def test_forgetting_what_is_not_there_is_told(indexed: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not in the library"):
        indexed.forget([str(tmp_path / "nowhere")])


def test_what_cannot_be_added_is_told_and_the_rest_is_added(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    problems = engine.add([str(tmp_path / "nowhere"), str(folder), str(engine.home.root)])
    assert len(problems) == 2
    assert "There is no file or folder" in problems[0]
    assert engine.folders() == [str(folder)]


def test_a_page_number_alone_is_found_by_its_word_and_means_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    note = tmp_path / "number.txt"
    note.write_text("4711\n")
    engine.add([str(note)])
    engine.update()
    assert engine.status().stages["meaning"] == {"done": 1, "total": 1}
    (found,) = hits(engine, "4711")
    assert (found.item, found.why.text) == ("passage", None)
    assert hits(engine, "an odd question") == ()


def test_a_home_inside_a_folder_of_the_library_is_passed_over(folder: Path) -> None:
    engine = Engine(Home(folder / "search"))
    engine.add([str(folder)])
    engine.update(until="names")
    assert engine.status().files["total"] == 15
    engine.close()


def test_a_single_file_can_be_added(engine: Engine, folder: Path) -> None:
    engine.add([str(folder / "notes" / "brittany.md")])
    engine.update()
    assert engine.status().files["total"] == 1


def test_the_photos_own_look_is_found_by_a_picture(indexed: Engine, folder: Path) -> None:
    photo = folder / "photos" / "IMG_1042.jpg"
    smaller = folder.parent / "query.png"
    with Image.open(photo) as image:
        image.resize((200, 150)).save(smaller)
    best = hits(indexed, "", image=str(smaller))[0]
    assert best.path == str(photo)
    assert best.why.look == 1.0


def test_similar_gives_others_and_not_the_file_itself(indexed: Engine, folder: Path) -> None:
    asked = folder / "notes" / "lemon-tart.md"
    found = hits(indexed, "", similar=str(asked))
    assert found
    assert str(asked) not in [hit.path for hit in found]


def test_filters_hold_for_words_and_for_looks(indexed: Engine) -> None:
    assert {hit.kind for hit in hits(indexed, "garden type:image")} == {"image"}
    assert set(names(hits(indexed, "ext:xlsx"))) == {"money-2025.xlsx"}


def test_a_file_found_by_a_filter_alone_still_shows_its_picture(indexed: Engine) -> None:
    found = hits(indexed, "type:image")
    assert len(found) == 6
    for hit in found:
        assert hit.item_id is not None
        assert indexed.thumbnail(hit.item_id)
        assert (hit.item, hit.page) == ("name", None)


def test_thumbnails_are_kept_for_pages_and_pictures(indexed: Engine) -> None:
    for query in ("how do I fix a flat tyre", "type:image sailing boat"):
        item = hits(indexed, query)[0].item_id
        assert item is not None
        assert indexed.thumbnail(item).startswith(b"RIFF")


def test_an_ended_update_goes_on_where_it_was(
    engine: Engine, folder: Path, home: Home, tmp_path: Path
) -> None:
    engine.add([str(folder)])
    with pytest.raises(EndedError):
        engine.update(
            lambda progress: engine.governor.end() if progress.stage == "meaning" else None
        )
    engine.close()
    again = Engine(home)
    again.update()
    undisturbed = Engine(Home(tmp_path / "other"))
    undisturbed.add([str(folder)])
    undisturbed.update()
    for query in ("how do I fix a flat tyre", "sailing boat", "insurance water damage"):
        first, second = hits(again, query), hits(undisturbed, query)
        assert [(hit.path, hit.page) for hit in first] == [(hit.path, hit.page) for hit in second]
        assert np.allclose([hit.score for hit in first], [hit.score for hit in second], atol=2e-4)
    assert again.status().items == undisturbed.status().items
    again.close()
    undisturbed.close()


@pytest.mark.slow
def test_a_library_goes_over_to_another_model_and_back(
    indexed: Engine, home: Home, tmp_path: Path
) -> None:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    before = vector_ids(home)
    source = tiny.save(sorted(tiny.FAMILIES)[0], tmp_path / "tiny")
    name = models.get(f"local-dir:{source}", home.models, lambda _: None)

    settings_file.save(home.settings, Settings(model=name))
    other = Engine(home)
    assert names(hits(other, "sailing boat at sunset"))[0] == "IMG_1187.jpg", "the old one answers"
    other.update()
    assert other.status().model == name
    assert not set(vector_ids(home)) & set(before)
    assert hits(other, "how do I fix a flat tyre")[0].why.text is not None
    other.close()

    settings_file.save(home.settings, Settings())
    again = Engine(home)
    again.update()
    assert again.status().model == "bundled-2"
    assert names(hits(again, "sailing boat at sunset"))[0] == "IMG_1187.jpg"
    again.close()


def test_the_persons_files_are_only_read(engine: Engine, folder: Path) -> None:
    def picture_of() -> dict[Path, tuple[bytes, int]]:
        return {
            path: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in folder.rglob("*")
            if path.is_file()
        }

    before = picture_of()
    engine.add([str(folder)])
    engine.update()
    assert picture_of() == before


def test_only_its_owner_can_read_the_library(indexed: Engine, home: Home) -> None:
    for file in home.root.iterdir():
        if file.is_file():
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700


def test_the_same_picture_twice_is_found_at_both_places(engine: Engine, folder: Path) -> None:
    shutil.copy(folder / "photos" / "IMG_1042.jpg", folder / "copy.jpg")
    engine.add([str(folder)])
    engine.update()
    both = {str(folder / "photos" / "IMG_1042.jpg"), str(folder / "copy.jpg")}
    best, *_ = hits(engine, "", image=str(folder / "copy.jpg"))
    assert {best.path, *best.copies} == both
    found = hits(engine, "", image=str(folder / "copy.jpg"), copies=True)
    assert {hit.path for hit in found[:2]} == both
