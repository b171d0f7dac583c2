"""What a person is told when a file can't be read: one plain sentence for each cause."""

EMPTY = "The file is empty."
PROTECTED = "The file is protected by a password."
DAMAGED = "The file is damaged or incomplete."
DAMAGED_OR_STRANGE = "The file is damaged, or of a sort that can't be read."
OLD_OR_DAMAGED = "The file is damaged, or from a version too old to be read."
UNKNOWN = "This kind of file can't be read; only its name is searchable."
NOTHING_INSIDE = "The file opens, but there is no text and no picture in it."
TOO_MUCH_MEMORY = "Reading it took more memory than allowed."
CRASHED = "The reader crashed on this file."
NOT_A_FILE = "This is not an ordinary file."
GONE = "The file is no longer there."
NOT_ALLOWED = "You don't have permission to read this file."
DISK = "The disk or network drive did not give the file's content."
NOT_DRAWN = "There is no page to be drawn in this kind of file; its text can be shown."
NO_SUCH_PAGE = "The file has no such page; it may have changed since it was read."
NO_PICTURES = "The pictures of this film are of a sort that can't be read, or damaged."
SPLIT = "This is one part of an archive in several; only whole archives can be read."
STOPPED = "Reading was stopped."
NEEDS_DJVULIBRE = "Reading DjVu files needs DjVuLibre, which is not installed."
NO_TESSERACT = "Tesseract is chosen for text in pictures, but it is not installed."
NOT_WHOLE = "A part of GR Search is missing; please install it again."


def too_slow(seconds: float) -> str:
    """The sentence for a file that met the time limit of so many seconds."""
    return f"Reading it took longer than {seconds:g} seconds."


def too_many_pixels(pixels: int, limit: int) -> str:
    """The sentence for a picture that would be too big to decode."""
    return (
        f"The picture has {pixels / 1e6:,.0f} million pixels, "
        f"more than the limit of {limit / 1e6:,.0f} million."
    )


def too_much_unpacked(limit: int) -> str:
    """The sentence for a compressed file that grows beyond the limit, in bytes."""
    return f"Unpacked, the file is larger than the limit of {limit / (1 << 20):,.0f} MB."


def too_large(limit: int) -> str:
    """The sentence for a file that has to be read whole and is larger than the limit, in bytes."""
    return f"The file is larger than the limit of {limit / (1 << 20):,.0f} MB for its kind."


def cut_at_pages(read: int, total: int) -> str:
    """The note for a document of which only the first pages were read."""
    return f"Only the first {read:,} of {total:,} pages were read."


def cut_at_text(limit: int) -> str:
    """The note for a file with more text than the limit, in characters."""
    return f"Only the first {limit / 1e6:,.6g} million characters were read."


def cut_short(read: int, total: int, most: int) -> str:
    """The note for a file of which so many pages were read, of `most` that may be; "" for all."""
    if read >= total:
        return ""
    return (cut_at_pages if read >= most else cut_at_time)(read, total)


def cut_at_time(read: int, total: int) -> str:
    """The note for a document whose later pages would have met the time limit."""
    return f"Only the first {read:,} of {total:,} pages were read, because reading took too long."


def looked_at_every(seconds: int) -> str:
    """The note for a film so long that much of what is to be seen lies between two looks."""
    return f"The film is long: it was looked at only every {seconds} seconds."


def subtitles_until(moment: str) -> str:
    """The note for a film of which not all subtitles were read; a moment is 0:12:30."""
    return f"Subtitles were read only up to {moment}, because reading took too long."


def no_such_script(language: str) -> str:
    """The sentence for a language that the person chose and no model is there for."""
    return f"There is no model that recognises text in “{language}”."


def cut_at_members(read: int, total: int | None) -> str:
    """The note for an archive of which only the first files were read; total None: unknown."""
    if total is None or total <= read:
        return f"Only the first {read:,} files in the archive were read."
    return f"Only the first {read:,} of {total:,} files in the archive were read."


def cut_at_time_of_members(read: int) -> str:
    """The note for an archive whose later files would have met the time limit."""
    return f"Only the first {read:,} files in the archive were read, because it took too long."


def cut_at_damage(read: int) -> str:
    """The note for an archive that breaks off, or is broken, after so many files."""
    return f"The archive is damaged; only its first {read:,} files were read."


def members_too_large(count: int, total: int) -> str:
    """The note for an archive with files beyond what may be unpacked."""
    return f"{count:,} of {total:,} files in the archive could not be read: too large."


def members_broken(count: int, total: int) -> str:
    """The note for an archive with files that can't be unpacked."""
    return f"{count:,} of {total:,} files in the archive could not be read: damaged."


def members_protected(count: int, total: int) -> str:
    """The note for an archive with encrypted files."""
    return f"{count:,} of {total:,} files in the archive could not be read: behind a password."


def too_many_members(limit: int) -> str:
    """The sentence for an archive whose directory can only be read whole, and is too long."""
    return f"The archive holds more than {limit:,} files, too many to be listed."


def members_unread(count: int, total: int) -> str:
    """The note for an archive with files that their readers refuse."""
    return f"{count:,} of {total:,} files in the archive could not be read."


def archives_too_deep(depth: int) -> str:
    """The note for archives within so many others, which are not opened."""
    return f"Archives that lie within {depth} others were not opened."
