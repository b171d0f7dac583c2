"""The words of a file's name and of what it says of itself, within the caller's transaction."""

from collections.abc import Iterator
from unicodedata import normalize

import apsw

from grsearch_desktop.store import cjk
from grsearch_desktop.store.erasure import begin_erasing


def write_names(connection: apsw.Connection, file_id: int, name: str, about: str) -> None:
    connection.execute(
        "INSERT INTO file_name (rowid, name) VALUES (?, ?)", (file_id, composed(name))
    )
    connection.execute(
        "INSERT INTO file_words (rowid, name, about, grams) VALUES (?, ?, ?, ?)",
        (file_id, words_of(name), about, cjk.grams(about)),
    )


def forget_names(connection: apsw.Connection, file_id: int) -> None:
    begin_erasing(connection, 1)
    connection.execute("DELETE FROM file_name WHERE rowid = ?", (file_id,))
    connection.execute("DELETE FROM file_words WHERE rowid = ?", (file_id,))


def rename_words(connection: apsw.Connection, file_id: int, about: str) -> None:
    """Sets what the file says of itself, within the caller's transaction."""
    connection.execute(
        "UPDATE file_words SET about = ?1, grams = ?3 WHERE rowid = ?2 AND about != ?1",
        (about, file_id, cjk.grams(about)),
    )


def composed(name: str) -> str:
    """A name with its accents on their letters: macOS writes them after, and Korean in pieces."""
    return normalize("NFC", name)


def words_of(name: str) -> str:
    """A name with its parts apart: "TaxReturn_2023.pdf" -> "Tax Return 2023 pdf TaxReturn"."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in composed(name))
    words: list[str] = []
    for word in spaced.split():
        if grams := cjk.grams(word):
            words.append(grams)
            continue
        parts = list(_camel_parts(word))
        words.extend(parts)
        if len(parts) > 1:
            words.append(word)
    return " ".join(words)


def _camel_parts(word: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(word)):
        lower_to_upper = word[at - 1].islower() and word[at].isupper()
        letter_to_digit = word[at - 1].isalpha() != word[at].isalpha()
        if lower_to_upper or letter_to_digit:
            yield word[start:at]
            start = at
    yield word[start:]
