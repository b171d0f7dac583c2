"""An experiment as it could come out, with names that would do harm where they are not escaped."""

from datetime import datetime

from grsearch_desktop.evaluate.experiments.experiment import (
    Curve,
    Experiment,
    Interval,
    Plot,
    Table,
)
from grsearch_desktop.evaluate.showing.html_report import Report

HOSTILE = "<script>alert('$x_1$ & \"y\"')</script>\x1b[31m\udc80"
SHARES = tuple(step / 10 for step in range(11))


def curve(name: str, *values: float) -> Curve:
    y = values * (len(SHARES) if len(values) == 1 else 1)
    return Curve(
        name, SHARES[: len(y)], y, tuple(one - 0.02 for one in y), tuple(one + 0.02 for one in y)
    )


U_CURVE = Plot(
    "u-curve",
    "Documents shown as screenshots",
    "share",
    "nDCG@10",
    (curve("raw", *(0.45 + 1.4 * (x - 0.5) ** 2 for x in SHARES)), curve("calibrated", 0.82)),
    "Raw dips in between.",
)


def experiment(name: str = "u-curve", plots: tuple[Plot, ...] = (U_CURVE,)) -> Experiment:
    return Experiment(
        name,
        f"The title of {name}",
        "Does it matter how a document is shown?",
        f"Raw falls to 0.45 on {HOSTILE}; calibrated stays at 0.82.",
        (
            Table(
                "nDCG@10 by share",
                ("method", "0", "0.5", "documents"),
                (
                    ("raw", Interval(0.8, 0.78, 0.82), Interval(0.45, 0.43, 0.47), 2000),
                    ("calibrated", Interval(0.82, 0.8, 0.84), Interval(0.8154, 0.8, 0.84), 2000),
                ),
                "Raw dips.",
            ),
        ),
        plots,
        ("The mean over 3 draws.",),
    )


def report(*experiments: Experiment) -> Report:
    return Report(
        HOSTILE,
        "1,000 questions, 2,000 documents",
        ("bundled-2", HOSTILE),
        datetime(2026, 1, 2, 3, 4, 5),
        f"grsearch evaluate {HOSTILE} --report out",
        "1.2.3",
        experiments or (experiment(),),
    )
