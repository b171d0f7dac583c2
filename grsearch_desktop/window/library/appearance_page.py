"""How the window looks: theme, text size, language."""

from grsearch_desktop.window import language
from grsearch_desktop.window.appearance import TEXT_SIZES, THEMES, Appearance
from grsearch_desktop.window.library.cards import Card, Page
from grsearch_desktop.window.library.choice import Choice


class AppearancePage(Page):
    """Choices that the window itself keeps; they need no engine."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(self.tr("Appearance"))
        names = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"))
        self.theme = Choice(zip(THEMES, names, strict=True), appearance.theme)
        sizes = ((size, self.tr("{0} %").format(size)) for size in TEXT_SIZES)
        self.text_size = Choice(sizes, appearance.text_size)
        tongues = [(language.SYSTEM, self.tr("As the system")), *language.available()]
        self.language = Choice(tongues, appearance.language)
        self.theme.activated.connect(lambda _: appearance.use_theme(self.theme.currentData()))
        self.text_size.activated.connect(
            lambda _: appearance.use_text_size(self.text_size.currentData())
        )
        self.language.activated.connect(
            lambda _: appearance.use_language(self.language.currentData())
        )
        card = Card()
        card.add_row(self.tr("Theme"), self.theme)
        card.add_row(
            self.tr("Text size"), self.text_size, self.tr("Of the size that the system asks for.")
        )
        card.add_row(
            self.tr("Language"),
            self.language,
            self.tr("Counts when GR Search is opened the next time."),
        )
        self.add(card)
        self.fill()
