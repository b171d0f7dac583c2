"""What was found lately, kept while the library stays as it is: who types asks for the same words
at each key."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database

_MOST = 64
_LONGEST = 20_000
"""Rows of one answer, 8 bytes each."""

Rows = NDArray[np.int64]


class KeptRows:
    """>>> kept = KeptRows(database)
    >>> kept.of("heron", lambda: looked_up("heron"))
    array([4, 9])

    Each thread keeps its own, for it is by its connection that it knows whether anything changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._local = threading.local()

    def of(self, asked: Hashable, look_up: Callable[[], Rows]) -> Rows:
        """What was looked up when the library was as it is, or is now; not to be written to."""
        version = self._database.read().pragma("data_version")
        kept: OrderedDict[Hashable, Rows] = vars(self._local).setdefault("kept", OrderedDict())
        if vars(self._local).get("version") != version:
            kept.clear()
            self._local.version = version
        if asked in kept:
            kept.move_to_end(asked)
            return kept[asked]
        found = look_up()
        if len(found) <= _LONGEST:
            found.flags.writeable = False
            kept[asked] = found
            if len(kept) > _MOST:
                kept.popitem(last=False)
        return found
