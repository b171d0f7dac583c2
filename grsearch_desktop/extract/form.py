"""What a form of file is: the unit in which readers are listed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form of file: what `type:` calls it, and the class that reads it, as "module:Class".

    A module without a dot is one of ours, in `extract.readers`.
    """

    kind: str
    """One of content.KINDS."""
    reader: str
    extensions: str
    """In small letters, without the dot, spaces between."""
    replaces: bool = False
    """Whether it also reads extensions that a form of ours has. For readers of other packages."""
    drawn: bool = False
    """Whether its reader has `draw`; else the preview shows the text. For readers of other
    packages: of ours, `registry.DRAWN` says it."""
