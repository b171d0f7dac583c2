"""Text recognised in pictures is kept as passages that know where their words are."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.store import database as database_module
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.recognised import (
    LookedThrough,
    RecognisedPassage,
    RecognisedTexts,
    WordPlace,
)
from grsearch_desktop.store.salvage import salvage
from grsearch_desktop.store.text import PassageText, ReadFile
from tests.store.shelf import Shelf, picture_look, unit, use
from tests.store.test_sketch import STORY

OTHER = " ".join(reversed(STORY.split()))
AREA = (0.25, 0.5, 0.125, 0.0625)


def picture(*texts: str, digest: bytes = b"a picture", page: int | None = None) -> LookedThrough:
    """Each text with a place for its first word."""
    passages = [
        RecognisedPassage(40 * number, text, 0.9, [WordPlace(0, text.index(" "), AREA)])
        for number, text in enumerate(texts)
    ]
    return LookedThrough(page, digest, passages)


def photo(shelf: Shelf, name: str, content: bytes = b"") -> int:
    """An image file that was read, and is to be looked through."""
    file_id = shelf.name(name, kind="image")
    shelf.text.save(
        [
            ReadFile(
                file_id, content or name.encode(), "image", "", "", None, "", [], [], True, "",
                to_recognise=True,
            )
        ]
    )  # fmt: skip
    return file_id


def texts(shelf: Shelf) -> RecognisedTexts:
    return shelf.text.recognised


def test_recognised_words_are_found_and_know_their_places(shelf: Shelf) -> None:
    use(shelf)
    file_id = photo(shelf, "board.png")
    assert texts(shelf).to_do() == [file_id]
    texts(shelf).save(file_id, picture("Kookaburra express", "leaves at noon"))
    assert texts(shelf).looked_through(file_id) == (frozenset(), {b"a picture"})
    texts(shelf).finish(file_id)
    assert texts(shelf).to_do() == []
    assert texts(shelf).counts() == {"done": 1, "total": 1}
    (match,) = shelf.text.passages("kookaburra", 5)
    assert shelf.text.items([match.id])[match.id].recognised
    assert texts(shelf).confidences([match.id, 99]) == {match.id: pytest.approx(0.9)}
    assert shelf.vectors.texts_to_encode() == shelf.passages_of(file_id), "they get a meaning"
    (words, (place,)), _ = texts(shelf).on_page(file_id, None)
    assert words[place.start : place.end] == "Kookaburra"
    assert place.area == pytest.approx(AREA, abs=2e-5)


def test_scans_are_copies_by_the_text_that_was_recognised_in_them(shelf: Shelf) -> None:
    scans = [shelf.name(f"{name}.pdf", kind="pdf") for name in ("scan", "again", "other")]
    for file_id, said in zip(scans, (STORY, STORY.upper(), OTHER), strict=True):
        saved = (file_id, b"%d" % file_id, "pdf", "", "", None, "", [], [1], True, "")
        shelf.text.save([ReadFile(*saved, to_recognise=True)])
        texts(shelf).save(file_id, picture(said, digest=b"", page=1))
        assert shelf.text.copies.texts(scans) == {}, "not before it was looked through"
    for file_id in scans:
        texts(shelf).finish(file_id)
    assert shelf.text.copies.texts(scans) == {scans[1]: scans[0]}


def test_what_is_recognised_on_a_page_comes_after_its_text(shelf: Shelf) -> None:
    file_id = shelf.name("scan.pdf", kind="pdf")
    shelf.text.save(
        [
            ReadFile(
                file_id, b"hash", "pdf", "", "", None, "", [PassageText(1, 0, 6, "page 1")], [1, 2],
                True, "", to_recognise=True,
            )
        ]
    )  # fmt: skip
    assert texts(shelf).pictures() == {file_id: 2}
    texts(shelf).save(file_id, picture("quokka ferry", digest=b"", page=1))
    texts(shelf).save(file_id, picture("emu inside", digest=b"figure", page=1))
    rows = shelf.database.read().execute("SELECT start, end FROM item WHERE kind = 'passage'")
    assert rows.fetchall() == [(0, 6), (8, 20), (22, 32)]
    assert [text for text, _ in texts(shelf).on_page(file_id, 1)] == ["quokka ferry"], (
        "a picture inside a page has no places on it"
    )
    assert texts(shelf).looked_through(file_id) == ({1}, {b"figure"})


def test_a_copy_is_not_looked_through_again(shelf: Shelf) -> None:
    first, second = photo(shelf, "a.png", b"same"), photo(shelf, "b.png", b"same")
    assert not texts(shelf).take_over(first)
    texts(shelf).save(first, picture("Kookaburra express"))
    assert not texts(shelf).take_over(second), "not before it was looked through to its end"
    texts(shelf).finish(first)
    assert texts(shelf).take_over(second)
    assert texts(shelf).to_do() == []
    assert {match.file_id for match in shelf.text.passages("kookaburra", 5)} == {first, second}
    assert texts(shelf).on_page(second, None) == texts(shelf).on_page(first, None)


def test_other_preferences_have_everything_looked_through_anew(shelf: Shelf) -> None:
    file_id = photo(shelf, "a.png")
    texts(shelf).prefer(1)
    texts(shelf).save(file_id, picture("Kookaburra express"))
    texts(shelf).finish(file_id)
    texts(shelf).prefer(1)
    assert texts(shelf).to_do() == []
    texts(shelf).prefer(2)
    assert texts(shelf).to_do() == [file_id]
    assert shelf.text.passages("kookaburra", 5), "until its turn comes"
    texts(shelf).save(file_id, picture("Quokka ferry"))
    assert not shelf.text.passages("kookaburra", 5)


def test_a_failure_hides_neither_the_text_nor_an_earlier_trouble(shelf: Shelf) -> None:
    file_id = photo(shelf, "a.png")
    texts(shelf).give_up(file_id, "The text in its pictures could not be read.")
    assert texts(shelf).to_do() == []
    assert shelf.files.count_by_state()["read"] == 1
    assert [trouble.reason for trouble in shelf.files.errors()] == [
        "The text in its pictures could not be read."
    ]
    shelf.files.retry_failed()
    assert shelf.files.waiting() == [file_id]


def test_a_picture_found_in_a_document_puts_it_on_the_list(shelf: Shelf) -> None:
    model = use(shelf)
    file_id = shelf.name("report.docx", kind="document")
    shelf.read(file_id, "some text", looks=True)
    assert texts(shelf).to_do() == []
    vector = unit(np.random.default_rng(1), 1, 8)[0]
    shelf.vectors.save_looks(model, [(file_id, picture_look(b"figure", vector))], [file_id])
    assert texts(shelf).to_do() == [file_id]
    texts(shelf).finish(file_id)
    other = use(shelf, "other-1")
    shelf.vectors.save_looks(other, [(file_id, picture_look(b"figure", vector))], [file_id])
    assert texts(shelf).to_do() == [], "another model sees nothing new"


def test_what_was_recognised_leaves_no_trace(shelf: Shelf) -> None:
    kept, gone = photo(shelf, "kept.png"), photo(shelf, "gone.png")
    for file_id, word in ((kept, "kookaburra"), (gone, "xylophonist")):
        texts(shelf).save(file_id, picture(f"{word} express", digest=b"digest of " + word.encode()))
    places = np.rint(np.array(AREA) * 65_535).astype("<u2").tobytes()
    assert _traces(shelf, b"ylophonist", places) == [2, 2]
    shelf.files.remove([gone])
    shelf.database.leave_no_trace(surely=True)
    assert _traces(shelf, b"ylophonist", b"ookaburra", places) == [0, 2, 1]
    assert shelf.counts()["looked_through"] == 1


def _traces(shelf: Shelf, *known: bytes) -> list[int]:
    content = b"".join(path.read_bytes() for path in shelf.database.path.parent.iterdir())
    return [min(content.count(one), 2) for one in known]


def test_a_damaged_library_keeps_what_was_recognised_and_lists_what_is_lost(tmp_path: Path) -> None:
    shelf = Shelf.open(tmp_path / "library.db")
    whole, lost, new = (photo(shelf, name) for name in ("whole.png", "lost.png", "new.png"))
    for file_id, word in ((whole, "kookaburra"), (lost, "quokka")):
        texts(shelf).save(file_id, picture(f"{word} express"))
        texts(shelf).finish(file_id)
    with shelf.database.write() as connection:
        item = shelf.passages_of(lost)[0]
        connection.execute("DELETE FROM word_place WHERE item_id = ?", (item,))
        connection.execute("DELETE FROM recognise_todo")
    shelf.database.close()
    rebuilt = Shelf.open(tmp_path / "rebuilt.db")
    salvage(tmp_path / "library.db", rebuilt.database)
    assert texts(rebuilt).to_do() == [lost]
    assert new in rebuilt.files.waiting(), "nothing was read of it: it is listed when it is read"
    assert texts(rebuilt).on_page(whole, None)[0][1][0].area == pytest.approx(AREA, abs=2e-5)
    assert rebuilt.text.passages("kookaburra", 5)
    rebuilt.database.close()


def test_an_older_library_lists_what_may_hold_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(database_module, "_MIGRATIONS", database_module._MIGRATIONS[:7])
        older = Database(tmp_path / "library.db")
    with older.write() as connection:
        connection.execute("INSERT INTO folder (path, added_at) VALUES (x'2f', 0)")
        for id, kind in ((1, "image"), (2, "pdf"), (3, "pdf"), (4, "text")):
            connection.execute(
                "INSERT INTO file (id, folder_id, path, name, kind, size, mtime_ns, state,"
                " has_looks) VALUES (?, 1, ?, 'a', ?, 1, 1, 'read', ?)",
                (id, b"/%d" % id, kind, kind != "text"),
            )
        for file_id, letters in ((2, 20), (3, 900)):
            connection.execute(
                "INSERT INTO item (file_id, kind, page, start, end) VALUES"
                " (?1, 'page', 1, NULL, NULL), (?1, 'passage', 1, 0, ?2)",
                (file_id, letters),
            )
    older.close()
    migrated = Database(tmp_path / "library.db")
    assert set(RecognisedTexts(migrated).to_do()) == {1, 2}
    migrated.close()
