"""What was read from a file, put into the library in the place of what was known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import apsw

from grsearch_desktop.store.copies import tell_text
from grsearch_desktop.store.files import record_error
from grsearch_desktop.store.items import (
    add_item,
    forget_items,
    have_encoded,
    writable,
    write_passages,
)
from grsearch_desktop.store.names import rename_words
from grsearch_desktop.store.read_before import says_the_same


@dataclass(frozen=True)
class PassageText:
    """A stretch of text: characters `start` to `end` of its page's text."""

    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class ReadFile:
    """What was read from one file."""

    file_id: int
    hash: bytes | None
    """None: of nothing that is certain, so that the next look at the file has it read again."""
    kind: str
    title: str
    author: str
    created: float | None
    about: str
    """All that the file says of itself, as words to be found."""
    passages: Sequence[PassageText]
    pages: Sequence[int]
    has_looks: bool
    cut: str
    """Why it was not read whole, or empty."""
    parts: Mapping[int, str] = field(default_factory=dict)
    """What its pages are called, of those that have a name."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What it says of itself, by name."""
    place: tuple[float, float] | None = None
    """Degrees north and east."""
    readers: int = 0
    """The number of the state of the readers that read it."""
    to_recognise: bool = False
    """Whether there may be text in it that only pictures show."""


@dataclass
class _Texts:
    """What the index is given when all else is saved."""

    texts: list[tuple[int, str]] = field(default_factory=list)
    """Of passages, by their ids."""
    to_encode: list[int] = field(default_factory=list)


def save_files(connection: apsw.Connection, files: Iterable[ReadFile]) -> None:
    """Replaces what was known of files, within the caller's transaction."""
    new = _Texts()
    for file in files:
        _save_file(connection, file, new)
    write_passages(connection, new.texts)
    have_encoded(connection, new.to_encode)


def _save_file(connection: apsw.Connection, file: ReadFile, new: _Texts) -> None:
    had_looks = connection.execute("SELECT has_looks FROM file WHERE id = ?", (file.file_id,)).get
    if had_looks is None:  # it was taken out while it was being read
        return
    if kept := says_the_same(connection, file):
        to_look_at = file.has_looks and not had_looks
    else:
        to_look_at = file.has_looks
        _replace_items(connection, file, new)
    _save_named(connection, file)
    connection.execute(
        "UPDATE file SET hash = ?, kind = ?, title = ?, author = ?, created = ?, has_looks = ?,"
        " state = 'read', may_pass = 0, tries = 0, readers = ? WHERE id = ?",
        (
            file.hash,
            file.kind,
            writable(file.title),
            writable(file.author),
            file.created,
            file.has_looks,
            file.readers,
            file.file_id,
        ),
    )
    rename_words(connection, file.file_id, writable(file.about))
    if not kept:
        record_error(connection, file.file_id, file.cut or None)
    if to_look_at:
        connection.execute(
            "INSERT OR IGNORE INTO look_todo SELECT ?, id FROM model WHERE NOT leaving",
            (file.file_id,),
        )
    if file.to_recognise and (to_look_at or not kept):
        connection.execute(
            "INSERT OR IGNORE INTO recognise_todo (file_id) VALUES (?)", (file.file_id,)
        )


def _replace_items(connection: apsw.Connection, file: ReadFile, new: _Texts) -> None:
    """Its passages and pages in the place of those that were known."""
    forget_items(connection, file.file_id)
    for passage in file.passages:
        id = add_item(connection, file.file_id, passage.page, passage.start, passage.text)
        new.texts.append((id, passage.text))
        # A name and nothing more is found by its words alone, as names of files are.
        if passage.text != file.parts.get(passage.page or 0):
            new.to_encode.append(id)
    connection.executemany(
        "INSERT INTO item (file_id, kind, page) VALUES (?, 'page', ?)",
        ((file.file_id, page) for page in file.pages),
    )
    tell_text(connection, file.file_id, (passage.text for passage in file.passages))


def _save_named(connection: apsw.Connection, file: ReadFile) -> None:
    """The names of its pages, and what it says of itself."""
    connection.execute("DELETE FROM part WHERE file_id = ?", (file.file_id,))
    connection.executemany(
        "INSERT INTO part (file_id, page, name) VALUES (?, ?, ?)",
        ((file.file_id, page, writable(name)) for page, name in file.parts.items()),
    )
    facts = {name: writable(value) for name, value in file.facts.items()}
    known = connection.execute("SELECT name, value FROM fact WHERE file_id = ?", (file.file_id,))
    if facts != dict(iter(known)):
        connection.execute("DELETE FROM fact WHERE file_id = ?", (file.file_id,))
        connection.executemany(
            "INSERT INTO fact (file_id, name, value) VALUES (?, ?, ?)",
            ((file.file_id, name, value) for name, value in facts.items()),
        )
    connection.execute(
        "UPDATE file SET latitude = ?, longitude = ? WHERE id = ?",
        (*(file.place or (None, None)), file.file_id),
    )
