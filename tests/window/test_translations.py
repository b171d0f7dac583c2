"""Every word of the window has its German, and what the code puts into a sentence stays in it."""

import ast
import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from grsearch_desktop import paths

_ROOT = Path(__file__).parents[2]
_WINDOW = _ROOT / "grsearch_desktop" / "window"
_FOLDER = paths.resources() / "translations"
_PLACEHOLDER = re.compile(r"\{\d*\}|%L?n")
_FUNCTIONS = ("tr", "_tr", "_known")
"""What takes words to be translated, beside the method `tr`."""


def loaded_script() -> ModuleType:
    """packaging/translations.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location(
        "translations", _ROOT / "packaging" / "translations.py"
    )
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return loaded_script()


@pytest.fixture(scope="module")
def fresh(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the translations, brought in line with the code as it is now."""
    folder = tmp_path_factory.mktemp("translations")
    for file in _FOLDER.glob("*.ts"):
        shutil.copy(file, folder)
        script.extract(folder / file.name, only_plurals=file.stem.endswith("_en"))
    return folder


@pytest.mark.parametrize("name", ["grsearch_de.ts", "grsearch_en.ts"])
def test_every_text_of_the_window_is_translated(script: ModuleType, fresh: Path, name: str) -> None:
    missing = list(script.unfinished(fresh / name))
    assert not missing, f"`make translations`, then put words into {name} for: {missing}"


@pytest.mark.parametrize("name", ["grsearch_de", "grsearch_en"])
def test_what_the_window_reads_is_what_the_translators_wrote(
    script: ModuleType, tmp_path: Path, name: str
) -> None:
    shutil.copy(_FOLDER / f"{name}.ts", tmp_path)
    script.release(tmp_path / f"{name}.ts")
    made, kept = (folder / f"{name}.qm" for folder in (tmp_path, _FOLDER))
    assert made.read_bytes() == kept.read_bytes(), "`make translations` brings it up to date"


def test_no_translation_loses_what_is_put_into_it() -> None:
    for context, text, translations in _messages(_FOLDER / "grsearch_de.ts"):
        wanted = sorted(_PLACEHOLDER.findall(text))
        for words in translations:
            # "The first one" says its number without a figure.
            found = sorted(_PLACEHOLDER.findall(words))
            without = [part for part in wanted if part != "%Ln"]
            assert found == wanted or (len(translations) > 1 and found == without), (context, text)


def test_every_text_is_looked_up_where_it_was_found(fresh: Path) -> None:
    """Qt looks for a text under the name of the class that asks; lupdate guesses that name."""
    known = {(context, text) for context, text, _ in _messages(fresh / "grsearch_de.ts")}
    asked = [text for file in _WINDOW.rglob("*.py") for text in _asked(file)]
    assert len(asked) > 300
    assert not [text for text in asked if text not in known]


def _asked(file: Path) -> Iterator[tuple[str, str]]:
    """Context and text of each call that has a text translated."""
    tree = ast.parse(file.read_text("utf-8"))
    for scope in ast.walk(tree):
        for node in ast.iter_child_nodes(scope):
            _remember_class(node, scope)
        if isinstance(scope, ast.Call) and scope.args:
            yield from _call(scope, file)


def _remember_class(node: ast.AST, parent: ast.AST) -> None:
    inside = parent.name if isinstance(parent, ast.ClassDef) else getattr(parent, "inside", "")
    node.inside = inside  # type: ignore[attr-defined]


def _call(call: ast.Call, file: Path) -> Iterator[tuple[str, str]]:
    text, function = call.args[0], call.func
    if isinstance(function, ast.Attribute) and function.attr == "tr":
        where = f"{file.name}:{call.lineno}"
        assert ast.unparse(function.value) == "self", f"{where}: lupdate knows self.tr alone"
        context = call.inside  # type: ignore[attr-defined]
    elif isinstance(function, ast.Name) and function.id in _FUNCTIONS:
        context = ""
    else:
        return
    if isinstance(text, ast.Constant):
        yield context, text.value


def _messages(file: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Context, text and its translations, one or one for each number."""
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            words = message.find("translation")
            assert words is not None
            forms = [form.text or "" for form in words] or [words.text or ""]
            yield context.findtext("name") or "", message.findtext("source") or "", forms


def release_words(file: Path, context: str, text: str, words: str) -> None:
    """Makes a language that knows one text, for other tests."""
    language = ElementTree.Element("TS", version="2.1", language=file.stem.partition("_")[2])
    of_context = ElementTree.SubElement(language, "context")
    ElementTree.SubElement(of_context, "name").text = context
    message = ElementTree.SubElement(of_context, "message")
    ElementTree.SubElement(message, "source").text = text
    ElementTree.SubElement(message, "translation").text = words
    ElementTree.ElementTree(language).write(file, "utf-8", xml_declaration=True)
    loaded_script().release(file)
