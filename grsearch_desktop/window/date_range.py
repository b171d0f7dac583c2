"""Asks for a first and a last day."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QWidget

from grsearch_desktop.window.library.choice import paint_arrow
from grsearch_desktop.window.theme import scaled


class DateRangeDialog(QDialog):
    """Two days with calendars; both belong to what is searched."""

    chosen = Signal(str)
    """As `date:` has it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Changed between two days"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        today = QDate.currentDate()
        self.first = _day_field(today.addMonths(-1), self.tr("First day"))
        self.last = _day_field(today, self.tr("Last day"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(24, 22, 24, 18)
        form.setSpacing(14)
        form.addRow(self.tr("From"), self.first)
        form.addRow(self.tr("To"), self.last)
        form.addRow(buttons)

    def accept(self) -> None:
        days = sorted(
            field.date().toString(Qt.DateFormat.ISODate) for field in (self.first, self.last)
        )
        self.chosen.emit("..".join(days))
        super().accept()


class _DayField(QDateEdit):
    """With our own arrow, which the stylesheet can't tint."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - as Qt has it
        super().paintEvent(event)
        paint_arrow(self)


def _day_field(day: QDate, name: str) -> QDateEdit:
    field = _DayField(day)
    field.setCalendarPopup(True)
    field.setMinimumWidth(scaled(150))
    field.setAccessibleName(name)
    # Beyond these a computer's clock has no moment.
    field.setDateRange(QDate(1971, 1, 1), QDate(2261, 1, 1))
    return field
