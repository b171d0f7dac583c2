"""`grsearch watch`."""

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption
from grsearch_desktop.engine import reach


def watch(home: HomeOption = None) -> None:
    """Keeps the library up to date until stopped."""
    from grsearch_desktop.engine.service import serve

    place = paths.home(home)
    if reach.running(place):
        print("The library is being kept up to date already.")
        return
    print("Keeping the library up to date; Ctrl-C stops.", flush=True)
    serve(place)
