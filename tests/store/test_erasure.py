"""What is taken out of a library is gone from its bytes, not only from its answers."""

import hashlib
import random
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.store.erasure import owes_erasing
from grsearch_desktop.store.files import NewFile
from grsearch_desktop.store.vector_form import INT8, packed
from tests.store.shelf import Shelf, page_look, unit, use

Betraying = tuple[bytes, ...]


def secrets(number: int) -> list[str]:
    """Words that stand nowhere else, unlike each other from their first letters on."""
    letters = (
        hashlib.sha256(b"%d" % number)
        .hexdigest()
        .translate(str.maketrans("0123456789", "ghijklmnop"))
    )
    return [letters[:16], letters[16:32], letters[32:48]]


def fill(shelf: Shelf, count: int, passages: int = 5) -> dict[int, list[Betraying]]:
    """Files with everything that may be kept of one; gives by file the bytes that betray it: any
    of some, for a page of the library may end amid others."""
    model = use(shelf, dimension=64)
    chosen = random.Random(7)
    words = [f"word{n}" for n in range(500)]
    betraying = {}
    for number in range(count):
        name, title, text = secrets(number)
        file_id = shelf.name(f"{name}.txt", kind="pdf")
        texts = [
            " ".join([*chosen.choices(words, k=60), text, *chosen.choices(words, k=60)])
            for _ in range(passages)
        ]
        items = shelf.read(file_id, *texts, pages=range(1, passages + 1), title=title, looks=True)
        vectors = unit(np.random.default_rng(number), passages + 1, 64)
        shelf.vectors.save_texts(model, items, vectors[:-1])
        shelf.vectors.save_looks(model, [(file_id, page_look(1, vectors[-1]))], [file_id])
        betraying[file_id] = [
            # The index keeps of a word what its neighbour in the alphabet has not: the later part.
            *((word[5:].encode(),) for word in (name, title, text)),
            *(
                (held[:24], held[-24:])
                for held in (packed(vector, INT8, "text") for vector in vectors)
            ),
        ]
    return betraying


def traces(shelf: Shelf, betraying: list[Betraying]) -> list[Betraying]:
    content = b"".join(path.read_bytes() for path in Path(shelf.database.path).parent.iterdir())
    return [known for known in betraying if any(bytes in content for bytes in known)]


@pytest.mark.parametrize("taken", [1, 3, 60, 100])
def test_files_that_are_taken_out_leave_no_trace(shelf: Shelf, taken: int) -> None:
    betraying = fill(shelf, 100)
    ids = random.Random(taken).sample(list(betraying), taken)
    gone = [known for id in ids for known in betraying[id]]
    assert len(traces(shelf, gone)) == len(gone), "the test sees what is there"
    shelf.files.remove(ids)
    shelf.database.leave_no_trace(surely=True)
    assert traces(shelf, gone) == []
    kept = [known for id in betraying if id not in ids for known in betraying[id]]
    assert len(traces(shelf, kept)) == len(kept)
    assert shelf.database.integrity() == "ok"


@pytest.mark.parametrize("changed", [2, 60])
def test_the_old_content_of_changed_files_leaves_no_trace(shelf: Shelf, changed: int) -> None:
    betraying = fill(shelf, 100)
    ids = list(betraying)[:changed]
    for id in ids[::2]:
        shelf.read(id, "something else", title="another title")
    for id in ids[1::2]:
        shelf.text.fail(id, None, "The file is damaged.", kind="text")
    shelf.database.leave_no_trace()
    # The name stays, and so does what a file that can't be read now said of itself.
    gone = [known for id in ids[::2] for known in betraying[id][1:]]
    gone += [known for id in ids[1::2] for known in betraying[id][2:]]
    assert traces(shelf, gone) == []
    assert shelf.database.integrity() == "ok"


def test_the_old_name_of_a_moved_file_leaves_no_trace(shelf: Shelf) -> None:
    betraying = fill(shelf, 30)
    id, (old_name, *others) = next(iter(betraying.items()))
    folder = shelf.files.folders()[0]
    shelf.files.move(id, folder.id, NewFile("/home/eva/new.pdf", "new.pdf", "pdf", 100, 0, 0))
    shelf.database.leave_no_trace()
    assert traces(shelf, [old_name]) == []
    assert traces(shelf, others) == others


def test_somebody_who_reads_meanwhile_does_not_stop_the_erasing(shelf: Shelf) -> None:
    betraying = fill(shelf, 10)
    other = Shelf.open(shelf.database.path)
    assert other.count("file") == 10
    shelf.files.remove(betraying)
    shelf.database.leave_no_trace(surely=True)
    assert traces(shelf, [known for all_of in betraying.values() for known in all_of]) == []
    assert other.count("file") == 0
    other.database.close()


def test_erasing_takes_the_cheaper_way(shelf: Shelf) -> None:
    """One by one while little goes, all at the end when much does."""
    betraying = list(fill(shelf, 100, passages=10))
    shelf.files.remove(betraying[:0])
    with shelf.database.write() as connection:
        assert not owes_erasing(connection)
    shelf.files.remove(betraying[:50])
    with shelf.database.write() as connection:
        assert owes_erasing(connection)
    shelf.database.leave_no_trace()
    with shelf.database.write() as connection:
        assert not owes_erasing(connection)
