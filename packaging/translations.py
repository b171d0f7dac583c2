"""The words of the window in other languages: takes them out of the code, and makes .qm of .ts.

    .venv/bin/python packaging/translations.py

Writes `resources/translations/`: `grsearch_de.ts` is German, to be completed by hand or with
`pyside6-linguist`; `grsearch_en.ts` holds nothing but plurals ("1 file", "2 files"). The window
reads the .qm files, which are made anew. Says what is still without words, and ends with 1 then.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

_ROOT = Path(__file__).parents[1]
_WINDOW = _ROOT / "grsearch_desktop" / "window"
_FOLDER = _ROOT / "resources" / "translations"
_ONLY_PLURALS = ("en",)
_OTHER_NAMES = ("tr+=_tr", "QT_TR_NOOP+=_known")
"""What is called in the code as Qt's functions are: `_tr` where there is no QObject (see
window/language.py), `_known` for sentences of the engine."""


def main() -> None:
    files = sorted(_FOLDER.glob("grsearch_*.ts"))
    missing = 0
    for file in files:
        extract(file, only_plurals=_language(file) in _ONLY_PLURALS)
        release(file)
        for context, text in unfinished(file):
            missing += 1
            print(f"{file.name}: no words for “{text}” ({context or 'window'})")
    if missing:
        sys.exit(f"{missing} to be translated")


def extract(file: Path, *, only_plurals: bool = False) -> None:
    """Brings a .ts file in line with the code, or makes it; its translations stay."""
    names = [part for name in _OTHER_NAMES for part in ("-tr-function-alias", name)]
    sources = sorted(str(path.relative_to(_ROOT)) for path in _WINDOW.rglob("*.py"))
    options = ["-silent", "-locations", "none", "-no-obsolete", "-no-ui-lines"]
    if only_plurals:
        options.append("-pluralonly")
    language = ["-source-language", "en", "-target-language", _language(file)]
    _run("lupdate", *options, *language, *names, *sources, "-ts", str(file))


def release(file: Path) -> None:
    """Makes the .qm beside a .ts file."""
    _run("lrelease", "-silent", str(file))


def unfinished(file: Path) -> Iterable[tuple[str, str]]:
    """Context and text of what has no finished translation."""
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            words = message.find("translation")
            texts = [] if words is None else [words.text or "", *(f.text or "" for f in words)]
            if words is None or words.get("type") == "unfinished" or not any(texts):
                yield context.findtext("name") or "", message.findtext("source") or ""


def _language(file: Path) -> str:
    return file.stem.partition("_")[2]


def _run(tool: str, *arguments: str) -> None:
    """One of PySide's tools, which lie beside the Python that runs this."""
    command = [str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    told = f"{done.stdout}{done.stderr}".strip()
    if done.returncode or told:
        sys.exit(f"pyside6-{tool}: {told}")


if __name__ == "__main__":
    main()
