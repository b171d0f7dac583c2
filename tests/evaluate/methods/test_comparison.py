from dataclasses import replace

import numpy as np
import pytest

from grsearch_desktop.evaluate.methods import planted
from grsearch_desktop.evaluate.methods.comparison import (
    EVEN,
    FAMILIES,
    ODD,
    Row,
    Trial,
    compared,
    first,
    outcomes,
    verdicts,
)
from grsearch_desktop.evaluate.methods.means import MeanOnly, Raw
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Method, Scorer
from tests.evaluate.methods.things import COUNT, Things

EVERY = [method for methods in FAMILIES.values() for method in methods]


@pytest.mark.parametrize("method", EVERY, ids=lambda method: method.name)
def test_a_query_does_not_change_the_scores_of_another(things: Things, method: Method) -> None:
    scorer = method.fit(things.held_out, things.documents)
    assert scorer is not None
    together = scorer(things.questions[:7])
    assert together.shape == (7, COUNT)
    assert np.isfinite(together).all()
    for number in range(7):
        alone = scorer(things.questions[number : number + 1])[0]
        assert alone == pytest.approx(together[number], rel=1e-3, abs=1e-4)


def test_an_answer_is_as_good_as_its_best_document() -> None:
    scores = np.array([[0.1, 0.9, 0.5, 0.2, 0.5]], np.float32)
    answers = np.array([0, 1, 2, 1, 0])
    assert first(scores, answers).tolist() == [[1, 0, 2]]


def test_hubs_and_questions_are_counted(things: Things) -> None:
    found = outcomes(MeanOnly(), [trial(things)])["things"]
    assert found.values.mean() > 0.9
    assert len(found.half(EVEN)) == len(found.half(ODD)) == COUNT // 2
    assert found.distinct > 0.9
    everywhere = outcomes(Everywhere(), [trial(things)])["things"]
    assert everywhere.distinct == pytest.approx(10 / COUNT)
    assert everywhere.hub == 1


def test_the_setting_is_chosen_on_even_questions_alone(things: Things) -> None:
    given = trial(things)
    choice = {"both": (Raw(), MeanOnly()), "mean only": (MeanOnly(),)}
    rows = {row.family: row for row in compared([given], choice)}
    assert rows["both"].setting == "mean only"
    # Whatever the odd questions say.
    elsewhere = tuple(
        gains if number % 2 == 0 else {(number + 7) % COUNT: 1.0}
        for number, gains in enumerate(given.gains)
    )
    rows = {row.family: row for row in compared([replace(given, gains=elsewhere)], choice)}
    assert rows["both"].setting == "mean only"
    even_too = tuple({(number + 7) % COUNT: 1.0} for number in range(COUNT))
    rows = {row.family: row for row in compared([replace(given, gains=even_too)], choice)}
    assert rows["both"].outcome.values.mean() < 0.5


def test_gains_are_counted_against_the_mean_only(things: Things) -> None:
    rows = compared([trial(things)], {"raw": (Raw(),), "mean only": (MeanOnly(),)})
    raw, mean = rows
    assert not mean.gain.any()
    assert raw.gain == pytest.approx(raw.outcome.values - mean.outcome.values)
    low, high = raw.interval(ODD)
    assert low <= raw.gain[1::2].mean() <= high < 0


def test_a_family_that_cannot_be_fitted_has_no_row(things: Things) -> None:
    text = things.documents.rows()["text"]
    alone = Documents(things.documents.texts[text], things.documents.images[text], 0.5)
    only = Trial(
        "texts",
        things.questions[text],
        tuple({number: 1.0} for number in range(len(text))),
        alone,
        np.arange(len(text)),
        things.held_out,
    )
    assert {row.family for row in compared([only])} == FAMILIES.keys() - {"procrustes"}


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (planted.Fault("gap", gap=1.5), "mean only"),
        (planted.Fault("turn", gap=1.5, turn=80), "procrustes"),
        (planted.Fault("loud", gap=1.5, loud=0.8), "top components removed"),
    ],
    ids=lambda given: getattr(given, "name", given),
)
def test_each_planted_fault_is_cured_by_the_method_that_is_made_for_it(
    bare: Things, fault: planted.Fault, cure: str
) -> None:
    documents = bare.documents
    known = fault.put("query", bare.held_out.queries)
    held_out = HeldOut(known, replace(bare.held_out.prior, query=known.mean(axis=0)))
    ill = replace(
        documents,
        texts=fault.put("text", documents.texts),
        images=fault.put("image", documents.images),
    )
    given = replace(
        trial(bare), queries=fault.put("query", bare.questions), documents=ill, held_out=held_out
    )
    families = {name: FAMILIES[name] for name in ("raw", "mean only", cure)}
    means = {row.family: row.outcome.half(ODD).mean() for row in compared([given], families)}
    others = max(value for name, value in means.items() if name != cure)
    assert means[cure] > others + 0.05


class Everywhere:
    """Finds the same ten whatever is asked."""

    name = "everywhere"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        levels = -np.arange(len(documents.texts), dtype=np.float32)
        return lambda queries: np.tile(levels, (len(queries), 1))


def trial(things: Things) -> Trial:
    gains = tuple({number: 1.0} for number in range(COUNT))
    return Trial(
        "things", things.questions, gains, things.documents, np.arange(COUNT), things.held_out
    )


def test_a_verdict_tells_a_win_from_noise_and_from_a_loss_elsewhere(things: Things) -> None:
    (mean,) = compared([trial(things)], {"mean only": (MeanOnly(),)})
    noise = np.random.default_rng(2).normal(size=COUNT) * 0.1

    def rows(family: str, **gains: float) -> list[Row]:
        level = noise - noise[1::2].mean()
        return [
            replace(mean, family=family, trial=name, gain=level + by) for name, by in gains.items()
        ]

    found = verdicts(
        [
            *rows("winner", papers=0.1, photos=0.1, everyday=0.0),
            *rows("one of three", papers=0.3, photos=0.0, everyday=0.0),
            *rows("noise", papers=0.005, photos=-0.005, everyday=0.0),
            *rows("loser", papers=0.3, photos=0.3, everyday=-0.1),
        ]
    )
    assert {verdict.family: verdict.wins for verdict in found} == {
        "winner": True,
        "one of three": False,
        "noise": False,
        "loser": False,
    }
    assert found[0].better == ("papers", "photos")
    assert found[3].worse == ("everyday",)
    assert found[0].gain == pytest.approx(0.2 / 3)
    assert found[0].interval[0] < found[0].gain < found[0].interval[1]
