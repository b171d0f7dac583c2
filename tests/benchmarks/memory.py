"""Memory of the engine at 100,000 items, and what a passage takes in the library's file.

    python -m tests.benchmarks.memory [--items 100000]

The window's memory is in `preview` and `window_scroll`. The file is that of the papers and photos
with all that the program keeps of them, counted table by table.
"""

import sys

import apsw

from tests.benchmarks import large_library, real_vectors
from tests.benchmarks.engine_process import running
from tests.benchmarks.table import Figure, options, show

ENGINE = "< 700"
"""MB."""
PASSAGE = "< 3000"
"""Bytes."""
_PARTS = {
    "vectors": "name GLOB 'vec_*'",
    "words": "name GLOB 'passage_text*'",
    "small pictures": "name = 'thumbnail'",
}


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--items", type=int, default=large_library.ITEMS)
    asked = parser.parse_args()
    questions = real_vectors.asked()
    with running(large_library.prepared(asked.items), questions[0]) as engine:
        before = engine.memory()
        engine.times(questions)
        after = engine.memory()
    of = f"engine, {asked.items} items"
    figures = [
        Figure(f"{of}, at rest (PSS)", before.shared_out, unit="MB"),
        Figure(f"{of}, after {len(questions)} searches (PSS)", after.shared_out, ENGINE, "MB"),
        Figure(f"{of}, after {len(questions)} searches (RSS)", after.resident, ENGINE, "MB"),
        *file_by_part(),
    ]
    return show("memory and disk", figures, as_json=asked.json)


def file_by_part() -> list[Figure]:
    library = str(real_vectors.library().library)
    connection = apsw.Connection(library, flags=apsw.SQLITE_OPEN_READONLY)
    passages = connection.execute("SELECT count(*) FROM item WHERE kind = 'passage'").get
    whole = connection.execute("SELECT sum(pgsize) FROM dbstat").get / passages
    figures = [
        Figure("file, for each passage, all told", whole, PASSAGE, "bytes"),
    ]
    for name, tables in _PARTS.items():
        size = connection.execute(f"SELECT total(pgsize) FROM dbstat WHERE {tables}").get
        figures.append(Figure(f"of which {name}", size / passages, unit="bytes", told=True))
        whole -= size / passages
    figures.append(Figure("of which all else", whole, unit="bytes", told=True))
    connection.close()
    return figures


if __name__ == "__main__":
    sys.exit(main())
