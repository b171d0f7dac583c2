"""Music and speech: title, artist, album, lyrics and chapters as words, the cover as a picture."""

from collections.abc import Iterator

import mutagen

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers import tags
from grsearch_desktop.extract.readers.footage import Footage
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.moments import clock
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.tags import Tags

_FACTS = ("artist", "album artist", "album", "genre", "year", "composer")


class SoundReader(Reader):
    """What is told of a piece; what is heard in it is not known."""

    def read_text(self, source: Source) -> Content:
        """The tags in one text, and what each says as a fact."""
        told = _tags(source)
        chapters: list[tuple[float, str]] = []
        try:
            with Footage(source) as footage:
                chapters = footage.chapters
                if not told.words:
                    told = Tags(tags.of_metadata(footage.metadata).words, told.covers)
        except UnreadableFileError:
            if not told.words and not told.covers:
                raise
        words = told.words
        # The artist of the album is mostly that of the piece.
        lines = list(dict.fromkeys(words[name] for name in words if name != "lyrics"))
        lines += [f"{clock(at)} {one_line(title)}" for at, title in chapters if title]
        if "lyrics" in words:
            lines += ["", words["lyrics"]]
        text = "\n".join(lines)
        return Content(
            self.kind,
            (PageText(None, text[: source.limits.text]),) if text else (),
            title=one_line(words.get("title", "")),
            author=one_line(words.get("artist", "") or words.get("album artist", "")),
            details={name: one_line(words[name]) for name in _FACTS if name in words},
            has_looks=bool(told.covers),
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The cover."""
        media = Media(source, skip)
        for cover in _tags(source).covers:
            yield from media.look("cover.jpg", cover, None)


def _tags(source: Source) -> Tags:
    """Empty where mutagen doesn't know the format, or the file is broken."""
    try:
        opened = mutagen.File(source.open())
        return Tags() if opened is None else tags.of_file(opened)
    except tags.FAILURES:
        return Tags()
