import math

from grsearch_desktop.evaluate.experiments.experiment import Cell, Interval, Table
from grsearch_desktop.evaluate.showing.figures import Figure, columns, numbers


def column(*cells: Cell) -> tuple[Figure, ...]:
    return columns(Table("", ("one",), tuple((cell,) for cell in cells)))[0].figures


def texts(*cells: Cell) -> list[str]:
    return [figure.text for figure in column(*cells)]


def test_the_figures_of_a_column_have_the_decimals_that_its_finest_needs() -> None:
    assert texts(0.0, 0.25, 0.5, 1.0) == ["0.00", "0.25", "0.50", "1.00"]
    assert texts(0.1 + 0.2, 1 / 3) == ["0.300", "0.333"]
    assert texts(72.44, 5.0) == ["72.4", "5.0"]
    # Degrees and cosines in one column.
    assert texts(68.77, 0.442) == ["68.8", "0.442"]
    assert texts(10, 2000) == ["10", "2,000"]
    assert texts(-0.0001, -0.25, 0.1234) == ["0.000", "−0.250", "0.123"]
    assert numbers([0.0, 0.05, 0.1]) == ["0.00", "0.05", "0.10"]


def test_an_interval_has_its_range_in_no_more_decimals_than_two() -> None:
    assert column(Interval(0.4714, 0.4488, 0.4911)) == (Figure("0.471", "0.45–0.49"),)
    assert column(Interval(72.44, 70.16, 74.0)) == (Figure("72.4", "70.2–74.0"),)
    points = Table("", ("all", "gain"), ((Interval(72.4, 70, 74), Interval(-1.462, -2.4, 0.1)),))
    assert columns(points)[1].figures == (Figure("−1.5", "−2.4 to 0.1"),)
    assert column(Interval(-0.1, -0.41, 0.1)) == (Figure("−0.100", "−0.41 to 0.10"),)


def test_what_is_not_finite_is_a_dash_and_names_stay_as_they_are() -> None:
    assert texts("MSCOCO", math.nan) == ["MSCOCO", "–"]
    assert column(Interval(0.5, math.nan, math.nan)) == (Figure("0.500"),)
    written = columns(Table("", ("name", "its a"), (("A", "0.5"), ("B", ""))))
    assert [column.is_number for column in written] == [False, True]
    assert columns(Table("", ("a", "b"), ()))[1].figures == ()
