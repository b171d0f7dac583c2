"""The panel for those who want to see the method at work: text or look, calibrated or raw."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.window import wording
from grsearch_desktop.window.comparison import FIRST, Shift
from grsearch_desktop.window.flow_layout import FlowLayout
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.shift_view import ShiftView
from grsearch_desktop.window.theme import Theme, scaled
from grsearch_desktop.window.window_state import WindowState

_STEPS = 100


class MethodPanel(QFrame):
    """A slider, a switch, and what they change. Closed, it changes nothing."""

    changed = Signal(bool)
    """Another search is wanted: at once, or (False) when the slider rests."""

    def __init__(self, theme: Theme, state: WindowState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("methodPanel")
        self._state = state
        self._alpha = _share(state.text("method/alpha"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(self.tr("How much a page's look counts beside its text"))
        self.slider.setToolTip(self.tr("How much a page's look counts beside its text"))
        self.slider.valueChanged.connect(self._on_slid)
        self.number = QLabel()
        self.reset = QToolButton()
        self.reset.setAccessibleName(self.tr("Back to what suits the model"))
        self.reset.setToolTip(self.tr("Back to what suits the model"))
        self.reset.clicked.connect(self._reset)
        self.calibrated, self.raw = QToolButton(), QToolButton()
        self.calibrated.setText(self.tr("Calibrated"))
        self.calibrated.setToolTip(
            self.tr("Texts and pictures are compared without the gap between them")
        )
        self.raw.setText(self.tr("Raw"))
        self.raw.setToolTip(self.tr("Vectors as the model gives them: texts come before pictures"))
        self.ways = QButtonGroup(self)
        for button in (self.calibrated, self.raw):
            button.setCheckable(True)
            button.setObjectName("segment")
            button.setAccessibleName(button.text())
            self.ways.addButton(button)
        (self.calibrated if state.truth("method/calibrated", True) else self.raw).setChecked(True)
        self.ways.buttonToggled.connect(self._on_way)
        self.drawing = ShiftView(theme)
        self.effect = QLabel()
        for label in (self.number, self.effect):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = FlowLayout(self, spacing=14)
        row.setContentsMargins(24, 4, 24, 12)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for group in (
            (
                QLabel(self.tr("Text")),
                self.slider,
                QLabel(self.tr("Look")),
                self.number,
                self.reset,
            ),
            (self.calibrated, self.raw),
            (self.drawing, self.effect),
        ):
            row.addWidget(_together(*group, spacing=4 if self.raw in group else 8))
        self.hide()
        self.use(theme)
        self._show_alpha()

    @property
    def alpha(self) -> float | None:
        """The share of the text; None: what suits the model."""
        return None if self.isHidden() else self._alpha

    @property
    def is_calibrated(self) -> bool:
        return self.isHidden() or self.calibrated.isChecked()

    def open(self, opened: bool) -> None:
        self.setVisible(opened)
        self._state.keep("method/open", opened)
        self.changed.emit(True)

    def show_answer(self, answer: SearchAnswer) -> None:
        """Follows the model's own share, which an answer tells."""
        self._took = max(1, round(answer.took_ms))
        if self._alpha is None and answer.alpha is not None:
            self._set_slider(answer.alpha)

    def show_shift(self, shift: Shift) -> None:
        """What is other than in the usual order."""
        took = self.tr("{0} ms").format(wording.number(self._took))
        known = min(FIRST, len(shift.ranks_before))
        if shift.new or shift.moved:
            said = self.tr("Of the first {0}: {1} new, {2} moved").format(
                wording.number(known), wording.number(shift.new), wording.number(shift.moved)
            )
        else:
            said = self.tr("The first %Ln stand as usual", "", known)
        if shift.pictures_before == shift.pictures_now:
            pictures = self.tr("pictures: {0}").format(wording.number(shift.pictures_now))
        else:
            pictures = self.tr("pictures: {0}, usually {1}").format(
                wording.number(shift.pictures_now), wording.number(shift.pictures_before)
            )
        self.effect.setText("  ·  ".join((said, pictures, took)))
        self.drawing.show_shift(shift, said)

    def show_nothing(self) -> None:
        self.effect.setText(self.tr("Search for something to see what changes."))
        self.drawing.show_shift(Shift((), 0, 0), "")

    def use(self, theme: Theme) -> None:
        show_icon(self.reset, "reset", theme.muted, 16)
        self.slider.setFixedWidth(scaled(120))
        # As wide as its longest, so that nothing moves while the slider does.
        self.number.ensurePolished()
        self.number.setMinimumWidth(
            self.number.fontMetrics().horizontalAdvance(self.tr("{0} % look").format(100)) + 6
        )
        self.drawing.use(theme)

    def _on_slid(self, value: int) -> None:
        self._alpha = 1 - value / _STEPS
        self._state.keep("method/alpha", f"{self._alpha:.2f}")
        self._show_alpha()
        self.changed.emit(False)

    def _reset(self) -> None:
        self._alpha = None
        self._state.keep("method/alpha", "")
        self._show_alpha()
        self.changed.emit(True)

    def _on_way(self, button: QToolButton, checked: bool) -> None:
        if checked:
            self._state.keep("method/calibrated", button is self.calibrated)
            self.changed.emit(True)

    def _set_slider(self, alpha: float) -> None:
        was_blocked = self.slider.blockSignals(True)
        self.slider.setValue(round((1 - alpha) * _STEPS))
        self.slider.blockSignals(was_blocked)
        self.number.setText(self.tr("{0} % look").format(self.slider.value()))

    def _show_alpha(self) -> None:
        if self._alpha is not None:
            self._set_slider(self._alpha)
        self.reset.setEnabled(self._alpha is not None)


def _share(kept: str) -> float | None:
    """A share that was kept; None where nothing or nonsense stands there."""
    try:
        share = float(kept)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _together(*parts: QWidget, spacing: int) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part)
    return group
