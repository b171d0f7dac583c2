"""What a person wrote on a file outside of its content: tags and a comment, in extended attributes.

Linux: `user.xdg.tags` and `user.xdg.comment` (freedesktop.org, Common Extended Attributes); macOS:
Finder's tags and comment, property lists, which a copy on Linux keeps below `user.`.
"""

import os
import plistlib
import sys
from dataclasses import replace
from xml.parsers.expat import ExpatError

from grsearch_desktop.extract.content import Content

_TAGS, _COMMENT = "user.xdg.tags", "user.xdg.comment"
_MAC = "com.apple.metadata:" if sys.platform == "darwin" else "user.com.apple.metadata:"
_MAC_TAGS, _MAC_COMMENT = f"{_MAC}_kMDItemUserTags", f"{_MAC}kMDItemFinderComment"
_LONGEST = 4096
"""Characters of a comment or of all tags."""
_MOST = 64 << 10
"""Bytes of an attribute, as much as Linux lets it have."""

Place = int | str
"""A descriptor or a path."""


def of_file(place: Place) -> dict[str, str]:
    """ "tags" (commas between) and "comment" of a file; {} where there are none, or can be none."""
    tags = [*_text(place, _TAGS).split(","), *(_colourless(tag) for tag in _list(place, _MAC_TAGS))]
    tidy = filter(None, (" ".join(tag.split()) for tag in tags))
    comment = _text(place, _COMMENT) or " ".join(_list(place, _MAC_COMMENT))
    found = {"tags": ", ".join(dict.fromkeys(tidy)), "comment": " ".join(comment.split())}
    return {name: value[:_LONGEST] for name, value in found.items() if value}


def added(content: Content, labels: dict[str, str]) -> Content:
    """The content with what is written on its file too."""
    details = dict(content.details)
    for name, value in labels.items():
        inside = details.get(name, "")
        if value != inside:
            details[name] = ", ".join(filter(None, (inside, value)))
    return replace(content, details=details) if labels else content


def _text(place: Place, name: str) -> str:
    return _attribute(place, name).decode("utf-8", "replace").replace("\0", " ")


def _list(place: Place, name: str) -> list[str]:
    """The texts of a property list: one, or a list of them."""
    if not (held := _attribute(place, name)):
        return []
    try:
        found = plistlib.loads(held)
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, RecursionError):
        return []
    texts = found if isinstance(found, list) else [found]
    return [text for text in texts if isinstance(text, str)]


def _colourless(tag: str) -> str:
    """Finder writes the number of its colour in a second line."""
    return tag.partition("\n")[0]


def _attribute(place: Place, name: str) -> bytes:
    """Empty where there is none."""
    try:
        if sys.platform == "linux":
            return os.getxattr(place, name)
        return _mac_attribute(place, name) if sys.platform == "darwin" else b""
    except (OSError, ValueError):
        return b""


def _mac_attribute(place: Place, name: str) -> bytes:
    """Python itself reads them on Linux alone. Raises OSError."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    get = libc.fgetxattr if isinstance(place, int) else libc.getxattr
    get.restype = ctypes.c_ssize_t
    where = place if isinstance(place, int) else os.fsencode(place)
    held = ctypes.create_string_buffer(_MOST)
    length = get(where, name.encode(), held, ctypes.c_size_t(_MOST), ctypes.c_uint32(0), 0)
    if length < 0:
        raise OSError(ctypes.get_errno(), name)
    return held.raw[:length]
