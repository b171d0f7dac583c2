"""The row below the search field: filters where a line begins, ways to look at the results at its
end."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget


class FilterBar(QFrame):
    """Two groups of small controls with room between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self._filters = QHBoxLayout()
        self._ways = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 10)
        row.setSpacing(12)
        row.addLayout(self._filters, 1)
        row.addLayout(self._ways)
        for group in (self._filters, self._ways):
            group.setSpacing(6)

    def add_filter(self, control: QWidget) -> None:
        """Adds what says which files are searched."""
        self._filters.addWidget(control)

    def add_way(self, control: QWidget) -> None:
        """Adds what says how the results are shown."""
        self._ways.addWidget(control)
