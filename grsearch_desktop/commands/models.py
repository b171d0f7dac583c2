"""`grsearch models`."""

from typing import Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands import model_getting
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json
from grsearch_desktop.engine import reach


def models(
    action: Annotated[str, typer.Argument(metavar="[list|use|get|calibrate]")] = "list",
    name: Annotated[str, typer.Argument(metavar="[NAME]")] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Lists models, gets one, calibrates one anew, or chooses the one that searches."""
    from dataclasses import asdict, replace

    from grsearch_desktop import settings as settings_file
    from grsearch_desktop import terminal
    from grsearch_desktop.encode import models as known_models

    place = paths.home(home)
    settings = settings_file.load(place.settings)
    if action == "list":
        known = known_models.catalogue(place.models)
        if as_json:
            print_json({"models": [asdict(model) for model in known], "used": settings.model})
        else:
            terminal.print_models(known, settings.model)
        return
    if action not in ("use", "get", "calibrate") or not name:
        raise typer.BadParameter(
            "say `models`, `models use NAME`, `models get NAME` or `models calibrate NAME`"
        )
    if action == "get":
        model_getting.get(name, place)
        return
    if action == "calibrate":
        model_getting.calibrate(name, place)
        return
    encoder = known_models.load(name, place.models, 1)
    place.create()
    settings_file.save(place.settings, replace(settings, model=name))
    if client := reach.running(place):
        client.close()
        print(f"{encoder.name} is chosen; the engine that runs encodes the library with it.")
    else:
        print(f"{encoder.name} is chosen; `grsearch index` encodes the library with it.")
