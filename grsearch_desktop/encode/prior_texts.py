"""The texts that the prior means are made of: written for this, and of no library or data set."""

from grsearch_desktop.paths import resources


def queries() -> list[str]:
    """Questions as people type them: short, and about anything."""
    return _lines("queries")


def passages() -> list[str]:
    """Stretches of text as files hold them."""
    return _lines("passages")


def _lines(name: str) -> list[str]:
    return (resources() / "prior" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
