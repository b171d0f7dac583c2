import pytest

from tests.evaluate.methods.things import Things


@pytest.fixture
def things() -> Things:
    """240 concepts: texts, images and both by turns, with a gap between the kinds."""
    return Things(gap=2.0)


@pytest.fixture
def bare() -> Things:
    """The same without any gap."""
    return Things(gap=0.0)
