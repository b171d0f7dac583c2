"""What the paper says of a gap, on a planted one: each claim from an experiment's figures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.experiments import (
    alpha_sweep,
    domains,
    fusion,
    geometry,
    means_of_others,
    models,
    run,
    u_curve,
)
from grsearch_desktop.evaluate.experiments.experiment import Experiment, Interval
from grsearch_desktop.evaluate.experiments.setting import Setting
from grsearch_desktop.evaluate.planted import Planted, PlantedClip, WithGap, planted_set


def made(experiment: Experiment | None) -> Experiment:
    assert experiment is not None
    return experiment


def value(cell: object) -> float:
    assert isinstance(cell, Interval)
    assert cell.below <= cell.value <= cell.above
    return cell.value


def lines(experiment: Experiment) -> dict[str, tuple[float, ...]]:
    return {curve.name: curve.y for curve in experiment.plots[0].curves}


def test_raw_the_curve_is_a_u_and_calibrated_it_is_flat(planted: Setting) -> None:
    curves = lines(made(u_curve.run(planted)))
    raw, calibrated = curves["raw"], curves["calibrated"]
    dip = int(np.argmin(raw))
    assert 0 < dip < len(raw) - 1
    assert raw[0] - raw[dip] > 20 and raw[-1] - raw[dip] > 20
    assert max(calibrated) - min(calibrated) <= 2
    assert min(calibrated) > max(raw)


def test_means_of_unrelated_samples_alone_make_the_curve_flat(planted: Setting) -> None:
    prior = planted.encoder.prior
    means = Means(prior.query, prior.text, prior.image)
    values = []
    for share in u_curve.SHARES:
        pictures = planted.places() < share * len(planted.dataset.documents)
        shown = planted.encoded.shown(~pictures, pictures)
        values.append(planted.ndcg(shown, means, 0.5).mean())
    assert max(values) - min(values) <= 2


def test_without_a_gap_raw_is_flat_as_well(planted: Setting) -> None:
    without = replace(planted, encoder=PlantedClip(Planted(gap=0)))
    raw = lines(made(u_curve.run(without)))["raw"]
    assert max(raw) - min(raw) <= 3


def test_of_the_papers_shares_an_end_is_best_raw_and_one_inside_calibrated(
    planted: Setting,
) -> None:
    curves = lines(made(alpha_sweep.run(planted)))
    of_share = {
        name: {a: dict(zip(alpha_sweep.FINER, y, strict=True))[a] for a in alpha_sweep.SHARES}
        for name, y in curves.items()
    }
    assert max(of_share["raw"], key=of_share["raw"].__getitem__) in (0.0, 1.0)
    calibrated = of_share["calibrated"]
    assert 0 < max(calibrated, key=calibrated.__getitem__) < 1
    assert max(calibrated.values()) - max(calibrated[0.0], calibrated[1.0]) > 0.5


def test_raw_no_picture_is_found_among_texts(planted: Setting) -> None:
    table = made(alpha_sweep.run(planted)).tables[0]
    image = table.columns.index("image")
    rows = {str(row[0]): row for row in table.rows}
    assert value(rows["raw, a = 0.5"][image]) < 1
    assert value(rows["calibrated, a = 0.5"][image]) > 80


def test_means_of_other_documents_serve_and_of_a_hundred_too(planted: Setting) -> None:
    of_what, of_how_many = made(means_of_others.run(planted)).tables
    figures = {str(row[0]): value(row[1]) for row in of_what.rows}
    raw, own = figures["none taken off (raw)"], figures["of these documents"]
    assert own - raw > 20
    assert abs(own - figures["shipped with the model"]) < 1
    assert figures["of planted, subject 1"] - raw > 0.9 * (own - raw)
    sizes = {str(row[0]): value(row[1]) for row in of_how_many.rows}
    assert sizes["10"] < sizes["100"]
    assert own - sizes["100"] < 1


def test_the_wider_the_gap_the_more_calibration_gains(planted: Setting) -> None:
    table = made(models.run(planted)).tables[0]
    gain = {row[0]: value(row[-1]) for row in table.rows}
    gap = {row[0]: row[1] for row in table.rows}
    ordered = sorted(gain, key=lambda name: float(str(gap[name])))
    assert [gain[name] for name in ordered] == sorted(gain.values())
    assert abs(gain[ordered[0]]) < 2 < gain[ordered[-1]]


def test_domains_of_an_even_set_gain_nothing(planted: Setting) -> None:
    rows = made(domains.run(planted)).tables[0].rows
    assert len(rows) == 1 + 2 * len(domains.COUNTS)
    assert max(value(row[3]) for row in rows[1:]) < 1


def test_calibrated_no_other_fusion_beats_the_linear_one_by_much(planted: Setting) -> None:
    rows = {str(row[0]): value(row[1]) for row in made(fusion.run(planted)).tables[0].rows}
    linear = rows["calibrated: linear, before the cosine"]
    assert linear > rows["raw: linear, before the cosine"]
    others = [figure for name, figure in rows.items() if name.startswith("calibrated")]
    assert linear > max(others) - 1


def test_calibrated_the_kinds_lie_among_each_other(planted: Setting) -> None:
    rows = {str(row[0]): row[1:] for row in made(geometry.run(planted)).tables[0].rows}
    raw, calibrated = rows["of the 10 nearest of any, as many of the same kind"]
    assert float(str(raw)) > 0.95
    assert float(str(calibrated)) == pytest.approx(0.5, abs=0.1)
    raw, calibrated = rows["gap: distance of the means of texts and pictures"]
    assert float(str(raw)) > 0.9 > 0.1 > float(str(calibrated))
    raw, calibrated = rows["a text comes before a picture, for any query"]
    assert float(str(raw)) > 0.99
    assert float(str(calibrated)) == pytest.approx(0.5, abs=0.02)


def test_a_gap_planted_in_a_model_without_one_parts_what_it_knows(
    planted: Setting, kept: Path
) -> None:
    plain = PlantedClip(Planted(gap=0))
    gapped = WithGap(plain, 1.5)
    vectors = gapped.encode_texts(["word1 word2", "word3"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    curves = lines(made(u_curve.run(Setting(planted.dataset, gapped, kept))))
    assert curves["raw"][0] - min(curves["raw"]) > 20
    assert max(curves["calibrated"]) - min(curves["calibrated"]) <= 3
    dataset = planted_set(kept / "pictures", documents=200, queries=100)
    without = Setting(dataset, plain, kept)
    same = Setting(dataset, WithGap(plain, 0), kept)
    np.testing.assert_allclose(same.encoded.images, without.encoded.images, atol=1e-6)


def test_the_planted_model_is_the_same_each_time() -> None:
    texts = ["word1 word2 word3", "a word of no number"]
    np.testing.assert_array_equal(
        PlantedClip().encode_texts(texts), PlantedClip().encode_texts(texts)
    )
    other = PlantedClip(Planted(seed=1)).encode_texts(texts)
    assert not np.allclose(PlantedClip().encode_texts(texts), other)


def test_all_experiments_are_made_in_their_order(planted: Setting) -> None:
    heard: list[tuple[str, int, int]] = []
    found = run.run(planted, ["geometry", "alpha"], lambda *step: heard.append(step))
    assert [one.name for one in found] == ["alpha", "geometry"]
    assert heard == [("alpha", 0, 2), ("geometry", 1, 2)]
    with pytest.raises(UsageError, match="There is no experiment tarot"):
        run.run(planted, ["tarot"])


def test_with_one_model_there_is_nothing_to_compare(planted: Setting) -> None:
    assert models.run(replace(planted, encoders=())) is None


def test_what_is_told_of_the_curve_fits_it(planted: Setting) -> None:
    assert "Raw falls from" in made(u_curve.run(planted)).answer
    without = replace(planted, encoder=PlantedClip(Planted(gap=0)))
    experiment = made(u_curve.run(without))
    raw = lines(experiment)["raw"]
    is_u = 0 < int(np.argmin(raw)) < len(raw) - 1
    assert ("Raw falls from" in experiment.answer) == is_u
