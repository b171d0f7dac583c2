"""What signals may be connected to."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject

from grsearch_desktop import window

ROOT = Path(window.__file__).parent


def _classes_that_connect_their_methods() -> Iterator[tuple[Path, str]]:
    for path in ROOT.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(
                _connects_own(part) for part in ast.walk(node)
            ):
                yield path, node.name


def _connects_own(node: ast.AST) -> bool:
    """Whether it reads `signal.connect(self.method, ...)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and bool(node.args)
        and ast.unparse(node.args[0]).startswith("self.")
    )


def test_signals_call_methods_of_qt_objects_alone() -> None:
    """A waiting call dies with an object of Qt; with another one it reads freed memory."""
    found = list(_classes_that_connect_their_methods())
    assert len(found) > 20
    for path, name in found:
        module = ".".join(
            ("grsearch_desktop.window", *path.relative_to(ROOT).with_suffix("").parts)
        )
        assert issubclass(getattr(importlib.import_module(module), name), QObject), (path, name)
