"""What the library holds of one file: its pages and its text, as it was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop.store.database import Database
from grsearch_desktop.store.text import PassageText


@dataclass(frozen=True)
class Extent:
    """How large a file is, in pages."""

    pages: int
    """The last page, slide or sheet; 0 where the file has none."""
    text_pages: bool
    """Whether its text is of pages."""
    recognised: bool
    """Whether there is text that was recognised in pictures."""


@dataclass(frozen=True)
class About:
    """What a file says of itself."""

    author: str
    created: float | None
    """Seconds since 1970."""
    facts: dict[str, str]
    """All else, by name."""


class Contents:
    """>>> contents = Contents(database)
    >>> contents.extent(7)
    Extent(pages=12, text_pages=True, recognised=False)
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def extent(self, file_id: int) -> Extent:
        row = (
            self._database.read()
            .execute(
                "SELECT coalesce(max(page), 0), coalesce(sum(kind != 'picture' AND page > 0), 0),"
                " count(confidence)"
                " FROM item WHERE file_id = ?",
                (file_id,),
            )
            .fetchone()
        )
        pages, of_pages, recognised = row or (0, 0, 0)
        return Extent(int(pages), bool(of_pages), bool(recognised))

    def about(self, file_id: int) -> About:
        connection = self._database.read()
        row = connection.execute("SELECT author, created FROM file WHERE id = ?", (file_id,))
        author, created = row.fetchone() or ("", None)
        facts = connection.execute(
            "SELECT name, value FROM fact WHERE file_id = ? ORDER BY name", (file_id,)
        )
        return About(author, created, dict(iter(facts)))

    def page_names(self, file_id: int) -> list[str]:
        """What the pages are called, from the first up to the last that has a name; "" for those
        that have none."""
        rows = self._database.read().execute(
            "SELECT page, name FROM part WHERE file_id = ? AND page > 0", (file_id,)
        )
        named = dict(iter(rows))
        return [named.get(page, "") for page in range(1, max(named, default=0) + 1)]

    def passages(self, file_id: int, page: int | None) -> Iterator[PassageText]:
        """The passages of a page, or (None) of the whole file, in the order of the text."""
        rows = self._database.read().execute(
            "SELECT page, start, end, text FROM item"
            " JOIN passage_text ON passage_text.rowid = item.id"
            " WHERE file_id = ?1 AND kind = 'passage' AND (?2 IS NULL OR page = ?2)"
            " ORDER BY coalesce(page, 0), start, item.id",
            (file_id, page),
        )
        for of_page, start, end, text in rows:
            yield PassageText(of_page, start, end, text)
