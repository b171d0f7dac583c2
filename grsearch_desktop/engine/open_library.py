"""A home's library, open: its database and what is kept in it."""

from dataclasses import dataclass

from grsearch_desktop.engine import lock
from grsearch_desktop.paths import Home
from grsearch_desktop.store import health
from grsearch_desktop.store.compact.keeping import CompactCopies
from grsearch_desktop.store.contents import Contents
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import Text
from grsearch_desktop.store.vectors import Vectors


@dataclass(frozen=True)
class OpenLibrary:
    home: Home
    database: Database
    files: Files
    text: Text
    contents: Contents
    vectors: Vectors
    copies: CompactCopies
    notice: str
    """A sentence for the person when the library was damaged and had to be made anew."""


def open_library(home: Home) -> OpenLibrary:
    """Opens the library of a home, and makes it if need be; looks whether it is sound where this
    process is the one that writes to it. Raises GRSearchError."""
    if not home.library.exists():  # who only reads may have no right to change anything
        home.create()
    notice = ""
    writes = lock.is_held(home)
    if writes:
        database, notice = health.open_to_write(home.library)
    else:
        database = Database(home.library)
    vectors = Vectors(database)
    return OpenLibrary(
        home,
        database,
        Files(database),
        Text(database),
        Contents(database),
        vectors,
        CompactCopies(database, vectors, home.vectors, writes=writes),
        notice,
    )
