"""The files that could not be read, why, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
)

from grsearch_desktop.engine.protocol import FileError
from grsearch_desktop.window import wording
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.library.cards import Page, label
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.library.problems_model import ProblemsModel
from grsearch_desktop.window.theme import text_scale


class ProblemsPage(Page):
    """A table with what can be done with the rows that are selected, and with all."""

    folder_wanted = Signal(object)
    """A path of a file, to be shown in the file manager."""

    def __init__(self, errands: LibraryErrands) -> None:
        super().__init__(
            self.tr("Problems"),
            self.tr(
                "These files could not be read, or not whole. Their names can be found all the "
                "same. They are tried again when they change, or when you say so."
            ),
        )
        self._errands = errands
        self.model = ProblemsModel(self)
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.filter.setPlaceholderText(self.tr("Filter by name or reason"))
        self.filter.setAccessibleName(self.tr("Filter the problems"))
        self.filter.textChanged.connect(self.model.filter)
        self.filter.textChanged.connect(lambda _: self._show_count())
        self.table = self._built_table()
        self.count = label("", "rowText")
        self.again = self._button(self.tr("Try again"), self._retry_selected)
        self.folder = self._button(self.tr("Show in folder"), self._show_selected)
        self.copy = self._button(self.tr("Copy"), self._copy)
        self.all = self._button(self.tr("Try all again"), lambda: errands.retry())
        self.add(self.filter)
        self.add(self.table, 1)
        self.add(self.count)
        self.add_line([self.again, self.folder, self.copy, self.all])
        self._show_count()
        self._allow()

    def show_problems(self, problems: tuple[FileError, ...]) -> None:
        chosen = set(self._selected())
        self.model.show(problems)
        for row in range(self.model.rowCount()) if chosen else ():
            if self.model.problem(row).path in chosen:
                self.table.selectRow(row)
        self._show_count()
        self._allow()

    def _built_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Files that could not be read"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.verticalHeader().hide()
        # Rows that are measured one by one would be as slow as there are many.
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, round(275 * text_scale()))
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        table.setMinimumHeight(220)
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.model.modelReset.connect(self._allow)
        table.doubleClicked.connect(lambda _: self._show_selected())
        return table

    def use_text_size(self) -> None:
        """Rows are as high as their text needs."""
        super().use_text_size()
        self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + 14)

    def _button(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def _selected(self) -> list[str]:
        return [
            self.model.problem(index.row()).path
            for index in self.table.selectionModel().selectedRows()
        ]

    def _retry_selected(self) -> None:
        self._errands.retry(self._selected())

    def _show_selected(self) -> None:
        if chosen := self._selected():
            self.folder_wanted.emit(chosen[0])

    def _copy(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        problems = [self.model.problem(index.row()) for index in rows]
        lines = (f"{wording.shown(found.path)}\t{said(found.reason)}" for found in problems)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _allow(self) -> None:
        some = self.table.selectionModel().hasSelection()
        for button in (self.again, self.folder, self.copy):
            button.setEnabled(some)
        self.all.setEnabled(self.model.total > 0)

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if total == 0:
            self.count.setText(self.tr("There are none: every file was read."))
        elif shown < total:
            words = self.tr("{0} of {1} problems")
            self.count.setText(words.format(wording.number(shown), wording.number(total)))
        else:
            self.count.setText(self.tr("%Ln problems", "", total))
