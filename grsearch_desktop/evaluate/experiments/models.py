"""(4) Several models side by side."""

import numpy as np

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.evaluate.encoded import there
from grsearch_desktop.evaluate.experiments.experiment import Cell, Experiment, Table
from grsearch_desktop.evaluate.experiments.setting import Setting, interval

NAME = "models"
_SHARES = tuple(round(0.1 * step, 1) for step in range(11))


def run(setting: Setting) -> Experiment | None:
    """None where there is no other model."""
    if not setting.encoders:
        return None
    rows: list[tuple[Cell, ...]] = []
    gains = {}
    for own in (setting, *map(setting.seen_by, setting.encoders)):
        encoder = own.encoder
        shown = own.mixed()
        texts, images = there(shown.texts), there(shown.images)
        gap = (
            float(np.linalg.norm(texts.mean(axis=0) - images.mean(axis=0)))
            if len(texts) and len(images)
            else 0.0
        )
        figures = {}
        for name, means in (("raw", Means.none(encoder.dimension)), ("calibrated", own.means())):
            figures[name] = max(
                ((own.ndcg(shown, means, alpha), alpha) for alpha in _SHARES),
                key=lambda found: float(found[0].mean()),
            )
        raw, calibrated = figures["raw"], figures["calibrated"]
        gains[encoder.name] = float((calibrated[0] - raw[0]).mean())
        rows.append(
            (
                encoder.name,
                round(gap, 2),
                interval(raw[0]),
                f"{raw[1]:g}",
                interval(calibrated[0]),
                f"{calibrated[1]:g}",
                interval(calibrated[0] - raw[0]),
            )
        )
    least, most = min(gains, key=gains.__getitem__), max(gains, key=gains.__getitem__)
    return Experiment(
        NAME,
        "Several models side by side",
        "Each model with the share a of the text that suits it best, raw and calibrated.",
        f"Calibration gains {gains[least]:+.1f} points with {least} and {gains[most]:+.1f} with "
        f"{most}.",
        (
            Table(
                "nDCG@10 of each model",
                ("model", "gap", "raw", "its a", "calibrated", "its a", "gain"),
                tuple(rows),
                "The gap is the distance between the means of texts and of pictures, from 0 to 2.",
            ),
        ),
        notes=("Each a is the best one on these same questions, for raw as for calibrated.",),
    )
