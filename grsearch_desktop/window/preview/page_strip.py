"""All pages of a document as small pictures, with those marked that have to do with the search."""

from collections import OrderedDict

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QListView,
    QScrollBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from grsearch_desktop.engine.protocol import Document, PageMatch
from grsearch_desktop.window import wording
from grsearch_desktop.window.preview.preview_link import Wish
from grsearch_desktop.window.theme import Theme, text_scale

AnyIndex = QModelIndex | QPersistentModelIndex

_WIDE = 72
"""Pixels of a small page."""
_AROUND = 10
_BAR = 4
"""Pixels of the bar that tells how well a page fits."""
_KEPT = 250
"""Small pages; about 10 MB."""
_FLATTEST, _TALLEST = 0.5, 1.5
"""Height by width of a place in the strip."""
_A4 = 1.414


class Strip(QAbstractListModel):
    """A row for each page. Small pictures are asked for when a row is looked at."""

    small_wanted = Signal(int)
    """A page, from 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._names: tuple[str, ...] = ()
        self._pages = 0
        self._matches: dict[int, PageMatch] = {}
        self._small: OrderedDict[int, QPixmap] = OrderedDict()
        self._asked: set[int] = set()

    def show(self, document: Document, pages: int, *, anew: bool) -> None:
        """anew: whether it is another file, or one that was changed."""
        self.beginResetModel()
        self._kind, self._pages, self._names = document.kind, pages, document.page_names
        self._matches = {match.page: match for match in document.matches}
        if anew:
            self._small.clear()
        self._asked.clear()
        self.endResetModel()

    def take(self, page: int, image: QImage) -> None:
        """Takes a small picture; a null one is not asked for again."""
        self._small[page] = QPixmap.fromImage(image)
        self._asked.discard(page)
        while len(self._small) > _KEPT:
            self._small.popitem(last=False)
        place = self.index(page - 1)
        self.dataChanged.emit(place, place)

    def name_of(self, page: int) -> str:
        """What a page is called, "" where it has no name."""
        return self._names[page - 1] if page <= len(self._names) else ""

    def match_of(self, page: int) -> PageMatch | None:
        return self._matches.get(page)

    @property
    def matches(self) -> tuple[PageMatch, ...]:
        return tuple(self._matches.values())

    def picture(self, page: int) -> QPixmap | None:
        """None while it is on its way."""
        found = self._small.get(page)
        if found is not None:
            self._small.move_to_end(page)
        elif page not in self._asked:
            if len(self._asked) > _KEPT:
                self._asked.clear()
            self._asked.add(page)
            self.small_wanted.emit(page)
        return found

    def ask_again(self) -> None:
        """Forgets what was asked for: it may have been dropped for pages that were seen later."""
        self._asked.clear()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - as Qt has it
        return 0 if parent.isValid() else self._pages

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        page = index.row() + 1
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return wording.in_words(self.name_of(page)) or wording.number(page)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                match, name = self._matches.get(page), self.name_of(page)
                return wording.page_match(self._kind, page, self._pages, match, name)
        return None


class PageStrip(QListView):
    """Shows the pages one below the other, and beside its scroll bar where the matches are."""

    page_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageStrip")
        self.strip = Strip(self)
        self._shape = _A4
        self._drawn = True
        self._places = _Places(self, theme)
        self._bar = _MarkedBar(self.strip, theme, self)
        self.setVerticalScrollBar(self._bar)
        self.setModel(self.strip)
        self.setItemDelegate(self._places)
        self.setAccessibleName(self.tr("Pages"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(30)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._quiet = False
        self.use(theme)

    def show_pages(self, document: Document, pages: int, *, anew: bool) -> None:
        """Shows all pages of a document; one page alone needs no strip."""
        self._quiet = True
        self.strip.show(document, pages, anew=anew)
        if document.drawn != self._drawn:
            self._drawn = document.drawn
            self.scheduleDelayedItemsLayout()
        self._quiet = False
        self.setVisible(pages > 1)

    def show_page(self, page: int | None) -> None:
        """Marks the page that is looked at."""
        index = self.strip.index((page or 0) - 1)
        if index.isValid() and index != self.currentIndex():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False

    def show_shape(self, height_by_width: float) -> None:
        """Gives the places the shape that the document's pages have."""
        shape = min(max(height_by_width, _FLATTEST), _TALLEST)
        if abs(shape - self._shape) > 0.03:
            self._shape = shape
            self.scheduleDelayedItemsLayout()
            if self.currentIndex().isValid():
                self.doItemsLayout()
                self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    @property
    def place(self) -> QSize:
        """Pixels of a page's picture; without height where no page is drawn."""
        wide = round(_WIDE * min(text_scale(), 1.5))
        if not self._drawn:
            return QSize(wide, 0)
        return QSize(wide, round(wide * self._shape))

    @property
    def side(self) -> int:
        """Device pixels of a page's longer side."""
        longer = max(self.place.width(), self.place.height())
        return round(longer * self.devicePixelRatioF())

    def take(self, wish: Wish, image: QImage) -> None:
        if wish.page is not None:
            self.strip.take(wish.page, image)

    def use(self, theme: Theme) -> None:
        self._places.theme = theme
        self._bar.theme = theme
        self.setFixedWidth(self.place.width() + 2 * _AROUND + self._bar.sizeHint().width() + 8)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def scrollContentsBy(self, across: int, down: int) -> None:  # noqa: N802 - as Qt has it
        super().scrollContentsBy(across, down)
        # Wishes that were dropped for later ones can be made again.
        self.strip.ask_again()

    def _on_current(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.page_wanted.emit(now.row() + 1)


class _Places(QStyledItemDelegate):
    """Paints a page, its name or number, and a bar as long as it fits well."""

    def __init__(self, strip: PageStrip, theme: Theme) -> None:
        super().__init__(strip)
        self._strip = strip
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _: AnyIndex) -> QSize:  # noqa: N802
        line = QFontMetrics(self._strip.font()).height()
        place = self._strip.place
        return QSize(place.width() + 2 * _AROUND, place.height() + line + 2 * _AROUND + _BAR + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, page = self.theme, index.row() + 1
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        match = self._strip.strip.match_of(page)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(area).adjusted(2, 2, -2, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(
                QPen(QColor(theme.accent), 1.5)
                if state & QStyle.StateFlag.State_HasFocus
                else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(theme.chosen))
            painter.drawRoundedRect(card, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(card, 8, 8)
        sheet = self._sheet(painter, area, page)
        if match is not None:
            self._bar(painter, sheet, match)
        painter.setPen(QColor(theme.muted if match is None else theme.ink))
        font = self._strip.font()
        font.setBold(match is not None and match.words)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        line = QRect(area.left() + 4, 0, area.width() - 8, metrics.height())
        line.moveBottom(area.bottom() - 4)
        called = _last_part(self._strip.strip.name_of(page)) or wording.number(page)
        called = metrics.elidedText(called, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, called)
        painter.restore()

    def _sheet(self, painter: QPainter, area: QRect, page: int) -> QRectF:
        place = QRectF(0, 0, self._strip.place.width(), self._strip.place.height())
        place.moveCenter(QRectF(area).center())
        place.moveTop(area.top() + _AROUND)
        if not place.height():
            return place.translated(0, -4)
        picture = self._strip.strip.picture(page)
        if picture is not None and not picture.isNull():
            size = picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            sheet = QRectF(0, 0, size.width(), size.height())
            sheet.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(sheet, picture, QRectF(picture.rect()))
        else:
            sheet = place
            painter.fillRect(sheet, QColor(self.theme.field))
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        return place

    def _bar(self, painter: QPainter, sheet: QRectF, match: PageMatch) -> None:
        """Full in the colour of words where they stand on the page, else in that of meaning."""
        track = QRectF(sheet.left(), sheet.bottom() + 4, sheet.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.track))
        painter.drawRoundedRect(track, 2, 2)
        wide = max(track.width() * match.score, 2.0 * _BAR)
        filled = QRectF(track.left(), track.top(), wide, _BAR)
        if self._strip.isRightToLeft():
            filled.moveRight(track.right())
        painter.setBrush(QColor(_colour(self.theme, match)))
        painter.drawRoundedRect(filled, 2, 2)


class _MarkedBar(QScrollBar):
    """Shows along its length where the matching pages are."""

    def __init__(self, strip: Strip, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._strip = strip
        self.theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - as Qt has it
        super().paintEvent(event)
        pages = max(self._strip.rowCount(), 1)
        painter = QPainter(self)
        for match in sorted(self._strip.matches, key=lambda match: match.words):
            y = 2 + (self.height() - 6) * (match.page - 1) / pages
            painter.fillRect(QRectF(3, y, self.width() - 6, 3), QColor(_colour(self.theme, match)))
        painter.end()


def _last_part(name: str) -> str:
    """Of a path the file alone: there is room for some letters."""
    return wording.in_words(name.rpartition("/")[2].rpartition("› ")[2])


def _colour(theme: Theme, match: PageMatch) -> str:
    return theme.words if match.words else theme.text
