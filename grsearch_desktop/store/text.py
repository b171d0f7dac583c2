"""The words of the library: what was read from files, and the lexical index over it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store import bm25
from grsearch_desktop.store.copies import Copies
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import record_error
from grsearch_desktop.store.items import forget_items
from grsearch_desktop.store.kept_rows import KeptRows
from grsearch_desktop.store.names import composed, rename_words
from grsearch_desktop.store.postings import AskedTerms as AskedTerms
from grsearch_desktop.store.postings import KeptPostings, counted, numbers_of
from grsearch_desktop.store.recognised import RecognisedTexts
from grsearch_desktop.store.saving import PassageText as PassageText
from grsearch_desktop.store.saving import ReadFile as ReadFile
from grsearch_desktop.store.saving import save_files
from grsearch_desktop.store.tokens import Token as Token
from grsearch_desktop.store.vocabulary import KeptVocabulary, Vocabulary

Forms = Mapping[str, Iterable[str]]
"""Term -> the terms that it stands for too."""


@dataclass(frozen=True)
class LexicalMatch:
    id: int
    """Of the passage (an item) or of the file."""
    file_id: int
    bm25: float
    """Larger is better (SQLite's has the other sign)."""


@dataclass(frozen=True)
class Item:
    id: int
    file_id: int
    kind: str
    page: int | None
    text: str
    """Of a passage; empty for a page or a picture."""
    recognised: bool = False
    """Whether that was recognised in a picture."""


@dataclass(frozen=True)
class Around:
    """What a passage is part of."""

    name: str
    """Of its file."""
    title: str
    before: tuple[str, ...]
    """The passages in front of it, the nearest first."""


class Text:
    """>>> text = Text(database)
    >>> text.save([ReadFile(...)])
    >>> text.passages('"flat" OR "tyre"', limit=10)
    [LexicalMatch(id=7, file_id=2, bm25=4.1)]
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary = KeptVocabulary(database)
        self._postings = KeptPostings(database)
        self._kept_rows = KeptRows(database)
        self.copies = Copies(database)
        self.recognised = RecognisedTexts(database)

    def save(self, files: Iterable[ReadFile]) -> None:
        """Replaces what was known of these files. One transaction."""
        with self._database.write() as connection:
            save_files(connection, files)

    def passages(
        self,
        match: str,
        limit: int,
        files: NDArray[np.int64] | None = None,
        forms: Forms | None = None,
    ) -> list[LexicalMatch]:
        """The passages that match an FTS5 expression best, of the given files or of all.

        forms: what its words stand for too; a word and its forms count as one.
        """
        if files is not None:
            sql = (
                "SELECT passage_text.rowid, file_id, -bm25(passage_text) FROM passage_text"
                " JOIN item ON item.id = passage_text.rowid WHERE passage_text MATCH ?"
            )
            return self._matches(sql, match, limit, files, "file_id", forms)
        # SQLite keeps the best of 50,000 as they come; the index, asked for its own order (rank),
        # sorts them all, which takes twice as long. The files of the best alone are looked up.
        with self._database.words().taken_as(forms):
            rows = self._database.read().execute(
                "SELECT item.id, file_id, -score FROM"
                " (SELECT rowid AS found, bm25(passage_text) AS score FROM passage_text"
                " WHERE passage_text MATCH ? ORDER BY score, found LIMIT ?)"
                " JOIN item ON item.id = found ORDER BY score, found",
                (match, limit),
            )
            return [LexicalMatch(*row) for row in rows]

    def passages_of_many(
        self, asked: Sequence[AskedTerms], limit: int, files: NDArray[np.int64] | None = None
    ) -> list[LexicalMatch]:
        """As `passages` for any of these words, from what is kept in memory: where a library has
        many passages that takes a tenth of the time, and the same whatever the files are."""
        if files is not None and not len(files):
            return []
        known = self._postings.passages()
        words = [self._postings.of(word, known) for word in asked]
        ids, scores = bm25.best(words, known, limit + known.gone, _allowed(files))
        if known.gone:
            there = np.isin(ids, self._there(ids))
            ids, scores = ids[there][:limit], scores[there][:limit]
        rows = zip(ids.tolist(), known.files[ids].tolist(), scores.tolist(), strict=True)
        return [LexicalMatch(*row) for row in rows]

    def names(
        self,
        match: str,
        limit: int,
        files: NDArray[np.int64] | None = None,
        forms: Forms | None = None,
    ) -> NDArray[np.int64]:
        """Ids of the files whose name, title or author matches an FTS5 expression, of so many the
        newest; int64, shape (N,)."""
        return self._named("file_words", match, limit, files, forms)

    def names_with(
        self, part: str, limit: int, files: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """As `names`, of the files whose name holds `part` (three characters or more)."""
        return self._named("file_name", quoted(composed(part)), limit, files, None)

    def files_with(self, match: str, forms: Forms | None = None) -> NDArray[np.int64]:
        """Ids of the files of which a passage matches an FTS5 expression; int64, shape (N,)."""
        known = self._postings.passages()
        ids = self._rows("passage_text", match, forms)
        of_files = known.files[ids[ids <= known.last_id]]
        return _ascending(of_files[of_files > 0])

    def named(self, match: str, forms: Forms | None = None) -> NDArray[np.int64]:
        """Ids of all files whose name, title or author matches; int64, shape (N,)."""
        return self._rows("file_words", match, forms)[::-1]

    def fail(
        self, file_id: int, hash: bytes | None, reason: str, *, kind: str, may_pass: bool = False
    ) -> None:
        """A file can't be read: what was known of its content goes, its name stays.

        kind: that its name promises; may_pass: it is tried again at the next update.
        """
        with self._database.write() as connection:
            forget_items(connection, file_id)
            record_error(connection, file_id, reason)
            rename_words(connection, file_id, "")
            connection.execute("DELETE FROM part WHERE file_id = ?", (file_id,))
            connection.execute("DELETE FROM fact WHERE file_id = ?", (file_id,))
            connection.execute(
                "UPDATE file SET hash = ?, kind = ?, state = 'error', has_looks = 0, may_pass = ?,"
                " title = '', author = '', created = NULL, latitude = NULL, longitude = NULL"
                " WHERE id = ?",
                (hash, kind, may_pass, file_id),
            )
            connection.execute("DELETE FROM look_todo WHERE file_id = ?", (file_id,))
            connection.execute("DELETE FROM sketch WHERE file_id = ?", (file_id,))

    def tokens(self, text: str) -> list[Token]:
        """The words of a text as the index of passages sees them."""
        return self._database.words().tokens(text)

    def marked(self, text: str, terms: Container[str]) -> list[tuple[int, Token]]:
        """See `Words.marked`."""
        return self._database.words().marked(text, terms)

    def vocabulary(self, *, fresh: bool = False) -> Vocabulary:
        """The words of the library. fresh: as they are at this moment, if that takes no second."""
        return self._vocabulary.now(fresh=fresh)

    def read_ahead(self, terms: Iterable[str]) -> None:
        """Has the passages that hold these terms in memory, as far as there is room."""
        self._postings.read_ahead(terms)

    def let_go(self) -> None:
        """Forgets what `passages_of_many` keeps; it is read again when it is asked for."""
        self._postings.let_go()

    def beginning(self, letters: str, limit: int) -> list[str]:
        """Terms of passages and names that begin with these letters, as the index folds them."""
        sql = "SELECT term FROM {0} WHERE term >= ?1 AND term < ?2 LIMIT ?3"
        rows = self._database.read().execute(
            f"SELECT * FROM ({sql.format('passage_terms')})"
            f" UNION SELECT * FROM ({sql.format('name_terms')})",
            (letters, letters + "\U0010ffff", limit),
        )
        return [term for (term,) in rows]

    def passages_with(self, match: str) -> int:
        """How many passages match an FTS5 expression."""
        return (  # type: ignore[no-any-return]
            self._database.read()
            .execute("SELECT count(*) FROM passage_text WHERE passage_text MATCH ?", (match,))
            .get
        )

    def document_frequency(self, term: str) -> int:
        """The number of passages that hold a term (folded)."""
        known = self._postings.frequency(term)  # the index counts them anew each time
        if known is not None:
            return known
        return (
            self._database.read()
            .execute("SELECT doc FROM passage_terms WHERE term = ?", (term,))
            .get
            or 0
        )

    def passage_count(self) -> int:
        return counted(self._database.read())[0]

    def items(self, item_ids: Iterable[int]) -> dict[int, Item]:
        connection = self._database.read()
        found = {}
        for item_id in item_ids:
            row = connection.execute(
                "SELECT id, file_id, kind, page, (SELECT text FROM passage_text WHERE rowid = id),"
                " confidence IS NOT NULL FROM item WHERE id = ?",
                (item_id,),
            ).fetchone()
            if row:
                id, file_id, kind, page, words, recognised = row
                found[item_id] = Item(id, file_id, kind, page, words or "", bool(recognised))
        return found

    def first_look(self, file_id: int) -> Item | None:
        """The first thing to look at in a file: its picture, or the image of its first page."""
        row = (
            self._database.read()
            .execute(
                "SELECT item.id, file_id, kind, page FROM item"
                " JOIN thumbnail ON item_id = item.id WHERE file_id = ? ORDER BY item.id LIMIT 1",
                (file_id,),
            )
            .fetchone()
        )
        if row is None:
            return None
        id, of_file, kind, page = row
        return Item(id, of_file, kind, page, "")

    def first_passage(self, file_id: int, page: int | None) -> Item | None:
        """The first passage of a page, or (None) of a file."""
        row = (
            self._database.read()
            .execute(
                "SELECT item.id, file_id, kind, page, text, confidence IS NOT NULL FROM item"
                " JOIN passage_text ON passage_text.rowid = item.id"
                " WHERE file_id = ? AND kind = 'passage' AND (?2 IS NULL OR page = ?2)"
                " ORDER BY item.id LIMIT 1",
                (file_id, page),
            )
            .fetchone()
        )
        if row is None:
            return None
        id, of_file, kind, of_page, words, recognised = row
        return Item(id, of_file, kind, of_page, words, bool(recognised))

    def part(self, file_id: int, page: int | None) -> str | None:
        """What a page is called; None where it has no name."""
        return (  # type: ignore[no-any-return]
            self._database.read()
            .execute("SELECT name FROM part WHERE file_id = ? AND page = ?", (file_id, page))
            .get
        )

    def thumbnail(self, item_id: int) -> bytes:
        """WebP of an item (of what was read long ago JPEG); for a passage that of its page, or of
        a picture there. Empty when there is none.

        Of a film, that of the last moment which showed something new; of music, the cover.
        """
        return (
            self._database.read()
            .execute(
                "SELECT jpeg FROM item AS wanted JOIN file ON file.id = wanted.file_id"
                " JOIN item AS shown ON shown.file_id = wanted.file_id AND (shown.id = wanted.id"
                " OR (shown.kind != 'passage' AND shown.page = wanted.page)"
                " OR (shown.kind = 'picture' AND shown.digest = wanted.digest)"
                " OR (file.kind = 'image' AND shown.kind = 'picture' AND wanted.page IS NULL)"
                " OR (file.kind = 'video' AND shown.kind = 'page' AND shown.page < wanted.page)"
                " OR (file.kind = 'audio' AND shown.kind = 'picture'))"
                " JOIN thumbnail ON item_id = shown.id WHERE wanted.id = ?"
                " ORDER BY shown.id != wanted.id, shown.page IS NOT wanted.page,"
                " shown.kind != 'page', shown.page DESC, shown.id LIMIT 1",
                (item_id,),
            )
            .get
            or b""
        )

    def words_of(self, item_ids: Sequence[int]) -> dict[int, str]:
        """The texts of passages, in the order of their ids."""
        if not item_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT rowid, text FROM passage_text WHERE rowid IN carray(?) ORDER BY rowid",
            (apsw.carray(np.array(item_ids, dtype=np.int64)),),
        )
        return dict(iter(rows))

    def around(self, item: Item, before: int) -> Around:
        """What a passage is part of, with so many passages in front of it: those of its page alone
        where pages have names, for each is a thing of its own then."""
        connection = self._database.read()
        name, title = connection.execute(
            "SELECT name, title FROM file WHERE id = ?", (item.file_id,)
        ).fetchone() or ("", "")
        rows = connection.execute(
            "SELECT text FROM item JOIN passage_text ON passage_text.rowid = item.id"
            " WHERE file_id = ?1 AND kind = 'passage' AND item.id < ?2 AND (page IS ?3 OR"
            " NOT EXISTS (SELECT 1 FROM part WHERE part.file_id = ?1 AND part.page = ?3))"
            " ORDER BY item.id DESC LIMIT ?4",
            (item.file_id, item.id, item.page, before),
        )
        return Around(name, title, tuple(words for (words,) in rows))

    def count_by_kind(self) -> dict[str, int]:
        rows = self._database.read().execute("SELECT kind, count FROM item_tally")
        counts = dict(iter(rows))
        return {f"{kind}s": counts.get(kind, 0) for kind in ("passage", "page", "picture")}

    def _named(
        self,
        table: str,
        match: str,
        limit: int,
        files: NDArray[np.int64] | None,
        forms: Forms | None,
    ) -> NDArray[np.int64]:
        if files is None:
            return self._rows(table, match, forms, newest=limit)
        if not len(files):
            return files
        ids, allowed = self._rows(table, match, forms), _allowed(files)
        assert allowed is not None
        return ids[allowed[np.minimum(ids, len(allowed) - 1)]][:limit]

    def _rows(
        self, table: str, match: str, forms: Forms | None, newest: int = -1
    ) -> NDArray[np.int64]:
        """The rows that match, the newest first, so many or (-1) all; joined in SQLite, which
        takes a fifth of the time of one by one."""

        def look_up() -> NDArray[np.int64]:
            with self._database.words().taken_as(forms):
                return numbers_of(
                    self._database.read()
                    .execute(
                        f"SELECT group_concat(rowid) FROM (SELECT rowid FROM {table}"
                        f" WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?)",
                        (match, newest),
                    )
                    .get
                )

        meant = tuple((term, *others) for term, others in (forms or {}).items())
        return self._kept_rows.of((table, match, meant, newest), look_up)

    def _there(self, item_ids: NDArray[np.int64]) -> list[int]:
        if not len(item_ids):
            return []
        rows = self._database.read().execute(
            "SELECT id FROM item WHERE id IN carray(?)", (apsw.carray(item_ids),)
        )
        return [id for (id,) in rows]

    def _matches(
        self,
        sql: str,
        match: str,
        limit: int,
        files: NDArray[np.int64] | None,
        files_column: str,
        forms: Forms | None = None,
    ) -> list[LexicalMatch]:
        parameters: list[object] = [match]
        if files is not None:
            if not len(files):
                return []
            # The plus: the index is asked once for the words, not once for each file.
            sql += f" AND +{files_column} IN carray(?)"
            parameters.append(apsw.carray(files))
        with self._database.words().taken_as(forms):
            rows = self._database.read().execute(
                f"{sql} ORDER BY 3 DESC, 1 LIMIT {limit:d}", tuple(parameters)
            )
            return [LexicalMatch(*row) for row in rows]


def _ascending(ids: NDArray[np.integer]) -> NDArray[np.int64]:
    """Each once, in their order; without sorting them, which takes 10 ms for 100,000."""
    there = np.zeros(int(ids.max(initial=0)) + 1, dtype=bool)
    there[ids] = True
    return np.flatnonzero(there)


def _allowed(files: NDArray[np.int64] | None) -> NDArray[np.bool_] | None:
    """Whether a file is among these, by its id; one more, which is not, at the end."""
    if files is None:
        return None
    allowed = np.zeros(int(files.max()) + 2, dtype=bool)
    allowed[files] = True
    return allowed


def quoted(words: str) -> str:
    """An FTS5 expression for these words in a row."""
    return '"' + words.replace('"', '""') + '"'
