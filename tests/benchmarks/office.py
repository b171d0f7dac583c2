"""Office files, mails, books and web pages: from how many that hold text it comes out searchable.

    python -m tests.benchmarks.office [--folder DIR] [--keep DIR] [--files]

What a file holds is LibreOffice's word: its own export, as words. Mails, books, help files and what
is text already are beyond it; what a person reads in them stands in `office_words.py`. Text counts
as got where half of those words are there; beside it, the share of all words. The peers are Recoll,
and the programs that textract calls (antiword, catdoc, unrtf, pandoc; MuPDF for the rest).
Archives are counted apart. Needs the Debian packages libreoffice-{writer,calc,impress}-nogui,
poppler-utils, recollcmd, antiword, catdoc, unrtf and pandoc.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.pool import ReaderPool
from tests.benchmarks import office_words, recoll
from tests.benchmarks.office_words import Words
from tests.benchmarks.program import data
from tests.benchmarks.table import Figure, options, show

ARCHIVES = frozenset(("zip", "7z", "tar", "tgz", "gz"))
ENOUGH = 0.5
"""Of a file's words: what must come out for its text to count as searchable."""
WAYS = ("ours", "Recoll", "textract-like")


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--folder", type=Path, help="default: robustness/office")
    parser.add_argument("--keep", type=Path, help="where LibreOffice's exports are kept for reuse")
    parser.add_argument("--files", action="store_true", help="print each file that is missed")
    asked = parser.parse_args()
    folder = (asked.folder or data("robustness", "office")).resolve()
    office_words.need()
    recoll.need()
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    with tempfile.TemporaryDirectory(prefix="grsearch-office-") as made:
        held = office_words.held(paths, asked.keep or Path(made) / "exports")
        got: dict[str, Mapping[str, Words]] = {
            "ours": ours(paths),
            "Recoll": by_recoll(folder, Path(made) / "recoll"),
            "textract-like": office_words.by_programs(paths),
        }
    apart = [path for path in paths if kind(path) in ARCHIVES]
    with_text = [path for path in paths if held.get(path.name) and path not in apart]
    if asked.files:
        told(with_text, held, got)
    table(with_text, held, got)
    print(f"apart: {len(apart)} archives; without text: {len(paths) - len(apart) - len(with_text)}")
    return show("office", figures(with_text, held, got), as_json=asked.json)


def ours(paths: list[Path]) -> dict[str, Words]:
    """The words that our readers give, by file name."""
    found: dict[str, Words] = {}
    with ReaderPool(2) as pool:
        for path in paths:
            try:
                content = pool.read_text(str(path))
            except UnreadableFileError:
                continue
            said = (content.title, content.author, *content.details.values())
            texts = (page.text for page in content.pages)
            found[path.name] = office_words.words("\n".join((*texts, *said)))
    return found


def by_recoll(folder: Path, configuration: Path) -> dict[str, Words]:
    """The words that Recoll's filters give for what it indexed, members and attachments too."""
    recoll.index(folder, configuration)
    texts: dict[str, list[str]] = defaultdict(list)
    for name, text in recoll.texts(folder, configuration):
        texts[name].append(text)
    return {name: office_words.words("\n".join(parts)) for name, parts in texts.items()}


def share(path: Path, held: Mapping[str, Words], got: Mapping[str, Words]) -> float:
    """Of the file's words, those that came out."""
    wanted = held[path.name]
    return len(wanted & got.get(path.name, frozenset())) / len(wanted)


def table(
    paths: list[Path], held: Mapping[str, Words], got: Mapping[str, Mapping[str, Words]]
) -> None:
    """Files with text for each kind, and how many of them each way gets."""
    print(f"{'kind':<6} {'files':>5}" + "".join(f"{way:>15}" for way in WAYS))
    for name in sorted({kind(path) for path in paths}):
        of_kind = [path for path in paths if kind(path) == name]
        counts = (_count(of_kind, held, got[way]) for way in WAYS)
        print(f"{name:<6} {len(of_kind):>5}" + "".join(f"{count:>15}" for count in counts))


def told(
    paths: list[Path], held: Mapping[str, Words], got: Mapping[str, Mapping[str, Words]]
) -> None:
    for path in paths:
        shares = [share(path, held, got[way]) for way in WAYS]
        if shares[0] < 0.9:
            lost = sorted(held[path.name] - got["ours"].get(path.name, frozenset()))
            print(path.name, *(f"{one:.2f}" for one in shares), " ".join(lost)[:150])


def figures(
    paths: list[Path], held: Mapping[str, Words], got: Mapping[str, Mapping[str, Words]]
) -> list[Figure]:
    total = len(paths)
    rows = [Figure("files with text", total)]
    for way in WAYS:
        mean = sum(share(path, held, got[way]) for path in paths) / total
        part = _count(paths, held, got[way]) / total
        rows.append(
            Figure(f"{way}: share searchable", part, ">= 0.95" if way == "ours" else "", told=True)
        )
        rows.append(Figure(f"{way}: mean share of words", mean, told=True))
    return rows


def kind(path: Path) -> str:
    return path.suffix.lstrip(".").lower()


def _count(paths: list[Path], held: Mapping[str, Words], got: Mapping[str, Words]) -> int:
    return sum(share(path, held, got) >= ENOUGH for path in paths)


if __name__ == "__main__":
    sys.exit(main())
