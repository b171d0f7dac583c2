"""Real files, good and bad: each ends with content or with a plain reason."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import KINDS
from grsearch_desktop.extract.pool import ReaderPool

JARGON = re.compile(r"error|exception|traceback|xref|zlib|null|none|mupdf|pillow", re.I)


def outcome(pool: ReaderPool, path: Path) -> str:
    """Words, looks, or the reason why there are none."""
    try:
        content = pool.read_text(str(path))
        assert content.kind in KINDS
        if any(page.text.strip() for page in content.pages):
            return "words"
        return "looks" if list(pool.read_looks(str(path))) else "nothing"
    except UnreadableFileError as error:
        return error.reason


@pytest.mark.parametrize("folder", ["office", "images", "pdf"])
def test_every_hostile_file_ends_with_content_or_a_plain_reason(
    shared_data: Path, pool: ReaderPool, folder: str
) -> None:
    # Every fourth file: all of them take minutes, and the measurements cover them.
    paths = sorted(path for path in (shared_data / "robustness" / folder).iterdir())[::4]
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda path: outcome(pool, path), paths))
    assert "nothing" not in outcomes
    reasons = {found for found in outcomes if found not in ("words", "looks")}
    assert all(reason.endswith(".") and not JARGON.search(reason) for reason in reasons)
    assert outcomes.count("words") + outcomes.count("looks") > len(paths) * 0.6


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("testWORD_features.doc", "Lorem ipsum dolor sit amet"),
        ("testPPT_various.ppt", "Here is a text box"),
        ("testMSG_att_doc.msg", "chinois"),
        ("testEXCEL.xlsx", "Sample Excel Worksheet"),
        ("testWORD_endnote_table.docx", "endnote"),
        ("testPPT_various2.pptx", "reply to the initial comment"),
        ("testRTFWindowsCodepage1250.rtf", "zażółć"),
        ("testODTStyles2.odt", "Belgisch Staatsblad"),
    ],
)
def test_the_words_of_an_office_file_are_found(
    shared_data: Path, pool: ReaderPool, name: str, words: str
) -> None:
    content = pool.read_text(str(shared_data / "robustness" / "office" / name))
    text = " ".join(page.text for page in content.pages)
    assert words.lower() in text.lower()


def test_a_scientific_paper_gives_all_its_pages(shared_data: Path, pool: ReaderPool) -> None:
    path = next((shared_data / "papers").rglob("zookeeper-wait-free*.pdf"))
    content = pool.read_text(str(path))
    assert len(content.pages) == 14
    assert "coordination service" in content.pages[0].text
    pages = [look for look in pool.read_looks(str(path)) if look.kind == "page"]
    assert [look.page for look in pages] == list(range(1, 15))
