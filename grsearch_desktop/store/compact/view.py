"""The vectors of one model and part as one search sees them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact.signs import Codes

Rows = NDArray[np.int64]
"""Numbers of rows, from 0."""


@dataclass(frozen=True, eq=False)
class Compact:
    """Rows in the order of their ids, each array of length N. Nothing in it changes.

    A row that was taken out is of no item and no file: both are 0 there.
    """

    ids: NDArray[np.int64]
    item_ids: NDArray[np.int64]
    file_ids: NDArray[np.int64]
    pages: NDArray[np.int32]
    """0 where there is none."""
    is_page: NDArray[np.bool_]
    """True for a page's image."""
    codes: Codes
    vectors: NDArray[np.float16]
    """Raw, shape (N, D); may be mapped from a file, and is read where it is touched."""
    centre: NDArray[np.float32]
    """What codes were made around, float32, shape (D,)."""
    total: NDArray[np.float64]
    """The sum of all vectors, float64, shape (D,)."""
    count: int
    """How many of the rows are of an item."""

    def exact(self, rows: Rows) -> NDArray[np.float32]:
        """The vectors of some rows, float32, shape (len(rows), D)."""
        return np.asarray(self.vectors[rows]).astype(np.float32)

    @cached_property
    def rows(self) -> Rows:
        """Those that are of an item."""
        return np.flatnonzero(self.item_ids)

    @cached_property
    def by_file(self) -> Rows:
        """All rows, those of a file together, its items in their order (that of its text)."""
        return np.lexsort((self.item_ids, self.file_ids))

    @cached_property
    def files_in_order(self) -> NDArray[np.int64]:
        """The file of each row of `by_file`: ascending."""
        return self.file_ids[self.by_file]

    def of_files(self, file_ids: NDArray[np.int64]) -> Rows:
        """The rows of these files, ascending."""
        first = np.searchsorted(self.files_in_order, file_ids, "left")
        counts = np.searchsorted(self.files_in_order, file_ids, "right") - first
        return np.sort(self.by_file[stretches(first, counts)])

    @cached_property
    def items_in_order(self) -> tuple[NDArray[np.int64], Rows]:
        """The items, ascending, and the row of each."""
        order = np.argsort(self.item_ids, kind="stable")
        return self.item_ids[order], order

    def of_items(self, item_ids: NDArray[np.int64]) -> Rows:
        """The rows of those of these items that are here."""
        known, order = self.items_in_order
        if not len(known):
            return order
        places = np.minimum(np.searchsorted(known, item_ids), len(known) - 1)
        return order[places[(known[places] == item_ids) & (item_ids > 0)]]


def stretches(first: NDArray[np.int64], counts: NDArray[np.int64]) -> Rows:
    """first[0], first[0] + 1, ... (counts[0] of them), first[1], ...: shape (sum of counts,)."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - counts - first, counts)
