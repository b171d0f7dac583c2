"""The line below a text or a sheet that says that there is more than is shown."""

from PySide6.QtWidgets import QLabel


class CutNotice(QLabel):
    """Not seen until it is wanted."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.setObjectName("cutNotice")
        self.setWordWrap(True)
        self.hide()
