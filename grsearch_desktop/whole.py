"""A small file that is written whole or not at all, whatever the disk has to say."""

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Puts a file of this text, for its owner alone, in the place of the one before.

    Raises OSError and UnicodeEncodeError; the one before is as it was then, and no draft is left.
    """
    content = text.encode("utf-8")
    # Of this process alone: two that share a draft take it from each other.
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or a power cut leaves an empty file of the new name
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
