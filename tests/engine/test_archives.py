"""What lies in archives is found by something that is only inside it, and the hit names it."""

import bz2
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import py7zr
import pytest
from PIL import Image

from grsearch_desktop.engine import protocol
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import Hit, SearchRequest
from grsearch_desktop.paths import Home

ARCHIVES = ("boats.zip", "boats.tar", "boats.tgz", "boats.tar.xz", "boats.tar.zst", "boats.7z")


def docx(words: str) -> bytes:
    body = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "PNG")
    return out.getvalue()


def members(word: str) -> dict[str, bytes]:
    """word: stands in the note alone, and with "minutes" before it in the document."""
    return {
        "notes/rigging.txt": f"The {word} is kept in the forepeak.".encode(),
        "harbour minutes.docx": docx(f"Resolved by the minutes{word} committee."),
        "pictures/Seagull_over_quay.png": photo(),
    }


def write(path: Path, content: dict[str, bytes]) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inside in content.items():
                archive.writestr(name, inside)
    elif path.suffix == ".7z":
        with py7zr.SevenZipFile(path, "w") as archive:
            for name, inside in content.items():
                archive.writestr(inside, name)
    else:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, inside in content.items():
                info = tarfile.TarInfo(name)
                info.size = len(inside)
                archive.addfile(info, io.BytesIO(inside))
        path.write_bytes(squeezed(path.suffix, out.getvalue()))


def squeezed(ending: str, content: bytes) -> bytes:
    import lzma

    from backports import zstd

    if ending == ".tgz":
        return gzip.compress(content)
    return {".xz": lzma.compress, ".zst": zstd.compress}.get(ending, bytes)(content)


def word_of(archive: str) -> str:
    """A word for each archive, which is in no other."""
    return "quillon" + "".join(letter for letter in archive if letter.isalnum())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    folder = tmp_path_factory.mktemp("files")
    for name in ARCHIVES:
        write(folder / name, members(word_of(name)))
    inner = folder / "inner.zip"
    write(inner, {"deep/letter.txt": b"The catafalque was moored."})
    write(folder / "outer.zip", {"first.txt": b"first", "inner.zip": inner.read_bytes()})
    inner.unlink()
    (folder / "diary.txt.bz2").write_bytes(bz2.compress(b"Wednesday: a marmalade sky."))
    engine = Engine(Home(tmp_path_factory.mktemp("home")))
    engine.add([str(folder)])
    engine.update()
    yield engine, folder
    engine.close()


def best(library: tuple[Engine, Path], query: str) -> Hit:
    return library[0].search(SearchRequest(query, 3, copies=True)).hits[0]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_word_that_stands_only_inside_finds_the_archive_and_the_file_in_it(
    library: tuple[Engine, Path], archive: str
) -> None:
    note = best(library, word_of(archive))
    assert (Path(note.path).name, note.kind) == (archive, "archive")
    assert (note.part, note.page) == ("notes/rigging.txt", 1)
    minutes = best(library, f"minutes{word_of(archive)}")
    assert (Path(minutes.path).name, minutes.part) == (archive, "harbour minutes.docx")
    image = library[0].page_image(minutes.path, 3, 200, "")
    assert (image.width, image.height) == (200, 200)


def test_the_name_of_a_file_inside_finds_it_and_shows_its_picture(
    library: tuple[Engine, Path],
) -> None:
    hit = best(library, "seagull quay")
    assert (hit.part, hit.page) == ("pictures/Seagull_over_quay.png", 3)
    assert hit.item_id is not None and library[0].thumbnail(hit.item_id)
    assert json.loads(json.dumps(protocol.plain(hit)))["part"] == hit.part


def test_an_archive_in_an_archive_and_a_single_compressed_file_are_opened(
    library: tuple[Engine, Path],
) -> None:
    assert best(library, "catafalque").part == "inner.zip › deep/letter.txt"
    diary = best(library, "marmalade type:zip")
    assert (Path(diary.path).name, diary.part) == ("diary.txt.bz2", "diary.txt")


def test_the_pages_of_an_archive_have_the_names_of_its_files(
    library: tuple[Engine, Path],
) -> None:
    engine, folder = library
    found = engine.document(str(folder / "outer.zip"), "catafalque")
    assert found.page_names == ("first.txt", "inner.zip", "inner.zip › deep/letter.txt")
    assert [match.page for match in found.matches if match.words] == [3]
    assert "catafalque" in engine.page_text(found.path, 3, "").text
