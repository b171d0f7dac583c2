"""Which item of a file a look is: that of the same page, or of the same picture."""

from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class EncodedLook:
    """A page image or picture with its vector, float32, shape (D,), unit length, raw."""

    kind: str
    page: int | None
    digest: bytes
    thumbnail: bytes
    vector: NDArray[np.float32]
    light: bytes = b""
    """How bright a picture is (likeness.py); empty: the thumbnail says it."""


def item_of(connection: apsw.Connection, file_id: int, look: EncodedLook) -> int | None:
    """The item of a look, made if need be; None when its file was taken out meanwhile.

    A picture is known by its digest; that of an image file, or of a page of one, also by its
    page, for its digest may differ from model to model.
    """
    kind = connection.execute("SELECT kind FROM file WHERE id = ?", (file_id,)).get
    if kind is None:
        return None
    if look.kind == "page":
        where, keys = "kind = 'page' AND page IS ?", (look.page,)
    else:
        where, keys = "kind = 'picture' AND digest IS ?", (look.digest,)  # type: ignore[assignment]
    find = "SELECT id FROM item WHERE file_id = ? AND "
    found = connection.execute(find + where, (file_id, *keys)).get
    if found is None and kind == "image" and look.kind == "picture":
        of_page = "kind = 'picture' AND page IS ?"
        found = connection.execute(find + of_page, (file_id, look.page)).get
        connection.execute("UPDATE item SET digest = ? WHERE id = ?", (look.digest or None, found))
    if found is not None:
        return int(found)
    connection.execute(
        "INSERT INTO item (file_id, kind, page, digest) VALUES (?, ?, ?, ?)",
        (file_id, look.kind, look.page, look.digest or None),
    )
    item_id = connection.last_insert_rowid()
    if look.kind == "picture":  # there may be text in it
        connection.execute(
            "INSERT OR IGNORE INTO recognise_todo SELECT id FROM file"
            " WHERE id = ? AND NOT recognised",
            (file_id,),
        )
    return item_id


def is_image(connection: apsw.Connection, file_id: int) -> bool:
    return connection.execute("SELECT kind FROM file WHERE id = ?", (file_id,)).get == "image"  # type: ignore[no-any-return]
