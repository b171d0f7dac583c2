"""The colours of plots and of the page, light and dark: those of the window (window/theme.py).

The curves' colours are told apart by people who see red and green alike as well: orange against
blue first, then by lightness; each has its own mark besides.
"""

from dataclasses import dataclass, fields
from types import MappingProxyType


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for, each as #rrggbb; no two of one palette are the same."""

    ground: str
    field: str
    """Behind what stands out: answers, heads of tables."""
    ink: str
    muted: str
    line: str
    accent: str
    raw: str
    calibrated: str
    first: str
    """Of curves that are neither, by their place."""
    second: str
    third: str
    fourth: str
    fifth: str

    def names(self) -> dict[str, str]:
        """Each colour by its name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


LIGHT = Palette(
    ground="#fbfbfc",
    field="#f1f3f7",
    ink="#1b1f29",
    muted="#5a6272",
    line="#dfe2e8",
    accent="#4658d5",
    raw="#b85400",
    calibrated="#4759d6",
    first="#0b7771",
    second="#a8327d",
    third="#2f7fb0",
    fourth="#7a6a00",
    fifth="#6b7280",
)

DARK = Palette(
    ground="#16181d",
    field="#20232b",
    ink="#eceef3",
    muted="#a3aab9",
    line="#31353f",
    accent="#8e9cff",
    raw="#f0b13c",
    calibrated="#8d9bff",
    first="#35c2b8",
    second="#f08cc4",
    third="#7fc8f5",
    fourth="#d6cf6a",
    fifth="#9aa1b0",
)

METHODS = MappingProxyType({"raw": "raw", "calibrated": "calibrated"})
"""The colour that has the curve of a method, or of a variant of it, as "raw, BEIR"."""
OTHERS = ("first", "second", "third", "fourth", "fifth")
