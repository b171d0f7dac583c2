"""`grsearch models`."""

from typing import TYPE_CHECKING, Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands import model_getting
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json
from grsearch_desktop.engine import reach
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.protocol import KeptVectors


def models(
    action: Annotated[str, typer.Argument(metavar="[list|use|get|calibrate|forget]")] = "list",
    name: Annotated[str, typer.Argument(metavar="[NAME]")] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Lists models and what the library keeps of them; gets one, calibrates one anew, chooses the
    one that searches, or forgets the vectors of one that does so no more."""
    place = paths.home(home)
    if action == "list":
        _list(place, as_json)
    elif action == "get" and name:
        model_getting.get(name, place)
    elif action == "calibrate" and name:
        model_getting.calibrate(name, place)
    elif action == "use" and name:
        _use(place, name)
    elif action == "forget" and name:
        _forget(place, name)
    else:
        raise typer.BadParameter(
            "say `models`, or `models use`, `get`, `calibrate` or `forget` with a NAME"
        )


def _list(place: Home, as_json: bool) -> None:
    from dataclasses import asdict

    from grsearch_desktop import settings as settings_file
    from grsearch_desktop import terminal
    from grsearch_desktop.encode import models as known_models

    used = settings_file.load(place.settings).model
    known, kept = known_models.catalogue(place.models), _kept(place)
    if as_json:
        print_json(
            {
                "models": [asdict(model) for model in known],
                "used": used,
                "kept": [asdict(vectors) for vectors in kept],
            }
        )
    else:
        terminal.print_models(known, used, kept)


def _use(place: Home, name: str) -> None:
    """Says what it will do. The one that answers goes on until the chosen one is ready."""
    from dataclasses import replace

    from grsearch_desktop import settings as settings_file
    from grsearch_desktop.commands.model_choice import forecast
    from grsearch_desktop.encode import models as known_models

    encoder = known_models.load(name, place.models, 1)
    if name != known_models.BUNDLED:
        name = known_models.folder_name(name)  # as it is called once it is installed
    client = reach.running(place)
    if client:
        client.close()
    sentence = forecast(_kept(place), name, encoder.name, at_once=client is not None)
    place.create()
    settings = settings_file.load(place.settings)
    settings_file.save(place.settings, replace(settings, model=name))
    print(sentence)


def _forget(place: Home, name: str) -> None:
    from grsearch_desktop.errors import UsageError
    from grsearch_desktop.terminal import size

    if client := reach.running(place):
        with client:
            freed = client.forget_model(name)
    elif not place.library.exists():
        raise UsageError(f"The library holds no vectors of {name}.")
    else:
        with reach.writing(place) as engine:
            freed = engine.forget_model(name)
            engine.sweep()
    print(
        f"The vectors of {name} are taken out of the library: {size(freed)} for what comes next. "
        "The model itself stays installed."
    )


def _kept(place: Home) -> "tuple[KeptVectors, ...]":
    if not place.library.exists():
        return ()
    return reach.ask(place, lambda asked: asked.kept_vectors())
