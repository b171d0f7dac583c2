"""The whole index of the papers and the photos, beside Recoll's and rclip's of the same files.

    python -m tests.benchmarks.whole_index [--documents papers] [--photos photos]

Each starts from nothing, one after the other in one run, on files that the page cache holds. Ours
reads, draws pages and encodes texts and images. Recoll's index is of words alone, rclip's of
photos alone: neither does what ours does, but they are what a person would have instead.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import recoll
from tests.benchmarks.program import data, program
from tests.benchmarks.table import Figure, options, show
from tests.benchmarks.text_stage import warm


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--documents", default="papers", help="a folder of the shared data")
    parser.add_argument("--photos", default="photos", help="another one")
    asked = parser.parse_args()
    folders = [data(asked.documents), data(asked.photos)]
    for folder in folders:
        warm(folder)
    with program() as grsearch:
        ours = grsearch.done("index", *folders).wall
        items = grsearch.json("status")["items"]
    both = f"{asked.documents} and {asked.photos}"
    vectors = sum(items.values())
    figures = [
        told(f"whole, {both}", ours, *by_recoll(folders)),
        Figure("passages, pages and pictures", vectors),
        Figure("whole, for each of them", 1000 * ours / vectors, unit="ms", told=True),
        of_photos(folders[1]),
    ]
    return show("whole index", figures, as_json=asked.json)


def by_recoll(folders: list[Path]) -> tuple[float | None, str]:
    """Seconds that Recoll takes for all folders, and what that is; None where it is missing."""
    try:
        recoll.need()
    except SystemExit as missing:
        return None, str(missing)
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        taken = sum(recoll.index(one, Path(made) / one.name) for one in folders)
    return taken, "Recoll (words alone)"


def of_photos(photos: Path) -> Figure:
    with program() as grsearch:
        ours = grsearch.done("index", photos).wall
    return told(f"{photos.name} alone", ours, *by_rclip(photos))


def told(name: str, ours: float, yardstick: float | None, beside: str) -> Figure:
    """A figure of which nothing is demanded, whether or not its yardstick runs here."""
    return Figure(name, ours, "", "s", yardstick, beside, told=True)


def by_rclip(photos: Path) -> tuple[float | None, str]:
    """Seconds that rclip takes for the photos, and what that is; None where it does not run."""
    command = shutil.which("rclip")
    if command is None:
        return None, "rclip, which is not installed"
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        begun = time.perf_counter()
        ended = subprocess.run(
            [command, "--top", "1", "a photo"],
            cwd=photos,
            env={**os.environ, "RCLIP_DATADIR": made},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        taken = time.perf_counter() - begun
    if ended.returncode:
        said = ended.stderr.strip().splitlines()
        return None, f"rclip, which does not run here: {said[-1][:100] if said else ''}"
    return taken, "rclip (with the loading of its model)"


if __name__ == "__main__":
    sys.exit(main())
