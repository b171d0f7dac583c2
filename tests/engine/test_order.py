"""What is done first: what was last used, and before it what the person searches for."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from grsearch_desktop.engine import meaning, pipeline
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.equipment import Equipment
from grsearch_desktop.engine.order import Order, Wanted, last_used
from grsearch_desktop.engine.protocol import Progress, SearchRequest
from grsearch_desktop.library.scan import FoundFile
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database

DAY = 86_400 * 10**9
NOW = 20_000 * DAY + 5
YEAR = 365 * DAY
COUNT = 40


def test_ids_come_once_each_in_the_order_given() -> None:
    order = Order([5, 3, 9])
    assert [order.next(), order.next(5), order.next()] == [[5], [3, 9], []]
    assert len(order) == 0


def test_what_is_moved_up_comes_next_and_only_once() -> None:
    order = Order([5, 3, 9, 7])
    order.move_up([9, 9, 1234, 3])
    assert order.moved_up == 2
    assert order.next(10) == [9, 3, 5, 7]


def test_what_was_handed_out_does_not_come_back() -> None:
    order = Order([5, 3, 9])
    assert order.next() == [5]
    order.move_up([5])
    assert order.next(10) == [3, 9]
    assert 5 in order
    assert 4 not in order


def test_the_latest_wish_is_ahead_of_those_before() -> None:
    order = Order([1, 2, 3, 4, 5])
    order.move_up([4, 5])
    order.move_up([3, 5])
    assert order.next(10) == [3, 5, 4, 1, 2]


@given(
    st.lists(st.integers(0, 30), unique=True),
    st.lists(st.one_of(st.integers(1, 4), st.lists(st.integers(0, 30)))),
)
def test_whatever_is_wished_each_id_comes_exactly_once(
    ids: list[int], steps: list[int | list[int]]
) -> None:
    order = Order(ids)
    expected, given_out = list(ids), []
    for step in steps:
        if isinstance(step, int):
            taken = order.next(step)
            assert taken == expected[:step]
            given_out += taken
            del expected[:step]
        else:
            order.move_up(step)
            first = [id for id in dict.fromkeys(step) if id in expected]
            expected = first + [id for id in expected if id not in first]
        assert len(order) == len(expected)
    assert sorted(given_out + order.next(100)) == sorted(ids)


def test_several_threads_share_an_order_without_taking_an_id_twice() -> None:
    order = Order(range(20_000))
    taken: list[list[int]] = [[] for _ in range(4)]

    def take(mine: list[int]) -> None:
        while some := order.next(3):
            mine += some
            order.move_up([some[0] + 5000, some[0]])

    threads = [threading.Thread(target=take, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(id for mine in taken for id in mine) == list(range(20_000))


def test_what_was_searched_for_last_is_wanted_first() -> None:
    wanted = Wanted()
    assert wanted.since(0) == (0, [])
    wanted.add([1, 2])
    wanted.add([3, 2])
    version, files = wanted.since(0)
    assert files == [3, 2, 1]
    assert wanted.since(version) == (version, []), "told once"
    wanted.add([])
    assert wanted.since(version) == (version, []), "a search that found nothing wants nothing"


def test_only_the_best_of_the_last_searches_are_wanted() -> None:
    wanted = Wanted()
    for search in range(100):
        wanted.add(range(1000 * search, 1000 * search + 1000))
    files = wanted.since(0)[1]
    assert files[:50] == list(range(99_000, 99_050))
    assert files[50] == 98_000
    assert len(files) == 500


@pytest.mark.parametrize(
    ("changed", "opened", "used"),
    [
        (NOW - YEAR, NOW - 2 * YEAR, NOW - YEAR),
        (NOW - YEAR, NOW - 3, NOW - 5),
        (NOW - YEAR, NOW - DAY, NOW - 5 - DAY),
        (NOW - 2, NOW, NOW - 2),
        (NOW + YEAR, 0, NOW),
        (NOW - YEAR, NOW + YEAR, NOW - YEAR),
    ],
    ids=["changed", "opened today", "opened", "both today", "changed later", "opened later"],
)
def test_a_file_was_last_used_when_it_was_changed_or_on_the_day_it_was_opened(
    changed: int, opened: int, used: int
) -> None:
    assert last_used(FoundFile("/home/eva/a.txt", 1, changed, opened), NOW) == used


def notes(folder: Path) -> Path:
    """Notes, of which each is a day older than the one before."""
    folder.mkdir()
    for number in range(COUNT):
        note = folder / f"note{number:02}.txt"
        note.write_text(f"Letter number {number}, about the garden and the weather.")
        at = time.time_ns() - (number + 10) * DAY
        os.utime(note, ns=(at, at))
    return folder


def in_order(home: Home, sql: str) -> list[str]:
    database = Database(home.library)
    found = [name for (name,) in database.read().execute(sql)]
    database.close()
    return found


def as_read(home: Home) -> list[str]:
    return in_order(
        home,
        "SELECT name FROM file JOIN item ON file.id = file_id GROUP BY name ORDER BY min(item.id)",
    )


def as_encoded(home: Home) -> list[str]:
    return in_order(
        home,
        "SELECT name FROM file JOIN item ON file.id = file_id JOIN vector ON item_id = item.id"
        " GROUP BY name ORDER BY min(vector.id)",
    )


def waiting(engine: Engine, home: Home) -> list[str]:
    names = in_order(
        home, "SELECT name FROM file WHERE state = 'waiting' ORDER BY used_ns DESC, mtime_ns DESC"
    )
    assert len(names) == engine.status().files["by_state"]["waiting"]
    return names


def at_first(stage: str, act: Callable[[], object]) -> Callable[[Progress], None]:
    """Acts once, when the first of a stage is done."""
    told = []

    def on_progress(progress: Progress) -> None:
        if progress.stage == stage and progress.done and not told:
            told.append(progress)
            act()

    return on_progress


def test_the_note_that_a_search_finds_is_read_before_newer_ones(
    engine: Engine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_COMMIT_EVERY", 0.0)
    monkeypatch.setattr(Equipment, "workers", 1)
    engine.add([str(notes(tmp_path / "notes"))])
    search = SearchRequest(f"note{COUNT - 1}", limit=1)
    engine.update(at_first("text", lambda: engine.search(search)), until="text")
    read = as_read(home)
    assert len(read) == COUNT
    assert read.index(f"note{COUNT - 1}.txt") < COUNT // 2
    assert read.index("note00.txt") < COUNT // 2 < read.index(f"note{COUNT - 2}.txt")


def test_the_note_that_a_search_finds_is_encoded_after_the_batch_under_way(
    engine: Engine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "TEXT_BATCH", 4)
    engine.add([str(notes(tmp_path / "notes"))])
    search = SearchRequest(f"note{COUNT - 1}", limit=1)
    engine.update(at_first("meaning", lambda: engine.search(search)))
    encoded = as_encoded(home)
    first = [f"note{number:02}.txt" for number in range(COUNT - 1)]
    assert encoded == [*first[:8], f"note{COUNT - 1}.txt", *first[8:]]


def test_what_was_searched_for_during_a_pause_is_done_first_after_it(
    engine: Engine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "TEXT_BATCH", 4)
    engine.add([str(notes(tmp_path / "notes"))])
    engine.update(until="text")
    engine.governor.pause(True)
    work = threading.Thread(target=engine.update)
    work.start()
    try:
        engine.search(SearchRequest(f"note{COUNT - 1}", limit=1))
        assert as_encoded(home) == []
    finally:
        engine.governor.pause(False)
        work.join()
    assert as_encoded(home)[0] == f"note{COUNT - 1}.txt"
    assert len(as_encoded(home)) == COUNT


def test_the_pages_of_a_document_that_a_search_finds_are_drawn_before_other_texts(
    engine: Engine, home: Home, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "TEXT_BATCH", 4)
    (folder / "home" / "bicycle-repair.pdf").rename(notes(tmp_path / "notes") / "bicycle.pdf")
    engine.add([str(tmp_path / "notes")])
    done: list[Progress] = []
    search = at_first("meaning", lambda: engine.search(SearchRequest("bicycle", limit=1)))
    engine.update(lambda progress: (done.append(progress), search(progress))[1])
    (look,) = in_order(home, "SELECT min(id) FROM vector WHERE part = 'look'")
    (text,) = in_order(home, "SELECT max(id) FROM vector WHERE part = 'text'")
    assert int(look) < int(text)
    counts = [progress.done for progress in done if progress.stage == "meaning"]
    assert counts == sorted(counts), "progress does not go back"


def test_photos_and_notes_that_a_search_finds_are_encoded_before_other_photos(
    engine: Engine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "LOOK_BATCH", 1)
    monkeypatch.setattr(Equipment, "workers", 1)
    folder = notes(tmp_path / "notes")
    for number in range(COUNT):
        photo = folder / f"photo{number:02}.png"
        Image.new("RGB", (80, 60), (6 * number, 90, 30)).save(photo)
        at = time.time_ns() - (number + 10) * DAY
        os.utime(photo, ns=(at, at))
    engine.add([str(folder)])

    def search() -> None:
        for name in (f"photo{COUNT - 1}", f"note{COUNT - 1}"):
            engine.search(SearchRequest(name, limit=1))

    engine.update(at_first("meaning", search))
    encoded = as_encoded(home)
    assert len(encoded) == 2 * COUNT
    # Photos that were decoded already, a handful, are not thrown away.
    assert encoded.index(f"photo{COUNT - 1}.png") < COUNT // 2
    assert encoded.index(f"note{COUNT - 1}.txt") < COUNT // 2
    assert encoded.index(f"photo{COUNT - 2}.png") >= COUNT - 1


def test_a_note_that_is_changed_is_read_before_those_that_wait(
    engine: Engine, home: Home, tmp_path: Path
) -> None:
    folder = notes(tmp_path / "notes")
    engine.add([str(folder)])
    engine.update(until="names")
    name = f"note{COUNT - 1}.txt"
    (folder / name).write_text("Another letter altogether.")
    engine.update(until="names")
    assert waiting(engine, home)[0] == name


def test_a_note_that_is_opened_while_it_waits_moves_up(
    engine: Engine, home: Home, tmp_path: Path
) -> None:
    folder = notes(tmp_path / "notes")
    engine.add([str(folder)])
    engine.update(until="names")
    names = [f"note{number:02}.txt" for number in range(COUNT)]
    assert waiting(engine, home) == names
    opened, changed = folder / names[20], (folder / names[20]).stat().st_mtime_ns
    os.utime(opened, ns=(time.time_ns() - DAY, changed))
    engine.update(until="names")
    assert waiting(engine, home)[0] == names[20]


def test_a_note_that_says_it_was_opened_in_the_future_does_not_move_up(
    engine: Engine, home: Home, tmp_path: Path
) -> None:
    folder = notes(tmp_path / "notes")
    engine.add([str(folder)])
    engine.update(until="names")
    before = waiting(engine, home)
    opened, changed = folder / before[20], (folder / before[20]).stat().st_mtime_ns
    os.utime(opened, ns=(time.time_ns() + 1000 * DAY, changed))
    engine.update(until="names")
    assert waiting(engine, home) == before
