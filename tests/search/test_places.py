"""Places by their names and names of places, from the list that is shipped."""

import pytest

from grsearch_desktop.search import places
from grsearch_desktop.search.query import parse

LISBON = (38.71, -9.14)
BERLIN = (52.52, 13.4)


def names(value: str) -> list[str]:
    return [places.around(circle.north, circle.east)[-1] for circle in places.circles(value)]


@pytest.mark.parametrize("name", ["lisbon", "LISBOA", "Lissabon", "lisbon, portugal", "Lisbon,PT"])
def test_a_city_is_known_by_its_names(name: str) -> None:
    (circle,) = places.circles(name)
    assert (circle.north, circle.east) == pytest.approx(LISBON, abs=0.05)
    assert circle.kilometres == 25


def test_of_several_cities_of_a_name_each_is_meant() -> None:
    assert set(names("paris")) > {"France", "United States"}
    assert names("paris, us") == ["United States"]
    assert len(parse("near:paris").conditions.near) == len(names("paris"))


def test_names_in_other_letters_are_known() -> None:
    assert places.circles("東京") == places.circles("Tokyo")
    assert places.circles("Köln")[0] == places.circles("cologne")[0]
    assert places.circles("São Paulo") == places.circles("sao  paulo")


def test_more_is_near_a_larger_city() -> None:
    assert 40 < places.circles("tokyo")[0].kilometres < 50


@pytest.mark.parametrize("name", ["", "!", "nowhere at all", "lisbon, japan", "95,3", "3,181"])
def test_a_place_that_nobody_knows_is_none(name: str) -> None:
    assert places.circles(name) == ()


def test_a_place_is_told_by_its_quarter_its_city_and_its_country() -> None:
    assert places.around(38.6976, -9.206) == ("Belém", "Lisbon", "Portugal")
    assert places.around(*BERLIN)[1:] == ("Berlin", "Germany")
    assert places.around(0.0, 0.0) == places.around(89.99, 10.0) == (), "the sea is no city's"
    assert places.around(-18.14, 178.44)[-1] == "Fiji"
