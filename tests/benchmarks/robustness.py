"""Hostile files: indexes the robustness folder, and looks at all that could go wrong.

    python -m tests.benchmarks.robustness [--folder DIR] [--home DIR]

Every file must be readable or be named under `errors` with a reason, and be found by its name; the
folder's bytes, names and times must be what they were; no traceback, no child left behind.
"""

import hashlib
import os
import sys
from collections import Counter
from pathlib import Path

from tests.benchmarks.asking import asking
from tests.benchmarks.program import Program, data, program
from tests.benchmarks.table import Figure, options, show


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--folder", type=Path, help="default: all the hostile files")
    parser.add_argument("--home", type=Path, help="where the library goes; default: thrown away")
    parser.add_argument("--reasons", action="store_true", help="print how often each reason came")
    parser.add_argument("--names", action="store_true", help="look for each file by its name")
    asked = parser.parse_args()
    folder = asked.folder.resolve() if asked.folder else data("robustness")
    before = fingerprint(folder)
    with program(asked.home) as grsearch:
        run = grsearch.run("index", folder)
        unchanged = fingerprint(folder) == before
        figures = [
            Figure("exit code", run.exit_code, "= 0"),
            Figure("wall", run.wall, "<= 900", "s"),
            Figure("tracebacks printed", (run.stdout + run.stderr).count("Traceback"), "= 0"),
            Figure("processes left behind", len(run.left_behind), "= 0"),
            Figure("folder unchanged", float(unchanged), "= 1"),
        ]
        for line in run.left_behind:
            print(f"left behind: {line}", file=sys.stderr)
        if run.exit_code == 0:
            figures += accounted(grsearch, folder, show_reasons=asked.reasons)
            if asked.names:
                figures.append(by_name(grsearch, folder))
        else:
            print(run.stderr[-2000:], file=sys.stderr)
    return show(f"robustness, {folder.name}", figures, as_json=asked.json)


def accounted(grsearch: Program, folder: Path, *, show_reasons: bool) -> list[Figure]:
    """Each file on disk is read, or has an error with a reason."""
    status = grsearch.json("status")
    errors = grsearch.json("errors")["errors"]
    on_disk = {str(path) for path in files(folder)}
    if show_reasons:
        for reason, number in Counter(error["reason"] for error in errors).most_common():
            print(f"{number:>5}  {reason}")
    states = status["files"]["by_state"]
    print(f"states: {states}", file=sys.stderr)
    named = {error["path"] for error in errors}
    return [
        Figure("files on disk", len(on_disk)),
        Figure("files in the library", status["files"]["total"], f"= {len(on_disk)}"),
        Figure("read", states.get("read", 0)),
        Figure("under errors", len(named), f"= {len(on_disk) - states.get('read', 0)}"),
        Figure("errors for no file of the folder", len(named - on_disk), "= 0"),
        Figure("errors without a reason", sum(not error["reason"] for error in errors), "= 0"),
        Figure("count of errors in status", status["errors"], f"= {len(errors)}"),
    ]


def by_name(grsearch: Program, folder: Path) -> Figure:
    """Each file comes up when one types its name."""
    lost = []
    with asking(grsearch) as ask:
        for path in files(folder):
            hits = ask(f'name:"{path.name}"', limit=50)
            if path not in {hit.path for hit in hits}:
                lost.append(path)
    for path in lost[:20]:
        print(f"not found by its name: {os.fsencode(path)!r}", file=sys.stderr)
    return Figure("files not found by their name", len(lost), "= 0")


def files(folder: Path) -> list[Path]:
    """Regular files, symlinks not followed."""
    return sorted(
        Path(parent) / name
        for parent, _, names in os.walk(folder)
        for name in names
        if (Path(parent) / name).is_file() and not (Path(parent) / name).is_symlink()
    )


def fingerprint(folder: Path) -> str:
    """Of all names, contents and times of change."""
    whole = hashlib.sha256()
    for path in files(folder):
        whole.update(os.fsencode(path.relative_to(folder)) + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
        whole.update(str(path.stat().st_mtime_ns).encode())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
