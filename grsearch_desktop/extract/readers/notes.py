"""Notes in Markdown and Org: the text as it stands, with the tags, links and title in it.

Obsidian and many others write front matter (YAML between lines of `---`), `#tags` and `[[links]]`;
Joplin's raw export ends with lines of `name: value`, the last of them `type_:`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import yaml  # type: ignore[import-untyped]

from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.properties import iso_date
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_JOPLIN = re.compile(r"(?:^|\n\n)((?:[a-z_]+:[^\n]*\n)+type_: ?(\d+))\s*$")
_JOPLIN_FIELD = re.compile(r"^([a-z_]+): ?(.+)$", re.M)
_JOPLIN_NOTE = "1"
_ENTRY = re.compile(r"^(?=[^\s#-])", re.M)
_MOST_ENTRIES = 200
_FENCED = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.M | re.S)
_TAG = re.compile(r"(?<![^\s,;(\[])#(?=[\w/-]*[^\W\d])([\w/-]+)")
_COLOUR = re.compile(r"(?=\w*\d)(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
_LINK = re.compile(r"\[\[([^\[\]|#^\n]+)[^\[\]\n]*\]\]|\]\((?!\w+:|#)<?([^\s)>]+)")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.M)
_ORG_FIELD = re.compile(r"^#\+(title|author|date|filetags):[ \t]*(.+)$", re.M | re.I)
_ORG_TAGS = re.compile(r"^\*+ .*?[ \t](:[\w@#%:]+:)[ \t]*$", re.M)
_ORG_LINK = re.compile(r"\[\[(?:file:)?(?!\w+:)([^\[\]\n]+)\](?:\[|\])")
_ORG_STARS = re.compile(r"^\*+[ \t]+(.+)$", re.M)
_HEAD = 64 << 10
"""Characters in which front matter must end, for it to be looked for."""
_LONGEST = 1_000
"""Characters that all tags or all links of a note may have."""


@dataclass(frozen=True)
class _Said:
    """What a note says of itself."""

    title: str = ""
    author: str = ""
    created: float | None = None
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


class MarkdownReader(TextReader):
    """A note as it stands, without the lines that Joplin adds for itself."""

    def read_text(self, source: Source) -> Content:
        """The note, its title, and its tags and links as details."""
        content = super().read_text(source)
        text = content.pages[0].text
        body, said = text, _Said()
        if text.startswith("---") and (front := _FRONT.match(text[:_HEAD])):
            said = _from_front(front.group(1))
            body = text[front.end() :]
        elif (last := _JOPLIN.search(text)) and last.group(2) == _JOPLIN_NOTE:
            text = body = text[: last.start()]
            said = _from_joplin(text, last.group(1))
        prose = _FENCED.sub(" ", body)
        if not said.title and (heading := _HEADING.search(prose)):
            said = replace(said, title=heading.group(1))
        tags = (*said.tags, *(tag for tag in _TAG.findall(prose) if not _COLOUR.match(tag)))
        links = (*said.links, *(one or other for one, other in _LINK.findall(prose)))
        return _with(content, text, replace(said, tags=[*tags], links=[*links]))


class OrgReader(TextReader):
    """An Org file as it stands."""

    def read_text(self, source: Source) -> Content:
        """The file, its title, and its tags and links as details."""
        content = super().read_text(source)
        text = content.pages[0].text
        fields = {name.lower(): words for name, words in _ORG_FIELD.findall(text[:_HEAD])}
        marked = [fields.get("filetags", ""), *_ORG_TAGS.findall(text)]
        heading = _ORG_STARS.search(text)
        said = _Said(
            fields.get("title", "") or (heading.group(1) if heading else ""),
            fields.get("author", ""),
            iso_date(fields.get("date", "").strip("<>[] ")[:10]),
            tags=[tag for tags in marked for tag in re.split(r"[:\s]+", tags) if tag],
            links=_ORG_LINK.findall(text),
        )
        return _with(content, text, said)


def _with(content: Content, text: str, said: _Said) -> Content:
    details = {
        name: words
        for name, found in (("tags", said.tags), ("aliases", said.aliases), ("links", said.links))
        if (words := _listed(found))
    }
    return replace(
        content,
        pages=(PageText(None, text),),
        title=one_line(said.title),
        author=one_line(said.author),
        created=said.created,
        details=details,
    )


def _listed(found: list[str]) -> str:
    """Each once, commas between; as many as fit."""
    listed = ""
    for one in dict.fromkeys(one_line(one) for one in found):
        longer = f"{listed}, {one}" if listed else one
        if len(longer) > _LONGEST:
            break
        listed = longer
    return listed


def _from_front(block: str) -> _Said:
    fields: dict[str, object] = {}
    # Each by itself: people write what is no YAML ("title: This: that"), and lose that one alone.
    for entry in _ENTRY.split(block)[:_MOST_ENTRIES]:
        try:
            found = yaml.load(entry, Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            fields |= {str(name).lower(): value for name, value in found.items()}
    days = (_day(fields.get(name)) for name in ("created", "date", "created_at"))
    return _Said(
        _scalar(fields.get("title")),
        ", ".join(_values(fields.get("author"))),
        next((day for day in days if day is not None), None),
        tags=[tag for name in ("tags", "tag", "keywords") for tag in _tags(fields.get(name))],
        aliases=[alias for name in ("aliases", "alias") for alias in _values(fields.get(name))],
    )


def _from_joplin(shown: str, block: str) -> _Said:
    fields = dict(_JOPLIN_FIELD.findall(block))
    title = shown.lstrip().partition("\n")[0]
    return _Said(title, fields.get("author", ""), iso_date(fields.get("created_time", "")))


def _values(value: object) -> Iterator[str]:
    """A scalar, or the scalars of a list: what an anchor could multiply is not followed."""
    for one in value if isinstance(value, list) else [value]:
        if words := _scalar(one):
            yield words


def _tags(value: object) -> Iterator[str]:
    for words in _values(value):
        # One line may hold several: "travel, food" or "travel food".
        parts = re.split(r"[,\s]+", words) if isinstance(value, str) else [words]
        yield from filter(None, (part.strip().lstrip("#") for part in parts))


def _scalar(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return ""
    return str(value)


def _day(value: object) -> float | None:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp()
    return iso_date(value) if isinstance(value, str) else None
