"""Names promise kinds; what a file begins with corrects them."""

import subprocess
import sys

import pytest

from grsearch_desktop.extract.content import KINDS
from grsearch_desktop.extract.registry import FORMS, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Report.PDF", "pdf"),
        ("holiday.HEIC", "image"),
        ("deck.pptx", "slides"),
        ("budget.xlsx", "sheet"),
        ("novel.epub", "book"),
        ("letter.docx", "document"),
        ("page.html", "web"),
        ("notes.md", "text"),
        ("engine.rs", "code"),
        ("Makefile", "code"),
        ("re: hello.eml", "mail"),
        ("Holiday.MP4", "video"),
        ("song.flac", "audio"),
        ("DSC_0001.NEF", "image"),
        ("poster.xcf", "image"),
        ("archive.zip", "archive"),
        ("backup.tar.gz", "archive"),
        ("no-extension", "other"),
        (".hidden", "other"),
        ("", "other"),
    ],
)
def test_a_name_promises_a_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_every_form_is_of_a_known_kind_and_no_extension_is_promised_twice() -> None:
    assert {form.kind for form in FORMS.values()} <= set(KINDS)
    extensions = [x for form in FORMS.values() for x in form.extensions.split()]
    assert len(extensions) == len(set(extensions))


def test_the_parent_never_loads_the_libraries_that_read_files() -> None:
    program = (
        "import sys, grsearch_desktop.extract.pool, grsearch_desktop.extract.registry, "
        "grsearch_desktop.extract.passages;"
        "heavy = {'pymupdf', 'PIL', 'python_calamine', 'olefile', 'pillow_heif'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
