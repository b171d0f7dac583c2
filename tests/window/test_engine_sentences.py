"""What the engine says is known to the window, which says it in its own language."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from grsearch_desktop import paths
from grsearch_desktop.extract import reasons
from grsearch_desktop.window.engine_sentences import SENTENCES, said
from tests.window.conftest import Speak

_PACKAGE = Path(reasons.__file__).parents[1]
_ROOMS = ("engine", "extract", "store", "library", "encode", "search", "settings.py", "paths.py")
"""What the engine is made of."""

_ELSEWHERE = {
    "engine/checkup.py": "says what `grsearch doctor` prints",
    "extract/confine.py": "says what `grsearch doctor` prints",
    "extract/third_party.py": "the same",
    "engine/autostart.py: Desktop Entry": "a file for the desktop",
    "engine/protocol.py": "says what is wrong with a program that is no window of ours",
    "engine/connection.py": "the same",
    "engine/requests.py": "the same",
    "engine/service.py: The parameters are not a JSON object.": "the same",
    "engine/service.py: There is no method {0}.": "the same",
    "engine/adjusting.py: Which model is used is changed by `use_model`, which tries it.": "it too",
    "engine/pause.py: A pause ends at a time, at the next {0}, or never ({1}).": "the same",
    "settings.py: There is no setting {0}.": "the same",
    "encode/exporting.py: Rechnung für März, 42 €": "a text that a model is tried with",
    "encode/exporting.py: Usage: python -m grsearch_desktop.encode.exporting SPEC FOLDER": "help",
    "extract/readers/oldslides.py: Current User": "a name within old PowerPoint files",
    "library/rules.py: System Volume Information/": "a folder of Windows",
}
"""What looks like a sentence and is never shown in the window: all of a file, or one text."""


def test_the_window_knows_every_sentence_of_the_engine() -> None:
    found = [
        f"{name}: {text}"
        for name, text in _sentences()
        if name not in _ELSEWHERE and f"{name}: {text}" not in _ELSEWHERE
    ]
    assert len(found) > 90
    unknown = [one for one in found if one.partition(": ")[2] not in SENTENCES]
    assert not unknown, "to be added to window/engine_sentences.py"


def test_no_sentence_is_kept_that_nobody_says() -> None:
    said_by_the_engine = {text for _, text in _sentences()} | _of_models() | _PARTS
    gone = [text for text in SENTENCES if text not in said_by_the_engine]
    assert not gone, "the engine says this no more"


def test_the_window_knows_what_models_are_said_to_be_good_for() -> None:
    assert _of_models() <= set(SENTENCES)


@pytest.mark.parametrize(
    ("sentence", "german"),
    [
        (reasons.PROTECTED, "Die Datei ist mit einem Passwort geschützt."),
        (
            reasons.cut_at_pages(2000, 12345),
            "Nur die ersten 2.000 von 12.345 Seiten wurden gelesen.",
        ),
        (
            reasons.cut_at_text(2_500_000),
            "Nur die ersten 2,5 Millionen Zeichen wurden gelesen.",
        ),
        (
            "The folder /data/2024 can't be written: No space left on device.",
            "In den Ordner /data/2024 kann nicht geschrieben werden: "
            "Kein Platz mehr auf dem Datenträger.",
        ),
        (
            "There is no file or folder at /data/The file is empty.",
            "Unter /data/The file is empty gibt es weder eine Datei noch einen Ordner.",
        ),
        ("What nobody foresaw.", "What nobody foresaw."),
    ],
)
def test_a_sentence_is_said_in_german_with_all_that_was_put_into_it(
    speak: Speak, sentence: str, german: str
) -> None:
    speak("de")
    assert said(sentence) == german


def test_in_english_a_sentence_stays_as_it_is(speak: Speak) -> None:
    speak("en")
    for template in SENTENCES:
        sentence = re.sub(r"\{\d\}", "12,345", template)
        assert said(sentence) == sentence


def test_each_pattern_finds_its_own_sentence(speak: Speak, qapp: QApplication) -> None:
    """None of them is taken for another that says less."""
    speak("de")
    for template in SENTENCES:
        parts = [f"(part {number})" for number in range(template.count("{"))]
        german = said(template.format(*parts))
        assert german != template.format(*parts), template
        assert all(part in german for part in parts), template


_PARTS = {
    "No space left on device",
    "Permission denied",
    "Read-only file system",
    "No such file or directory",
    "Input/output error",
    "{0} The engine itself tries it again within a minute or so.",
    "its changes are found within a minute instead of at once",
    '"{0}" can\'t be the name of a model.',
}
"""What the system says, and what begins unlike a sentence."""


def _of_models() -> set[str]:
    models = paths.resources() / "models"
    listed = json.loads((models / "catalogue.json").read_text("utf-8"))
    bundled = json.loads((models / "bundled" / "model.json").read_text("utf-8"))
    return {model["description"] for model in (*listed, bundled)}


def _sentences() -> Iterator[tuple[str, str]]:
    """File and text of what reads like a sentence in the engine's code, what is put in as {0}."""
    for room in _ROOMS:
        place = _PACKAGE / room
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            name = file.relative_to(_PACKAGE).as_posix()
            for text in _texts(ast.parse(file.read_text("utf-8"))):
                begins = re.match(r"(?:[A-Z][a-z',]* |\{0\} |open_clip )", text)
                if (
                    begins
                    and re.search("[a-z]{2} ?", text)
                    and not re.search(r" \| | [A-Z]{3,} .*\?", text)
                ):
                    yield name, text


def _texts(tree: ast.AST) -> Iterator[str]:
    left_out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # a docstring
        elif isinstance(node, ast.JoinedStr):
            left_out.update(map(id, node.values))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            left_out.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts, count = [], 0
            for part in node.values:
                if isinstance(part, ast.Constant):
                    parts.append(str(part.value))
                else:
                    parts.append(f"{{{count}}}")
                    count += 1
            yield "".join(parts)
