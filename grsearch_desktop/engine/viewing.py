"""Answers on what a person looks at: documents and their pages, the library map, the models."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from grsearch_desktop.encode import models
from grsearch_desktop.engine import requests, views
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.errors import EngineError

Answerer = Callable[[dict[str, Any]], Any]


def methods(engine: Engine, tell: Callable[[bytes], None]) -> dict[str, Answerer]:
    """The methods by name. `tell` sends a line to all who subscribed."""
    viewing = _Viewing(engine, tell)
    return {
        "document": viewing.document,
        "page_image": viewing.page_image,
        "page_text": viewing.page_text,
        "library_map": viewing.library_map,
        "models": viewing.models,
        "get_model": viewing.get_model,
        "cancel_model": viewing.cancel_model,
        "use_model": viewing.use_model,
    }


class _Viewing:
    def __init__(self, engine: Engine, tell: Callable[[bytes], None]) -> None:
        self._engine = engine
        self._tell = tell

    def document(self, params: dict[str, Any]) -> Any:
        return asdict(self._engine.document(*requests.place(params)))

    def page_text(self, params: dict[str, Any]) -> Any:
        path, query = requests.place(params)
        return asdict(self._engine.page_text(path, requests.page(params), query))

    def page_image(self, params: dict[str, Any]) -> Any:
        path, query = requests.place(params)
        side = requests.number(params, "long_side")
        return views.image_data(self._engine.page_image(path, requests.page(params), side, query))

    def library_map(self, params: dict[str, Any]) -> Any:
        of_calibrated = requests.yes_or_no(params, "calibrated")
        return views.map_data(self._engine.library_map(of_calibrated))

    def models(self, _: dict[str, Any]) -> Any:
        listed = [
            views.ModelInfo(
                model.name,
                model.installed,
                model.name == self._engine.settings.model,
                model.size_bytes,
                model.licence,
                "",
                model.description,
            )
            for model in models.catalogue(self._engine.home.models)
        ]
        return {"models": [asdict(model) for model in listed]}

    def get_model(self, _: dict[str, Any]) -> Any:
        raise EngineError("This engine can't change models yet; `grsearch models` can.")

    cancel_model = use_model = get_model
