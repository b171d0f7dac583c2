"""Which model understands the files: those that are here, and those that can be got."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from grsearch_desktop.engine.protocol import ModelInfo, ModelProgress, Status
from grsearch_desktop.settings import Settings
from grsearch_desktop.window import wording
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.library.cards import Card, Page, label
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.library.switch import Switch
from grsearch_desktop.window.library.turns import InTurns


@dataclass(frozen=True)
class _Row:
    """The parts of a model's row that change while it is being got."""

    bar: QProgressBar
    words: QLabel
    get: QPushButton
    cancel: QPushButton


class ModelsPage(Page):
    """A card for the models that are installed, and one for those that can be got."""

    def __init__(self, errands: LibraryErrands) -> None:
        super().__init__(
            self.tr("Models"),
            self.tr(
                "A model turns texts and pictures into meaning. Another one is fetched from the "
                "internet only when you ask for it; your files never leave this computer. When "
                "you use another one, the whole library is read with it in the background, and "
                "the one before answers until that is done."
            ),
        )
        self._errands = errands
        self._models: tuple[ModelInfo, ...] = ()
        self._turns = InTurns(self)
        self._rows: dict[str, _Row] = {}
        self._under_way: ModelProgress | None = None
        self._searching = ""
        """The models that answer and are to answer, as they were told last."""
        self.buttons: dict[str, QPushButton] = {}
        """What can be done with each model, by its name."""
        self.forget_buttons: dict[str, QPushButton] = {}
        """Of the models that are not in use and whose vectors are kept."""
        self.said = label("", "rowText")
        self.said.hide()
        self.changing = label("", "rowText")
        self.changing.hide()
        self._here, self._there = Card(), Card()
        self.accelerators = Switch()
        self.accelerators.clicked.connect(lambda on: errands.change_settings(accelerators=on))
        self.add(self.changing)
        self.add_heading(self.tr("Installed"))
        self.add(self._here)
        self.add_heading(self.tr("Available"))
        self.add(self._there)
        self.add(self.said)
        self.add_heading(self.tr("How it is run"))
        running = Card()
        running.add_row(
            self.tr("Graphics processor"),
            self.accelerators,
            self.tr(
                "Is used, or another accelerator, where the computer has one that is faster than "
                "the main processor. Else it is left to other programs."
            ),
        )
        self.add(running)
        self.fill()

    def show_settings(self, settings: Settings) -> None:
        self.accelerators.setChecked(settings.accelerators)

    def show_models(self, models: tuple[ModelInfo, ...]) -> None:
        if models == self._models:
            return
        self._models = models
        self._here.clear()
        self._there.clear()
        self._rows.clear()
        self.buttons.clear()
        self.forget_buttons.clear()
        self._turns.forget()
        for model in models:
            self._turns.do(model.name, partial(self._add, model))
        self._there.setVisible(any(not model.installed for model in models))
        self._turns.do(None, self._show_under_way)

    def refresh(self) -> None:
        """Shows what the engine says next as if nothing was shown."""
        self._models = ()
        self._errands.read_models()

    def show_status(self, status: Status) -> None:
        """Says when another model is being made ready than the one that answers."""
        self.changing.setVisible(status.next is not None)
        if status.next is not None:
            self.changing.setText(wording.filling(status.next, status.model, status.progress))
        searching = f"{status.model} {status.next.model if status.next else ''}"
        if searching != self._searching:
            self._searching = searching
            self._errands.read_models()

    def show_progress(self, now: ModelProgress) -> None:
        self._under_way = None if now.ended else now
        self.said.setVisible(now.ended)
        if now.ended:
            self.said.setText(said(now.sentence))
            self.said.setProperty("alarm", now.failed)
            self.said.style().polish(self.said)
            self._errands.read_models()
        self._show_under_way()

    def forget_progress(self) -> None:
        """The engine is gone, and with it what it was getting."""
        self._under_way = None
        self._show_under_way()

    def _add(self, model: ModelInfo) -> None:
        facts = [
            wording.size(model.size_bytes) if model.size_bytes else "",
            wording.speed(model.speed),
            wording.languages(model.languages),
            model.licence,
            self.tr("{0} of its vectors kept").format(wording.size(model.vectors_bytes))
            if model.vectors
            else "",
        ]
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        name = self.tr("Bundled with GR Search") if model.name == "bundled" else model.name
        top = QHBoxLayout()
        top.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(name, "rowTitle"))
        words.addWidget(label(said(model.description), "rowText"))
        words.addWidget(label("  ·  ".join(filter(None, facts)), "rowText"))
        top.addLayout(words, 1)
        column.addLayout(top)
        if model.installed:
            if model.vectors and not model.answers and not model.active:
                top.addWidget(self._forget_button(model))
            top.addWidget(self._use_button(model))
            self._here.add(column)
            return
        row = _Row(
            QProgressBar(textVisible=False),
            label("", "rowText"),
            QPushButton(self.tr("Get")),
            QPushButton(self.tr("Cancel")),
        )
        row.bar.setAccessibleName(self.tr("How much of {0} is here").format(model.name))
        row.get.setAccessibleName(self.tr("Get {0}").format(model.name))
        row.cancel.setAccessibleName(self.tr("Stop getting {0}").format(model.name))
        row.get.clicked.connect(lambda: self._get(model.name))
        row.cancel.clicked.connect(lambda: self._errands.cancel_model(model.name))
        top.addWidget(row.get)
        top.addWidget(row.cancel)
        column.addWidget(row.bar)
        column.addWidget(row.words)
        self._rows[model.name] = row
        self.buttons[model.name] = row.get
        self._there.add(column)

    def _use_button(self, model: ModelInfo) -> QWidget:
        others_answer = any(other.answers for other in self._models if other is not model)
        if model.active:
            words = self.tr("Being made ready") if others_answer else self.tr("In use")
            return label(words, "badge", wraps=False)
        if model.answers:
            button = QPushButton(self.tr("Keep using"))
            button.setAccessibleName(self.tr("Keep using {0}").format(model.name))
        else:
            button = QPushButton(self.tr("Use"))
            button.setAccessibleName(self.tr("Use {0}").format(model.name))
        button.clicked.connect(lambda: self._use(button, model.name))
        self.buttons[model.name] = button
        return button

    def _forget_button(self, model: ModelInfo) -> QPushButton:
        button = QPushButton(self.tr("Forget"))
        button.setAccessibleName(self.tr("Forget the vectors of {0}").format(model.name))
        button.setToolTip(
            self.tr("Takes its vectors out of the library; the model itself stays installed.")
        )
        button.clicked.connect(lambda: self._forget(button, model.name))
        self.forget_buttons[model.name] = button
        return button

    def _forget(self, button: QPushButton, name: str) -> None:
        button.setEnabled(False)
        self._errands.forget_model(name)

    def _use(self, button: QPushButton, name: str) -> None:
        # The engine tries the model first, which takes seconds.
        button.setEnabled(False)
        button.setText(self.tr("Trying it…"))
        self._errands.use_model(name)

    def _get(self, name: str) -> None:
        self.said.hide()
        self._errands.get_model(name)

    def _show_under_way(self) -> None:
        now = self._under_way
        for name, row in self._rows.items():
            ours = now is not None and now.name == name
            row.bar.setVisible(ours)
            row.words.setVisible(ours)
            row.cancel.setVisible(ours)
            row.get.setVisible(not ours)
            row.get.setEnabled(now is None)
            if now is not None and ours:
                row.bar.setRange(0, 1000)
                row.bar.setValue(round(1000 * _share(now)))
                row.words.setText(self._words(now))

    def _words(self, now: ModelProgress) -> str:
        if now.done > 0 or not now.bytes_done:
            return said(now.sentence)
        if not now.bytes_total:
            return self.tr("{0} fetched").format(wording.size(now.bytes_done))
        words = self.tr("{0} of about {1} fetched").format(
            wording.size(now.bytes_done), wording.size(now.bytes_total)
        )
        if now.seconds_left is None:
            return words
        return f"{words}  ·  {wording.time_left(now.seconds_left)}"


def _share(now: ModelProgress) -> float:
    """How much is done, from 0 to 1; the first step takes the longest."""
    steps = max(now.total, 1)
    if now.done == 0:
        fetched = now.bytes_done / now.bytes_total if now.bytes_total else 0.0
        return min(fetched, 1.0) * 0.7
    return 0.7 + 0.3 * now.done / steps
