"""Filters by what files say of themselves, beside `type:`, and what is kept in memory for them.

    python -m tests.benchmarks.fact_filters [--files 100000]

Mails, photos and notes are made up: 1,000 senders, 20 cameras, places all over the world, 50 tags.
No filter is asked twice, so that nothing kept for the last one helps; between every two a file is
saved anew, as while a library grows.
"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from grsearch_desktop.search import places
from grsearch_desktop.search.query import parse
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import ReadFile, Text
from tests.benchmarks.table import Figure, options, show

ASKED = 100
CITIES = ("lisbon", "berlin", "paris", "tokyo", "new york", "sydney", "cairo", "lima")
MEDIAN = "<= 10"
"""Times as long as `type:` takes, which is half a millisecond of the 50 that a search may take."""
FILTERS: dict[str, Callable[[int], str]] = {
    "from:": lambda n: f"from:sender{n:03}",
    "camera:": lambda n: f"camera:maker{n % 20}",
    "tag: -tag:": lambda n: f"tag:topic{n % 50} -tag:topic{n % 7}",
    "near:": lambda n: f'near:"{CITIES[n % len(CITIES)]}"',
    "taken:": lambda n: f"taken:{2000 + n % 20}-0{1 + n % 9}",
}


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "library.db")
        fill(database, asked.files)
        figures = measured(database)
        database.close()
    return show(f"filters by facts, {asked.files} files", figures, as_json=asked.json)


def measured(database: Database) -> list[Figure]:
    files, text = Files(database), Text(database)
    files.matching(parse("type:image").conditions)
    before = resident()
    figures = []
    for name, asked in FILTERS.items():
        begun = time.thread_time()
        files.matching(parse(asked(ASKED)).conditions)
        first = time.thread_time() - begun
        ours, theirs = times(files, text, asked)
        figures += [
            Figure(f"{name}, first", 1000 * first, unit="ms"),
            Figure(f"{name}, median", float(np.median(ours)), MEDIAN, "ms", *beside(theirs, 50)),
            Figure(f"{name}, p95", float(np.percentile(ours, 95)), "", "ms", *beside(theirs, 95)),
        ]
    return [*figures, Figure("kept for them (RSS)", resident() - before, "<= 60", "MB")]


def beside(theirs: list[float], percent: int) -> tuple[float, str]:
    return float(np.percentile(theirs, percent)), "type:, one by one with it"


def times(files: Files, text: Text, asked: Callable[[int], str]) -> tuple[list[float], list[float]]:
    """Milliseconds of work for the filter and for `type:`, the query taken apart too."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(1, ASKED + 1):
        for query, kept in ((asked(number), ours), ("type:image", theirs)):
            facts = {"camera": f"Other {number} {len(kept)}"}
            read = ReadFile(*(number, b"", "image", "", "", None, "", [], [], False, "", {}), facts)
            text.save([read])
            begun = time.thread_time()
            files.matching(parse(f"{query} size:>{number}").conditions)
            kept.append(1000 * (time.thread_time() - begun))
    return ours, theirs


def fill(database: Database, count: int) -> None:
    """A third each: mails, photos, notes."""
    chance = np.random.default_rng(7)
    cities = places.known()
    towns = chance.integers(0, len(cities.north), count)
    with database.write() as connection:
        connection.execute("INSERT INTO folder (path, added_at) VALUES (CAST('/f' AS BLOB), 0)")
        for number in range(1, count + 1):
            kind = ("mail", "image", "text")[number % 3]
            town = towns[number - 1]
            place = (float(cities.north[town]), float(cities.east[town])) if number % 3 == 1 else ()
            made = float(chance.integers(946_684_800, 1_700_000_000))
            connection.execute(
                "INSERT INTO file (folder_id, path, name, kind, size, mtime_ns, state, created,"
                " latitude, longitude, readers) VALUES (1, ?, ?, ?, ?, ?, 'read', ?, ?, ?, 1)",
                (f"/f/{number}".encode(), str(number), kind, number, number, made)
                + (place or (None, None)),
            )
            connection.executemany(
                "INSERT INTO fact VALUES (?, ?, ?)",
                ((number, name, value) for name, value in said(kind, number)),
            )


def said(kind: str, number: int) -> Iterator[tuple[str, str]]:
    if kind == "mail":
        yield "from", f"Sender{number % 1000:03} Müller <sender{number % 1000:03}@example.org>"
        yield "to", f"Receiver{number % 77}, Receiver{number % 78} <r{number % 78}@example.org>"
    if kind == "image":
        yield "camera", f"Maker{number % 20} Model {number % 3}"
    if number % 5 == 0:
        yield "tags", f"topic{number % 50}, topic{number % 7}"


def resident() -> float:
    """MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    sys.exit(main())
