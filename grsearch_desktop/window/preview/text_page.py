"""A page of text that is read and copied from: lines with numbers, or a column of prose."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from grsearch_desktop.window.preview.laid_text import LaidText, laid_text
from grsearch_desktop.window.preview.syntax import SyntaxColours
from grsearch_desktop.window.theme import Theme

_COLUMN = 76
"""Average characters of a line of prose at most; longer ones tire the eye."""
_MARGIN = 22
_NUMBERS_MARGIN = 10
_FIRST_LINES = 50
"""By which it is known from which side a text is written."""


@dataclass(frozen=True)
class Setting:
    """How a text is set."""

    fixed: bool = False
    """In letters of one width, as programs and tables are."""
    numbers: bool = False
    """With the numbers of its lines."""
    wraps: bool = True


class TextPage(QPlainTextEdit):
    """Shows a laid text with marks; colours and marks are given to what is seen alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.laid = laid_text("")
        self._theme = theme
        self._setting = Setting()
        self._at: int | None = None
        self._coloured: set[int] = set()
        self._formats: dict[str, QTextCharFormat] = {}
        self._numbers = _LineNumbers(self)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._dress)
        self.syntax = SyntaxColours(self)
        self.syntax.came.connect(self._soon.start)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(12)
        self.verticalScrollBar().valueChanged.connect(self._soon.start)
        self.horizontalScrollBar().valueChanged.connect(self._soon.start)
        self.updateRequest.connect(self._scroll_numbers)
        self.use(theme)

    def show_laid(self, laid: LaidText, setting: Setting, name: str) -> None:
        """Shows a text from its beginning, with the colours for a file of that name ("": none)."""
        self.laid = laid
        self._at = None
        self._coloured.clear()
        self.setExtraSelections([])
        self.syntax.forget()
        self._set(setting)
        self.setPlainText(laid.document)
        self._align()
        if name:
            self.syntax.read(laid, name)
        self._soon.start()

    def show_mark(self, number: int | None) -> None:
        """Goes to a mark, from 0, which then differs from the others; None: to none."""
        self._at = number
        if number is not None:
            self._reveal()
        self._dress()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._formats = _formats(theme)
        self._coloured.clear()
        self._fit()
        self._soon.start()
        self._numbers.update()

    @property
    def chosen_text(self) -> str:
        """What is selected, as it stands in the file; "" without a selection."""
        cursor, laid = self.textCursor(), self.laid
        begin, end = cursor.selectionStart(), cursor.selectionEnd()
        return laid.text[laid.character(begin) : laid.character(end)]

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - as Qt has it
        """Without the breaks of lines that were too long to be shown as one."""
        data = QMimeData()
        data.setText(self.chosen_text)
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._at is not None:
            # Where it is could not be known before there was a width.
            self._reveal()
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _set(self, setting: Setting) -> None:
        self._setting = setting
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if setting.wraps else mode.NoWrap)
        self.setObjectName("codePage" if setting.fixed else "prosePage")
        # The letters go with the name, by the stylesheet.
        self.style().unpolish(self)
        self.style().polish(self)
        option = self.document().defaultTextOption()
        # Programs are written from left to right in any language.
        auto, left = Qt.LayoutDirection.LayoutDirectionAuto, Qt.LayoutDirection.LeftToRight
        option.setTextDirection(left if setting.fixed else auto)
        wrap = QTextOption.WrapMode
        option.setWrapMode(wrap.WrapAtWordBoundaryOrAnywhere if setting.wraps else wrap.NoWrap)
        self.document().setDefaultTextOption(option)
        if setting.fixed:
            self.setLayoutDirection(left)
        else:
            self.unsetLayoutDirection()
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._numbers.setVisible(setting.numbers)
        self._fit()

    def _align(self) -> None:
        """Lets the lines begin at the side where most of the first ones do.

        A document of this kind has one side for all, and takes the left by itself.
        """
        option, block = self.document().defaultTextOption(), self.document().begin()
        begins = [0, 0]
        while block.isValid() and block.blockNumber() < _FIRST_LINES:
            from_right = block.textDirection() == Qt.LayoutDirection.RightToLeft
            begins[from_right] += len(block.text())
            block = block.next()
        right = not self._setting.fixed and begins[True] > begins[False]
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        """Gives the numbers their room, or prose its column."""
        if self._setting.numbers:
            wide = self._numbers.sizeHint().width()
            self.setViewportMargins(wide, 0, 0, 0)
            inside = self.contentsRect()
            self._numbers.setGeometry(QRect(inside.left(), inside.top(), wide, inside.height()))
            return
        side = _MARGIN
        if not self._setting.fixed:
            column = _COLUMN * self.fontMetrics().averageCharWidth()
            side = max(_MARGIN, (self.contentsRect().width() - column) // 2)
        self.setViewportMargins(side - 12, 0, side - 12, 0)

    def _reveal(self) -> None:
        if self._at is None:
            return
        begin, end = self.laid.marks[self._at]
        cursor = QTextCursor(self.document())
        first, last = self._seen()
        for character in (end, begin):
            # First the end: of a long one the beginning is then sure to be seen.
            cursor.setPosition(self.laid.place(character))
            self.setTextCursor(cursor)
        if not first < cursor.position() < last:
            self.centerCursor()

    def _seen(self) -> tuple[int, int]:
        """Between which positions of the document lies what is seen."""
        port = self.viewport().rect()
        begin = self.cursorForPosition(port.topLeft()).block().position()
        # The end of the last line, wherever in it the corner lies.
        last = self.cursorForPosition(port.bottomRight())
        last.movePosition(QTextCursor.MoveOperation.EndOfLine)
        return begin, last.position()

    def _dress(self) -> None:
        """Gives what is seen its colours and marks."""
        begin, end = self._seen()
        block = self.document().findBlock(begin)
        while block.isValid() and block.position() <= end:
            self._colour(block)
            block = block.next()
        self._mark(self.laid.character(begin), self.laid.character(end))

    def _colour(self, block: QTextBlock) -> None:
        line = block.blockNumber()
        if line in self._coloured or line >= self.syntax.done_lines:
            return
        self._coloured.add(line)
        ranges = []
        for start, length, part in self.syntax.spans(line):
            span = QTextLayout.FormatRange()
            span.start, span.length, span.format = start, length, self._formats[part]  # type: ignore[attr-defined]
            ranges.append(span)
        if ranges:
            block.layout().setFormats(ranges)

    def _mark(self, begin: int, end: int) -> None:
        selections = []
        for number, (start, stop) in enumerate(self.laid.marks):
            if stop < begin or start > end:
                continue
            chosen = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.laid.place(start))
            cursor.setPosition(self.laid.place(stop), QTextCursor.MoveMode.KeepAnchor)
            chosen.cursor = cursor  # type: ignore[attr-defined]
            chosen.format = self._formats["now" if number == self._at else "found"]  # type: ignore[attr-defined]
            selections.append(chosen)
        self.setExtraSelections(selections)

    def _scroll_numbers(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def paint_numbers(self, painter: QPainter, width: int) -> None:
        """Paints the numbers of the lines that are seen, at the right of a strip."""
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.faint))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        block = self.firstVisibleBlock()
        high = self.fontMetrics().height()
        while block.isValid():
            top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
            if top > self.viewport().height():
                return
            number = self.laid.numbers[block.blockNumber()]
            if number and block.isVisible():
                area = QRect(0, top, width - _NUMBERS_MARGIN, high)
                painter.drawText(area, right, str(number))
            block = block.next()

    @property
    def numbers_width(self) -> int:
        digits = max(3, len(str(max(self.laid.numbers))))
        return 2 * _NUMBERS_MARGIN + digits * self.fontMetrics().horizontalAdvance("0")


class _LineNumbers(QWidget):
    """The strip beside the lines."""

    def __init__(self, page: TextPage) -> None:
        super().__init__(page)
        self._page = page

    def sizeHint(self) -> QSize:  # noqa: N802 - as Qt has it
        return QSize(self._page.numbers_width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._page.paint_numbers(painter, self.width())


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    """The looks of parts and marks."""
    made: dict[str, QTextCharFormat] = {}
    for part, colour in (
        ("keyword", theme.code_keyword),
        ("name", theme.code_name),
        ("string", theme.code_string),
        ("number", theme.code_number),
        ("comment", theme.code_comment),
        ("heading", theme.accent),
        ("strong", theme.ink),
        ("emphasis", theme.ink),
        ("deleted", theme.alarm),
        ("found", theme.on_mark),
        ("now", theme.on_mark_now),
    ):
        made[part] = QTextCharFormat()
        made[part].setForeground(QColor(colour))
    made["heading"].setFontWeight(QFont.Weight.Bold)
    made["strong"].setFontWeight(QFont.Weight.Bold)
    made["emphasis"].setFontItalic(True)
    made["found"].setBackground(QColor(theme.mark))
    made["now"].setBackground(QColor(theme.mark_now))
    return made
