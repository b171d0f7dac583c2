"""Names of data sets and models as they can be shown: they come from others."""

_CONTROLS = {
    one: "\ufffd" for one in (*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF)
} | {9: " ", 10: " ", 13: " "}


def legible(text: str) -> str:
    """In one line, without what XML or UTF-8 can't hold: control characters, parts of bytes."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)
