"""What each way into the program may import, from `python -X importtime`: never by seconds."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HEAVY = {"torch", "open_clip", "PySide6", "pymupdf", "onnxruntime", "PIL", "numpy", "apsw"}
MODEL = {"torch", "open_clip", "PySide6", "pymupdf", "watchdog", "matplotlib"}

_COMMAND = "from grsearch_desktop.cli import app"
_LARGEST_SHARE = 0.25
"""Of all modules that are imported: what one package of others may make up."""


def imported(script: str, home: Path) -> Counter[str]:
    """Package -> how many of its modules a script imports in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script],
        env={**os.environ, "GRSEARCH_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [
        line.split("|") for line in done.stderr.splitlines() if line.startswith("import time:")
    ]
    return Counter(line[2].strip().partition(".")[0] for line in lines[1:])


@pytest.mark.parametrize(
    ("script", "kept_out", "most"),
    [
        (
            f"{_COMMAND}; app(['--help'], standalone_mode=False)",
            HEAVY,
            230,
        ),
        ("import grsearch_desktop.extract.worker", HEAVY | {"psutil", "typer"}, 140),
        ("import grsearch_desktop.engine.service", MODEL | {"onnxruntime", "tokenizers"}, 600),
        (
            f"{_COMMAND}; app(['search', 'tyre'], standalone_mode=False)",
            MODEL,
            800,
        ),
        ("import grsearch_desktop.window.main_window", HEAVY - {"PySide6"} | {"tokenizers"}, 330),
    ],
    ids=["help", "reader", "engine", "search", "window"],
)
def test_a_way_in_imports_no_more_than_it_needs(
    script: str, kept_out: set[str], most: int, tmp_path: Path
) -> None:
    found = imported(script, tmp_path)
    assert not kept_out & found.keys()
    assert found.total() < most
    foreign = {name: many for name, many in found.items() if name != "grsearch_desktop"}
    assert max(foreign.values()) < _LARGEST_SHARE * found.total(), foreign
