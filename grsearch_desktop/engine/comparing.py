"""Answers on copies: to compare all files takes long, so it is told how far it is, and can end."""

from dataclasses import dataclass
from typing import Any

from grsearch_desktop.engine import protocol, requests
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.errors import EngineError


@dataclass
class _Comparison:
    share: float = 0.0
    stopped: bool = False

    def go_on(self, share: float) -> None:
        """Raises EngineError once it is stopped."""
        self.share = share
        if self.stopped:
            raise EngineError("The comparison was stopped.")


class Comparing:
    """The comparisons that are under way or wait, by the names that their clients gave them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._under_way: dict[str, _Comparison] = {}

    def duplicates(self, params: dict[str, Any]) -> Any:
        paths, limit = requests.paths(params), requests.limit(params)
        name = requests.comparison(params)
        comparison = self._under_way[name] = _Comparison()
        try:
            return protocol.plain(self._engine.duplicates(paths, limit, comparison.go_on))
        finally:
            # By another of the same name it may have been replaced.
            if self._under_way.get(name) is comparison:
                del self._under_way[name]

    def compared(self, params: dict[str, Any]) -> Any:
        comparison = self._under_way.get(requests.comparison(params))
        return {"share": comparison.share if comparison else 0.0}

    def stop(self, params: dict[str, Any]) -> Any:
        if comparison := self._under_way.get(requests.comparison(params)):
            comparison.stopped = True
        return {}

    def stop_all(self) -> None:
        """The engine ends: nobody waits any more."""
        for comparison in list(self._under_way.values()):
            comparison.stopped = True
