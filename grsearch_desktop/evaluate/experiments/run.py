"""Makes the experiments that are asked for, one after another."""

from collections.abc import Callable, Sequence

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.experiments import (
    alpha_sweep,
    beyond_the_mean,
    domains,
    fusion,
    geometry,
    means_of_others,
    models,
    u_curve,
)
from grsearch_desktop.evaluate.experiments.experiment import Experiment
from grsearch_desktop.evaluate.experiments.setting import Setting

OnStep = Callable[[str, int, int], None]
"""Hears which experiment begins, how many are done, and of how many."""

_ALL: dict[str, Callable[[Setting], Experiment | None]] = {
    u_curve.NAME: u_curve.run,
    alpha_sweep.NAME: alpha_sweep.run,
    means_of_others.NAME: means_of_others.run,
    models.NAME: models.run,
    domains.NAME: domains.run,
    fusion.NAME: fusion.run,
    geometry.NAME: geometry.run,
    beyond_the_mean.NAME: beyond_the_mean.run,
}
NAMES = tuple(_ALL)


def run(
    setting: Setting, names: Sequence[str] = (), on_step: OnStep | None = None
) -> list[Experiment]:
    """The experiments of these names, or all; those that don't fit the set are left out.

    Raises UsageError on a name that is none.
    """
    for name in names:
        if name not in _ALL:
            raise UsageError(f"There is no experiment {name}. There are: {', '.join(NAMES)}.")
    wanted = [name for name in NAMES if not names or name in names]
    found = []
    for done, name in enumerate(wanted):
        if on_step:
            on_step(name, done, len(wanted))
        made = _ALL[name](setting)
        if made is not None:
            found.append(made)
    return found
