"""What files say of themselves, as filters ask for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grsearch_desktop.store import facts
from grsearch_desktop.store.conditions import Circle, Conditions
from grsearch_desktop.store.facts import phrase, words
from grsearch_desktop.store.text import ReadFile
from tests.store.shelf import Shelf

LISBON = Circle(38.72, -9.14, 25.0)


def add(
    shelf: Shelf,
    name: str,
    kind: str = "text",
    *,
    author: str = "",
    created: float | None = None,
    place: tuple[float, float] | None = None,
    **said: str,
) -> int:
    file_id = shelf.name(name, kind=kind)
    read = ReadFile(file_id, b"h", kind, "", author, created, "", [], [], False, "", {}, said)
    shelf.text.save([replace(read, place=place)])
    return file_id


def found(shelf: Shelf, **asked: object) -> list[int]:
    return shelf.files.matching(Conditions(**asked)).tolist()  # type: ignore[arg-type]


def said(shelf: Shelf, *pairs: tuple[str, str]) -> list[int]:
    return found(shelf, said=pairs)


def test_words_are_begun_in_a_row_without_regard_to_case_and_accents(shelf: Shelf) -> None:
    anna = add(shelf, "a.eml", "mail", **{"from": "Anna Müller <anna@example.org>"})
    bob = add(shelf, "b.eml", "mail", author="Bob Joannason <bob@example.org>")
    for value in ("ann", "ANNA", "muller", "Müll", "anna müller", "anna@example.org"):
        assert said(shelf, ("from", value)) == [anna], value
    assert said(shelf, ("from", "bob")) == [bob], "of an older mail the author is known"
    assert said(shelf, ("from", "example muller")) == said(shelf, ("from", "xyz")) == []
    assert said(shelf, ("from", "ann"), ("from", "bob")) == [anna, bob]
    assert found(shelf, not_said=(("from", "example"),)) == []
    assert found(shelf, not_said=(("from", "ann"),)) == [bob]
    japan = add(shelf, "c.eml", "mail", **{"from": "山田太郎"})
    assert said(shelf, ("from", "太郎")) == [japan]


def test_tags_of_a_file_and_its_keywords_are_asked_for_together(shelf: Shelf) -> None:
    one = add(shelf, "1.txt", tags="Holiday, draft")
    two = add(shelf, "2.jpg", "image", keywords="holiday; beach")
    assert said(shelf, ("tag", "holiday")) == [one, two]
    assert said(shelf, ("tag", "holiday"), ("tag", "beach")) == [two]
    assert said(shelf, ("tag", "holiday draft")) == [], "two tags are no phrase"
    assert found(shelf, said=(("tag", "holiday"),), not_said=(("tag", "draft"),)) == [two]
    assert facts.frequent(shelf.database, "tag", 2)[0].lower() == "holiday"


def test_pictures_are_found_by_when_and_where_they_were_taken(shelf: Shelf) -> None:
    july = datetime(2023, 7, 31, 23, 59, tzinfo=UTC).timestamp()
    one = add(shelf, "1.jpg", "image", created=july, place=(38.7, -9.2))
    two = add(shelf, "2.jpg", "image", created=july + 60, place=(48.85, 2.35))
    add(shelf, "3.txt", created=july)
    assert found(shelf, taken_before=july + 60) == [one]
    assert found(shelf, taken_after=july + 60) == [two]
    assert found(shelf, near=(LISBON,)) == [one]
    assert found(shelf, near=(LISBON, Circle(48.8, 2.3, 25.0))) == [one, two]
    assert two in found(shelf, not_near=(LISBON,))
    assert one not in found(shelf, not_near=(LISBON,))
    assert found(shelf, near=(Circle(48.8, 2.3, 2.0),)) == []


def test_what_changes_is_seen_by_the_next_filter(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(shelf, ("camera", "canon")) == found(shelf, near=(LISBON,)) == []
    one = add(shelf, "1.jpg", "image", camera="Canon EOS")
    two = add(shelf, "2.jpg", "image", camera="Nikon D5")
    assert said(shelf, ("camera", "canon")) == [one]
    monkeypatch.setattr(facts._Kept, "_all", None)  # from here on what changed alone is read
    shelf.text.save([ReadFile(one, b"h", "image", "", "", None, "", [], [], False, "")])
    assert said(shelf, ("camera", "canon")) == []
    shelf.text.save(
        [
            ReadFile(
                *(two, b"h", "image", "", "", None, "", [], [], False, "", {}),
                {"camera": "Canon\0 R5"},
                (38.7, -9.1),
            )
        ]
    )
    assert said(shelf, ("camera", "canon r5")) == found(shelf, near=(LISBON,)) == [two]
    shelf.files.remove([two])
    assert said(shelf, ("camera", "canon")) == []


@pytest.mark.parametrize(
    ("value", "folded"),
    [("Straße 7", " strasse 7"), ("C++", " c"), ("", ""), ("?!", ""), ("Łódź", " łodz")],
)
def test_a_value_is_compared_by_its_words(value: str, folded: str) -> None:
    assert words(value) == phrase(value) == folded
