"""Answers on what a person looks at: documents and their pages, and the library map."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from grsearch_desktop.engine import requests, views
from grsearch_desktop.engine.engine import Engine

Answerer = Callable[[dict[str, Any]], Any]


def methods(engine: Engine) -> dict[str, Answerer]:
    """The methods by name."""
    viewing = _Viewing(engine)
    return {
        "document": viewing.document,
        "page_image": viewing.page_image,
        "page_text": viewing.page_text,
        "library_map": viewing.library_map,
        "values": viewing.values,
    }


class _Viewing:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def document(self, params: dict[str, Any]) -> Any:
        return asdict(self._engine.document(*requests.place(params)))

    def values(self, params: dict[str, Any]) -> Any:
        return {"values": list(self._engine.values(requests.filter_name(params)))}

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
