"""Writes the lock files: the versions that lie in this environment, and so were tested.

    .venv/bin/python packaging/lock.py

They are used as constraints (`pip install -c`), not as lists of what to install: a package that
another platform needs besides is still found, and one that it does not need is left out. For
that reason they carry no hashes. For newer versions: upgrade in .venv, `make test`, `make lock`.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = {
    "requirements.lock": (),
    "requirements-test.lock": ("clip", "dev", "evaluate"),
}
HEAD = "# Tested versions, written by packaging/lock.py (make lock); used with `pip install -c`.\n"


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, extras in LOCKS.items():
        wanted = list(project["dependencies"])
        for extra in extras:
            wanted += project["optional-dependencies"][extra]
        pins = resolved(wanted)
        lines = "".join(f"{package}=={pins[package]}\n" for package in sorted(pins))
        (ROOT / "packaging" / name).write_text(HEAD + lines, "utf-8")
        print(f"packaging/{name}: {len(pins)} packages")


def resolved(requirements: Iterable[str]) -> dict[str, str]:
    """Each package that the requirements bring with them here, and its version."""
    pins: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra_of_parent = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra_of_parent}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                found = distribution(name)
            except PackageNotFoundError:
                raise SystemExit(f"{name} is missing: run `make install-test` first") from None
            # Without the build's own mark ("+cpu"): an index elsewhere has another.
            pins[name] = found.version.partition("+")[0]
            waiting += [(Requirement(text), extra) for text in found.requires or ()]
    return pins


if __name__ == "__main__":
    main()
