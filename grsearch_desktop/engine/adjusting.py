"""Answers on what a person can change: the models and the settings."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import models
from grsearch_desktop.engine import protocol, requests
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.lanes import Lane
from grsearch_desktop.engine.views import ModelInfo, ModelProgress
from grsearch_desktop.errors import SettingsError
from grsearch_desktop.library.rules import Rules

Answerer = Callable[[dict[str, Any]], Any]


def methods(
    engine: Engine, tell: Callable[[bytes], None], update_soon: Callable[[], None]
) -> dict[str, tuple[Lane, Answerer]]:
    """The methods by name, each with its lane.

    tell: sends a line to all who subscribed; update_soon: has what was changed seen to.
    """
    adjusting = _Adjusting(engine, tell, update_soon)
    return {
        "models": (Lane.LOOKS, adjusting.models),
        "get_model": (Lane.LOOKS, adjusting.get_model),
        "cancel_model": (Lane.LOOKS, adjusting.cancel_model),
        "use_model": (Lane.CHANGES, adjusting.use_model),
        "kept_vectors": (Lane.LOOKS, adjusting.kept_vectors),
        "forget_model": (Lane.CHANGES, adjusting.forget_model),
        "settings": (Lane.LOOKS, adjusting.settings),
        "change_settings": (Lane.CHANGES, adjusting.change_settings),
    }


class _Adjusting:
    def __init__(
        self,
        engine: Engine,
        tell: Callable[[bytes], None],
        update_soon: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._tell = tell
        self._update_soon = update_soon

    def models(self, _: dict[str, Any]) -> Any:
        wanted = settings_file.load(self._engine.home.settings).model
        kept = self._engine.kept_vectors()
        listed = [
            ModelInfo(
                model.name,
                model.installed,
                model.name == wanted,
                model.size_bytes,
                model.licence,
                model.languages,
                model.description,
                any(known.answers for known in kept if known.name == model.name),
                sum(known.vectors for known in kept if known.name == model.name),
                sum(known.size_bytes for known in kept if known.name == model.name),
                model.speed,
            )
            for model in models.catalogue(self._engine.home.models)
        ]
        return {"models": [asdict(model) for model in listed]}

    def kept_vectors(self, _: dict[str, Any]) -> Any:
        return {"kept": [asdict(kept) for kept in self._engine.kept_vectors()]}

    def forget_model(self, params: dict[str, Any]) -> Any:
        size = self._engine.forget_model(requests.name(params))
        self._update_soon()
        return {"size_bytes": size}

    def get_model(self, params: dict[str, Any]) -> Any:
        self._engine.getting.begin(requests.name(params), self._tell_how_far)
        return {}

    def cancel_model(self, params: dict[str, Any]) -> Any:
        self._engine.getting.cancel(requests.name(params))
        return {}

    def use_model(self, params: dict[str, Any]) -> Any:
        name = requests.name(params)
        if name != models.BUNDLED:
            # As it is called once it is installed.
            name = models.folder_name(name)
        models.check(name, self._engine.home.models)
        self._change({"model": name})
        return {}

    def settings(self, _: dict[str, Any]) -> Any:
        return asdict(settings_file.load(self._engine.home.settings))

    def change_settings(self, params: dict[str, Any]) -> Any:
        if "model" in params:
            raise SettingsError("Which model is used is changed by `use_model`, which tries it.")
        self._change(params)
        return {}

    def _change(self, values: dict[str, Any]) -> None:
        """The engine then follows its file, as it does whoever wrote it."""
        path = self._engine.home.settings
        settings = settings_file.changed(settings_file.load(path), values)
        for pattern in values.get("ignore", ()):
            try:
                Rules([pattern])
            except SettingsError:
                raise SettingsError(
                    f"The line “{pattern[:80]}” of what to leave out can't be understood."
                ) from None
        settings_file.save(path, settings)

    def _tell_how_far(self, now: ModelProgress) -> None:
        self._tell(protocol.event_line("model", asdict(now)))
