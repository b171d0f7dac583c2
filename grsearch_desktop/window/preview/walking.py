"""Going through what was found in a text or a sheet, one after the other."""

from abc import abstractmethod


class WalkedMatches:
    """Of a view: the way from one match to the next. It says how many there are and shows one."""

    _at = 0
    """The number of the match that is shown, from 1; 0: none."""

    @property
    @abstractmethod
    def matches(self) -> int:
        """How many were found."""

    @abstractmethod
    def _go_to(self, number: int) -> None:
        """Shows a match, from 1, or (0) none."""

    def next_match(self) -> bool:
        """Goes to the next match; False when there is none."""
        return self.show_match(self._at + 1)

    def previous_match(self) -> bool:
        return self.show_match(self._at - 1)

    def show_match(self, number: int) -> bool:
        """Goes to a match, from 1; False when there is none of that number."""
        if not 1 <= number <= self.matches:
            return False
        self._go_to(number)
        return True
