"""Web pages: the text that is shown, without the markup; also whole pages saved as one mail."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import decoded

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_HEAD = 4096
_NOT_SHOWN = frozenset({"script", "style", "template", "noembed", "noframes"})
_PARAGRAPHS = frozenset({
    "p", "div", "section", "article", "header", "footer", "aside", "main", "nav", "h1", "h2", "h3",
    "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "form", "figure", "fieldset",
    "hr", "body", "center", "address", "details",
})  # fmt: skip
_LINES = frozenset({
    "br", "li", "dt", "dd", "tr", "caption", "option", "legend", "summary", "figcaption",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SHOWN_ATTRIBUTES = {"img": "alt", "area": "alt"}
_ANY_SPACE = re.compile(r"[ \t\r\n\f]+")
_NAMES = {"author": "author", "description": "description", "keywords": "keywords"}


class WebReader(Reader):
    """HTML of any age, well-formed or not."""

    def read_text(self, source: Source) -> Content:
        """The page as one text, with its title and what its head says."""
        if _is_mail(source):
            return self._as_mail().read_text(source)
        limit = source.limits.text
        raw = source.read_at_most(limit * 4)
        page = shown(decoded(raw, _declared(raw[:_HEAD])))
        text = page.text
        if not text.strip() and not page.title:
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        return Content(
            self.kind,
            (PageText(None, text[:limit]),),
            title=page.title,
            author=page.about.get("author", ""),
            details={name: words for name, words in page.about.items() if name != "author"},
            cut=reasons.cut_at_text(limit) if len(text) > limit or len(raw) < source.size else "",
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The pictures of a page that was saved whole."""
        return self._as_mail().read_looks(source, skip) if _is_mail(source) else iter(())

    def _as_mail(self) -> Reader:
        from grsearch_desktop.extract.readers.mail import MailReader

        return MailReader("mail", self.kind)


def _is_mail(source: Source) -> bool:
    """Whether it is a whole page, saved as a mail with its pictures attached (MHTML)."""
    return source.extension in ("mht", "mhtml") or source.head(13).lower() == b"mime-version:"


class ShownText(HTMLParser):
    """Collects what a browser would show as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.about: dict[str, str] = {}
        self._parts: list[str] = []
        self._title: list[str] = []
        self._hidden = 0
        self._in_title = False
        self._preformatted = 0

    @property
    def text(self) -> str:
        """The page's words."""
        lines = "".join(self._parts).split("\n")
        return tidy("\n".join(line.strip(" ") for line in lines))

    @property
    def title(self) -> str:
        """What stands in the window's frame."""
        return one_line("".join(self._title))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes line ends, hidden parts and the head's words."""
        if tag in _NOT_SHOWN:
            self._hidden += 1
        elif tag == "title":
            self._in_title = not self._title
        elif tag == "meta":
            self._note(dict(attrs))
        elif tag == "pre":
            self._preformatted += 1
        self._break(tag)
        if (name := _SHOWN_ATTRIBUTES.get(tag)) and (words := dict(attrs).get(name)):
            self._parts.append(f" {words} ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As a start tag, but nothing stays open: <script/> hides nothing."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened; a stray end tag closes nothing."""
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "title":
            self._in_title = False
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        if tag not in _LINES or tag == "li":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keeps words that are shown."""
        if self._in_title:
            self._title.append(data)
        elif not self._hidden:
            self._parts.append(data if self._preformatted else _ANY_SPACE.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag in _LINES:
            self._parts.append("\n")
        elif tag in _CELLS:
            self._parts.append("\t")

    def _note(self, attributes: dict[str, str | None]) -> None:
        name = _NAMES.get((attributes.get("name") or "").lower())
        words = one_line(attributes.get("content") or "")
        if name and words:
            self.about.setdefault(name, words)


def shown(markup: str) -> ShownText:
    """The shown text, title and head of an HTML page."""
    parser = ShownText()
    try:
        parser.feed(markup)
        parser.close()
    except (AssertionError, ValueError):
        # The parser gives up on some malformed declarations; what came before them is kept.
        pass
    return parser


def _declared(head: bytes) -> str:
    match = _ENCODING.match(head.lstrip()) or _CHARSET.search(head)
    return match.group(1).decode("ascii", "ignore") if match else ""
