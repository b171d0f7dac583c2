"""What clients may ask, in the form that is wanted: checked before anything is done with it.

Each function takes the parameters of a request and raises EngineError with a sentence.
"""

import os
from typing import Any

from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineError

MOST_HITS = 10_000
"""Hits of one answer."""
LONGEST_QUERY = 1000
"""Characters; the rest of a longer one is not looked at. A model reads about 300 of them."""
_LONGEST_PATH = 32_768
"""Characters: the limit of Windows, which is the highest."""
_MOST_KINDS = 50
_LONGEST_NAME = 300
"""Characters of the name of a model."""
_HIGHEST_ID = 2**63 - 1

_FORMS: dict[str, tuple[type, ...]] = {
    "query": (str,),
    "limit": (int,),
    "image": (str,),
    "similar": (str,),
    "alpha": (float, int, type(None)),
    "calibrated": (bool,),
    "offset": (int,),
    "minus": (str,),
    "kinds": (list,),
    "copies": (bool,),
}


def search(params: dict[str, Any]) -> SearchRequest:
    if unknown := params.keys() - _FORMS.keys():
        raise EngineError(f"A search has no parameter {min(unknown)[:40]!r}.")
    for name, value in params.items():
        _check(value, *_FORMS[name])
    alpha = params.get("alpha")
    if alpha is not None and not 0.0 <= alpha <= 1.0:
        raise EngineError("The share of the text is from 0 to 1.")
    for name in ("image", "similar"):
        if params.get(name):
            _check_path(params[name])
    given = dict(params)
    if "limit" in given:
        given["limit"] = min(max(given["limit"], 0), MOST_HITS)
    if "offset" in given:
        given["offset"] = min(max(given["offset"], 0), _HIGHEST_ID)
    for name in ("query", "minus"):
        if name in given:
            given[name] = given[name][:LONGEST_QUERY]
    kinds = given.get("kinds", [])
    if len(kinds) > _MOST_KINDS or not all(isinstance(kind, str) for kind in kinds):
        raise EngineError("The kinds are not a list of texts.")
    return SearchRequest(**{**given, "kinds": tuple(kinds)})


def paths(params: dict[str, Any]) -> list[str]:
    """Paths from the root: what others are relative to, only the client knows."""
    found = params.get("paths")
    if not isinstance(found, list) or not all(isinstance(path, str) for path in found):
        raise EngineError("The paths are not a list of texts.")
    for path in found:
        _check_path(path)
    return found


def item_id(params: dict[str, Any]) -> int:
    found = params.get("item_id")
    _check(found, int)
    if not isinstance(found, int) or not 0 <= found <= _HIGHEST_ID:
        raise EngineError("The number of the item is none.")
    return found


def filter_name(params: dict[str, Any]) -> str:
    found = params.get("filter")
    _check(found, str)
    return str(found)


def place(params: dict[str, Any]) -> tuple[str, str]:
    """Path and query."""
    path, query = params.get("path"), params.get("query", "")
    _check(path, str)
    _check(query, str)
    _check_path(str(path))
    return str(path), str(query)


def page(params: dict[str, Any]) -> int | None:
    """From 1; None: the file itself."""
    found = params.get("page")
    if found is not None and (type(found) is not int or not 0 < found < 1 << 31):
        raise EngineError("The page is not a number.")
    return found


def name(params: dict[str, Any]) -> str:
    """Of a model."""
    found = params.get("name")
    _check(found, str)
    if not found or len(str(found)) > _LONGEST_NAME or not str(found).isprintable():
        raise EngineError("The name of the model is none.")
    return str(found)


def limit(params: dict[str, Any]) -> int | None:
    """How many are wanted at most; None: all."""
    found = params.get("limit")
    _check(found, int, type(None))
    return None if found is None else min(max(int(found), 0), _HIGHEST_ID)


def comparison(params: dict[str, Any]) -> str:
    """What a client calls a comparison; empty where it does not."""
    found = params.get("name", "")
    _check(found, str)
    return str(found)[:_LONGEST_NAME]


def number(params: dict[str, Any], name: str) -> int:
    found = params.get(name)
    _check(found, int)
    return int(found or 0)


def yes_or_no(params: dict[str, Any], name: str) -> bool:
    found = params.get(name)
    _check(found, bool)
    return bool(found)


def _check(value: Any, *kinds: type) -> None:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise EngineError("A parameter is not of the form that is wanted.")


def _check_path(path: str) -> None:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise EngineError("A path holds what no name of a file can hold.") from None
    if "\0" in path or len(path) > _LONGEST_PATH:
        raise EngineError("A path holds what no name of a file can hold.")
    if not os.path.isabs(path):
        raise EngineError(f"The path {path[:40]!r} does not begin at the root.")
