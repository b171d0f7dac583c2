"""What is not wanted comes later: by meaning, by words, beside a picture or a file."""

import pytest

from grsearch_desktop.search import lexical
from grsearch_desktop.search.searcher import Example
from grsearch_desktop.search.without import lowered_words
from tests.search.collection import Collection
from tests.search.small_encoder import picture_of


def without(words: str, **given: object) -> Example:
    return Example(minus=words, **given)  # type: ignore[arg-type]


@pytest.fixture
def beach(collection: Collection) -> Collection:
    collection.photo("people.jpg", "beach people")
    collection.photo("empty.jpg", "beach night stars")
    collection.photo("town.jpg", "street people")
    collection.photo("lemon.jpg", "lemon table")
    return collection


def test_a_photo_of_what_is_not_wanted_comes_after_one_without_it(beach: Collection) -> None:
    assert beach.names("beach")[0] == "people.jpg"
    assert beach.names("beach", example=without("people"))[0] == "empty.jpg"


def test_what_is_asked_for_stays_before_what_is_neither(beach: Collection) -> None:
    found = beach.names("beach", example=without("people"))
    assert found.index("people.jpg") < found.index("town.jpg")
    assert found.index("empty.jpg") < found.index("lemon.jpg")


def test_a_picture_and_words_without_words(beach: Collection) -> None:
    picture = picture_of("beach people")
    assert beach.names("", example=Example(image=picture))[0] == "people.jpg"
    night = beach.names("at night", example=without("people", image=picture))
    assert night[0] == "empty.jpg"


def test_more_like_a_file_without_words(beach: Collection) -> None:
    file_id = beach.photo("own.jpg", "beach people stars")
    assert beach.names("", example=Example(file_id=file_id))[0] == "people.jpg"
    assert beach.names("", example=without("people", file_id=file_id))[0] == "empty.jpg"


def test_what_is_not_wanted_asks_for_nothing_by_itself(beach: Collection) -> None:
    assert beach.names("", example=without("people")) == []


def test_what_nothing_shows_changes_no_order(beach: Collection) -> None:
    order = beach.names("beach")
    assert beach.names("beach", example=without("zymurgy"))[:2] == order[:2]


def test_a_passage_that_holds_the_unwanted_words_comes_after_one_that_does_not(
    collection: Collection,
) -> None:
    collection.shelf.add("cats.txt", "a garden where the cats sleep")
    collection.shelf.add("none.txt", "a garden behind the house, with a long wall of red bricks")
    assert collection.names("garden") == ["cats.txt", "none.txt"]
    assert collection.names("garden", example=without("cat")) == ["none.txt", "cats.txt"]


def test_all_the_unwanted_words_leave_nothing_and_half_of_them_about_half(
    collection: Collection,
) -> None:
    shelf = collection.shelf
    for number in range(30):
        shelf.add(f"{number}.txt", "filling that has nothing to do with any of it")
    shelf.add("both.txt", "a garden full of cats and dogs")
    shelf.add("half.txt", "a garden full of cats and mice")
    shelf.name("garden of cats and dogs.jpg")
    found = lexical.find("garden", shelf.text, None)
    left = lowered_words(found, lexical.find("cats dogs", shelf.text, None))
    names = {id: shelf.files.details([id])[id].name for id in (m.file_id for m in left.passages)}
    shares = {names[match.file_id]: match.bm25 for match in left.passages}
    assert shares["both.txt"] < 0.25 * shares["half.txt"]
    assert 0.2 < shares["half.txt"] < 0.8
    assert set(left.names.values()) == {0.0}
