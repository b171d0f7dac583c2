"""The models that can be fetched by name, as `resources/models/catalogue.json` lists them."""

import json
from dataclasses import dataclass
from functools import cache

from grsearch_desktop.paths import resources

SPEEDS = ("quick", "middle", "slow")
"""By the multiplications that one picture takes: below 6, below 25, more thousand millions."""


@dataclass(frozen=True)
class Entry:
    """A model that open_clip knows by this name, with what a person asks before they fetch it.

    `size_bytes` is the size of its weights: what comes over the network, and about what the
    converted model takes. `sha256` is that of the weights, "" where it was not known when this
    list was written: then only what the hub itself says of the file, before its bytes come, can be
    checked (see encode.fetching and decision 0020).
    """

    name: str
    """"NAME/TAG" """
    description: str
    licence: str
    languages: str
    """"English" or "many" """
    speed: str
    """one of SPEEDS"""
    size_bytes: int
    repository: str
    """of the hub, where the licence stands in full"""
    sha256: str

    @property
    def source(self) -> str:
        """As the folder of a model made from it names where it is from."""
        return f"open_clip: {self.name}"


@cache
def entries() -> tuple[Entry, ...]:
    listed = json.loads((resources() / "models" / "catalogue.json").read_text(encoding="utf-8"))
    return tuple(Entry(**{**said, "sha256": said["sha256"] or ""}) for said in listed)


def entry(name: str) -> Entry | None:
    return next((known for known in entries() if known.name == name), None)
