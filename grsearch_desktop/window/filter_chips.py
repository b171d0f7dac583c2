"""The chips below the search field. What they hold stands in the query; they keep nothing."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QWidget

from grsearch_desktop.window import filter_terms, filter_wording, wording
from grsearch_desktop.window.date_range import DateRangeDialog
from grsearch_desktop.window.filter_chip import FilterChip
from grsearch_desktop.window.filter_terms import FACETS, KINDS, STRETCHES
from grsearch_desktop.window.flow_layout import FlowLayout
from grsearch_desktop.window.theme import Theme

_YEARS = 8
_PATIENCE = 600
"""Milliseconds without a key press after which a place is not being typed any more."""
_SIZES = (
    ("<100kb",),
    (">100kb", "<1mb"),
    (">1mb", "<10mb"),
    (">10mb", "<100mb"),
    (">100mb",),
    (">1gb",),
)
"""What the menu of sizes offers, as `size:` has it."""


class FilterChips(QWidget):
    """Kind, folder, date and size: read from the query as it is typed, written into it."""

    rewritten = Signal(str)
    """The query as a chip wants it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written = ""
        self.folders: tuple[str, ...] = ()
        self._unknown_places: tuple[str, ...] = ()
        self._warns = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._warns.timeout.connect(self._warn)
        self.chips: dict[str, FilterChip] = {}
        row = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for facet in FACETS:
            chip = FilterChip(theme, filter_wording.facet_name(facet))
            chip.emptied.connect(lambda facet=facet: self._write(facet, []))
            chip.menu.aboutToShow.connect(lambda facet=facet: self._fill(facet))
            self.chips[facet] = chip
            row.addWidget(chip)
        self.chips["said"].hide()

    def use(self, theme: Theme) -> None:
        for chip in self.chips.values():
            chip.use(theme)

    def read(self, written: str) -> None:
        """Follows the query."""
        self._written = written
        for facet, chip in self.chips.items():
            terms = filter_terms.read(written, facet)
            value = filter_wording.label(facet, terms) if terms else ""
            chip.show_value(value, ", ".join(filter_wording.one(term) for term in terms))
            if facet == "said":  # rare, and best begun by typing: it is seen where there is any
                chip.setVisible(bool(terms))
                chip.warn("")

    def offer_folders(self, folders: tuple[str, ...]) -> None:
        """The folders of the library."""
        self.folders = folders

    def take_unknown_places(self, places: tuple[str, ...]) -> None:
        """What the engine does not know of the places that are asked for."""
        self._unknown_places = places
        # Later: a name that is being typed is none yet.
        self._warns.start()

    def _warn(self) -> None:
        asked = [term.value for term in filter_terms.read(self._written) if term.key == "near"]
        unknown = [place for place in asked if place in self._unknown_places]
        self.chips["said"].warn(wording.unknown_places(unknown))

    def _fill(self, facet: str) -> None:
        menu = self.chips[facet].menu
        menu.clear()
        {
            "kind": self._fill_kinds,
            "folder": self._fill_folders,
            "date": self._fill_dates,
            "size": self._fill_sizes,
            "said": self._fill_said,
        }[facet](menu)
        if self.chips[facet].filled:
            menu.addSeparator()
            clear = menu.addAction(self.tr("Remove this filter"))
            clear.triggered.connect(lambda: self._write(facet, []))

    def _fill_kinds(self, menu: QMenu) -> None:
        for kind in KINDS:
            self._toggle(menu, filter_wording.kind_name(kind), "type", kind)

    def _fill_folders(self, menu: QMenu) -> None:
        for folder in self.folders:
            written = filter_terms.writable_folder(folder)
            self._toggle(menu, wording.name_of(folder), "in", written).setToolTip(
                wording.shown(folder)
            )
        menu.setToolTipsVisible(True)
        if self.folders:
            menu.addSeparator()
        menu.addAction(self.tr("Another folder…")).triggered.connect(self._choose_folder)

    def _fill_dates(self, menu: QMenu) -> None:
        for name in STRETCHES:
            self._choice(menu, filter_wording.stretch_name(name), "date", [("date", name)])
            if name in ("yesterday", "lastweek", "lastmonth"):
                menu.addSeparator()
        years = menu.addMenu(self.tr("A year"))
        this = date.today().year
        for year in range(this, this - _YEARS, -1):
            self._choice(years, str(year), "date", [("date", str(year))])
        menu.addAction(self.tr("From … to …")).triggered.connect(self._choose_dates)

    def _fill_sizes(self, menu: QMenu) -> None:
        for bounds in _SIZES:
            found = [filter_terms.size_bound(bound) for bound in bounds]
            sizes = [filter_wording.bytes_of(bound.size) for bound in found if bound]
            if len(sizes) == 2:
                words = self.tr("{0} to {1}").format(*sizes)
            elif bounds[0].startswith("<"):
                words = self.tr("Under {0}").format(sizes[0])
            else:
                words = self.tr("Over {0}").format(sizes[0])
            self._choice(menu, words, "size", [("size", bound) for bound in bounds])

    def _fill_said(self, menu: QMenu) -> None:
        for term in filter_terms.read(self._written, "said"):
            words = filter_wording.one(term)
            action = menu.addAction(_plain(words))
            action.setCheckable(True)
            action.setChecked(True)
            action.triggered.connect(
                lambda _, term=term: self.rewritten.emit(
                    filter_terms.without(self._written, [term])
                )
            )

    def _toggle(self, menu: QMenu, words: str, key: str, value: str) -> QAction:
        """An entry that adds a filter to the others of its kind, or takes it out."""
        action = menu.addAction(_plain(words))
        action.setCheckable(True)
        known = filter_terms.read(self._written)
        action.setChecked((key, value) in [(term.key, term.value) for term in known])
        action.triggered.connect(
            lambda: self.rewritten.emit(filter_terms.toggled(self._written, key, value))
        )
        return action

    def _choice(self, menu: QMenu, words: str, facet: str, terms: list[tuple[str, str]]) -> None:
        """An entry that takes the place of what the chip held."""
        action = menu.addAction(_plain(words))
        action.setCheckable(True)
        known = filter_terms.read(self._written, facet)
        action.setChecked([(term.key, term.value) for term in known] == terms)
        action.triggered.connect(lambda: self._write(facet, terms))

    def _write(self, facet: str, terms: list[tuple[str, str]]) -> None:
        self.rewritten.emit(filter_terms.replaced(self._written, facet, terms))

    def _choose_folder(self) -> None:
        title = self.tr("Search in a folder")
        start = self.folders[0] if self.folders else ""
        if folder := QFileDialog.getExistingDirectory(self, title, wording.shown(start)):
            self.rewritten.emit(filter_terms.toggled(self._written, "in", folder))

    def _choose_dates(self) -> None:
        dialog = DateRangeDialog(self)
        dialog.chosen.connect(lambda value: self._write("date", [("date", value)]))
        dialog.open()


def _plain(words: str) -> str:
    """A name in which & is no sign for a key."""
    return words.replace("&", "&&")
