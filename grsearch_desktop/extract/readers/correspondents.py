"""Who wrote to whom in one mail or in many, as facts that a person may search for."""

from dataclasses import dataclass, field

from grsearch_desktop.extract.readers.prose import one_line

_LONGEST = 2_000
"""Characters that one fact may have."""
NAMES = ("from", "to", "cc")


@dataclass
class Correspondents:
    """Each sender and receiver once, in the order in which they come."""

    _found: dict[str, dict[str, None]] = field(default_factory=dict)
    _lengths: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, people: str) -> None:
        """Adds what a header ("from", "to" or "cc") says, as it is shown."""
        known = self._found.setdefault(name, {})
        length = self._lengths.get(name, 0)
        people = one_line(people, _LONGEST)
        if people and people not in known and length + len(people) <= _LONGEST:
            known[people] = None
            self._lengths[name] = length + len(people) + 2

    def facts(self) -> dict[str, str]:
        """From a header's name to all that it says, commas between."""
        return {name: ", ".join(known) for name, known in self._found.items() if known}
