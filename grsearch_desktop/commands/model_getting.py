"""`grsearch models get` and `grsearch models calibrate`."""

from grsearch_desktop.commands.outcome import stoppable
from grsearch_desktop.paths import Home


def get(name: str, home: Home) -> None:
    """Fetches a model and makes it ready, with what a person should know before and meanwhile."""
    from grsearch_desktop.encode import downloadable, models
    from grsearch_desktop.terminal import FetchBar, print_step

    home.create()
    if entry := downloadable.entry(name):
        print_step(f"{name}: {entry.description} About {entry.size_bytes / 1e6:,.0f} MB.")
    with (
        stoppable("Stopped. What was fetched is kept; the same command goes on with it."),
        FetchBar() as bar,
    ):
        installed = models.get(name, home.models, print_step, print_step, bar.show)
    print_step(f"{installed} is installed; `grsearch models use {installed}` chooses it.")


def calibrate(name: str, home: Home) -> None:
    """Makes the prior means of an installed model anew."""
    from grsearch_desktop.encode import models
    from grsearch_desktop.terminal import print_step

    with stoppable("Stopped. The model is as it was."):
        models.calibrate(name, home.models)
    print_step(f"{name} is calibrated; an engine that runs takes it up when it starts again.")
