"""Objects that only hold each other are taken away in the thread of the window, and in no other.

Python does so in whichever thread happens to make objects when it is due. A widget that dies in
another thread than its own can stop the window for good: Qt holds a lock of its own while it waits
for Python's, and the window holds Python's while it waits for Qt's.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000
"""Milliseconds between two looks at whether it is due."""


class Garbage(QObject):
    """From its making until `close`, Python does not take them away by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        looking = QTimer(self, interval=_EVERY)
        looking.timeout.connect(self.take_away)
        looking.start()

    def take_away(self) -> None:
        """What is due by Python's own measure: of each generation, how much has come since."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)

    def close(self) -> None:
        gc.enable()
