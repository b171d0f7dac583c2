"""Each kind of file gives its words, what it says of itself, and its looks."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Limits
from grsearch_desktop.extract.pool import ReaderPool
from tests.extract.conftest import Reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def picture(size: tuple[int, int], colour: str = "teal", form: str = "PNG") -> bytes:
    image = Image.new("RGB", size, colour)
    image.paste("orange", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def package(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(reading: Reading, name: str, content: bytes | str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        reading.text(name, content)
    return caught.value.reason


@pytest.mark.parametrize(
    "told, title",
    [
        ("", "Mending Bicycles"),
        ("draft7.doc", "Mending Bicycles"),
        ("All about wheels", "All about wheels"),
    ],
)
def test_a_pdf_has_the_title_that_its_first_page_shows(
    reading: Reading, told: str, title: str
) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "Mending Bicycles", fontsize=22)
    for line in range(20):
        page.insert_text((72, 100 + 14 * line), f"All about wheels and line {line}", fontsize=11)
    document.set_metadata({"title": told})
    content = reading.text("bicycle.pdf", document.tobytes())
    assert content.title == title
    assert told in (title, content.details.get("title", "")), "found by what it tells all the same"


def test_a_pdf_in_letters_of_one_size_has_no_title_but_the_one_it_tells(reading: Reading) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), ["All of one size", "from first to last"])
    assert reading.text("a.pdf", document.tobytes()).title == ""
    document.set_metadata({"title": "draft7.doc"})
    assert reading.text("a.pdf", document.tobytes()).title == "draft7.doc"


def test_a_pdf_gives_the_words_of_each_page_and_its_title(reading: Reading) -> None:
    document = pymupdf.open()
    first = document.new_page()
    first.insert_text((72, 72), ["The quick brown fox per-", "formed a dance."])
    document.new_page().insert_text((72, 72), "Second page")
    document.set_metadata(
        {"title": "Foxes", "author": "A. Hen", "creationDate": "D:20240131120000+01'00'"}
    )
    content = reading.text("fox.pdf", document.tobytes())
    assert [(page.page, page.text) for page in content.pages] == [
        (1, "The quick brown fox performed a dance."),
        (2, "Second page"),
    ]
    assert (content.kind, content.title, content.author) == ("pdf", "Foxes", "A. Hen")
    assert content.created == 1706698800.0
    assert content.has_looks


def test_a_pdf_gives_each_page_image_and_each_distinct_picture_once(reading: Reading) -> None:
    document = pymupdf.open()
    shown = picture((300, 200))
    for _ in range(2):
        page = document.new_page()
        page.insert_text((72, 72), "with a picture")
        page.insert_image(pymupdf.Rect(100, 100, 400, 300), stream=shown)
        page.insert_image(pymupdf.Rect(10, 10, 40, 40), stream=picture((50, 50), "red"))
    scan = document.new_page()
    scan.insert_image(scan.rect, stream=picture((595, 842), "blue"))
    looks = reading.looks("pictures.pdf", document.tobytes())
    assert [(look.kind, look.page) for look in looks] == [
        ("page", 1),
        ("picture", 1),
        ("page", 2),
        ("page", 3),
    ]
    assert max(looks[0].width, looks[0].height) == 448
    assert (looks[1].width, looks[1].height) == (300, 200)
    assert looks[1].pixels[:3] == bytes((255, 165, 0))


def test_the_strips_of_a_scanned_page_are_no_pictures(reading: Reading) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    for strip in range(8):
        where = pymupdf.Rect(0, strip * 100, 600, strip * 100 + 100)
        page.insert_image(where, stream=picture((600, 100), "teal", "PNG"))
    page = document.new_page(width=600, height=800)
    page.insert_image(pymupdf.Rect(50, 50, 550, 60), stream=picture((2000, 100), "red"))
    looks = reading.looks("strips.pdf", document.tobytes())
    assert [(look.kind, look.page) for look in looks] == [("page", 1), ("page", 2)]


def test_what_was_given_before_is_skipped(reading: Reading) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(pymupdf.Rect(100, 100, 400, 300), stream=picture((300, 200)))
    path = reading.write("again.pdf", document.tobytes())
    first = list(reading.pool.read_looks(str(path)))
    skip = frozenset(look.digest for look in first if look.digest)
    assert list(reading.pool.read_looks(str(path), frozenset({1}), skip)) == []


def test_a_pdf_with_a_password_says_so(reading: Reading) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "secret")
    locked = document.tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own"
    )
    assert refused(reading, "locked.pdf", locked) == reasons.PROTECTED


def test_a_pdf_under_another_name_is_still_read(reading: Reading) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "hidden words")
    content = reading.text("download", document.tobytes())
    assert (content.kind, content.pages[0].text) == ("pdf", "hidden words")


def test_a_document_beyond_the_page_limit_is_cut_and_says_so(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(1, 6):
        document.new_page().insert_text((72, 72), f"page {number}")
    document.save(tmp_path / "long.pdf")
    with ReaderPool(1, Limits(pages=3)) as pool:
        content = pool.read_text(str(tmp_path / "long.pdf"))
        looks = list(pool.read_looks(str(tmp_path / "long.pdf")))
    assert [page.text for page in content.pages] == ["page 1", "page 2", "page 3"]
    assert content.cut == "Only the first 3 of 5 pages were read."
    assert len(looks) == 3


def test_a_word_document_gives_body_notes_headers_and_text_boxes(reading: Reading) -> None:
    body = (
        f"<w:document {W} {MC}><w:body><w:p><w:r><w:t>Body words</w:t></w:r></w:p>"
        "<w:p><w:r><w:del><w:delText>deleted</w:delText></w:del></w:r></w:p>"
        "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>Boxed</w:t></w:r></w:p>"
        "</mc:Fallback></mc:AlternateContent>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>left</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>right</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    part = "<w:{0} " + W + "><w:p><w:r><w:t>In the {0}</w:t></w:r></w:p></w:{0}>"
    core = (
        '<c:p xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Letter'
        "</dc:title><dc:creator>Ada</dc:creator></c:p>"
    )
    members: dict[str, bytes | str] = {
        "word/document.xml": body,
        "word/footnotes.xml": part.format("footnotes"),
        "word/header1.xml": part.format("header"),
        "word/comments.xml": part.format("comments"),
        "docProps/core.xml": core,
        "word/media/image1.png": picture((200, 120)),
        "word/media/bullet.png": picture((20, 20)),
    }
    content = reading.text("letter.docx", package(members))
    text = content.pages[0].text
    assert content.pages[0].page is None
    for words in ("Body words", "left \tright", "In the footnotes", "In the header"):
        assert words in text
    assert "In the comments" in text
    assert text.count("Boxed") == 1
    assert "deleted" not in text
    assert (content.title, content.author) == ("Letter", "Ada")
    looks = reading.looks("letter.docx", package(members))
    assert [(look.kind, look.width, look.height) for look in looks] == [("picture", 200, 120)]


def test_slides_are_drawn_in_the_order_in_which_they_are_shown(reading: Reading) -> None:
    space = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )

    def slide(words: str, colour: str) -> str:
        return (
            f"<p:sld {space}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val='{colour}'/>"
            "</a:solidFill></p:bgPr></p:bg><p:spTree><p:sp><p:spPr><a:xfrm>"
            "<a:off x='900000' y='900000'/><a:ext cx='6000000' cy='2000000'/></a:xfrm></p:spPr>"
            f"<p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
            "</p:spTree></p:cSld></p:sld>"
        )

    def relations(*targets: str) -> str:
        return "<Relationships>{}</Relationships>".format(
            "".join(f"<Relationship Id='rId{n}' Target='{t}'/>" for n, t in enumerate(targets, 1))
        )

    deck = package(
        {
            "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst><p:sldId id='256' "
            "r:id='rId2'/><p:sldId id='257' r:id='rId1'/></p:sldIdLst>"
            "<p:sldSz cx='9144000' cy='6858000'/></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations("slides/slide1.xml", "slides/slide2.xml"),
            "ppt/slides/slide1.xml": slide("shown last", "0000FF"),
            "ppt/slides/slide2.xml": slide("shown first", "FFFFFF"),
            "ppt/slides/_rels/slide2.xml.rels": relations("../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": slide("say hello", "FFFFFF"),
        }
    )
    content = reading.text("deck.pptx", deck)
    assert [(page.page, page.text) for page in content.pages] == [
        (1, "shown first\n\nsay hello"),
        (2, "shown last"),
    ]
    first, last = reading.looks("deck.pptx", deck)
    assert (first.kind, first.page, first.width, first.height) == ("page", 1, 448, 336)
    assert first.pixels[:3] == b"\xff\xff\xff"
    assert min(first.pixels) < 50, "the words are not drawn"
    assert last.pixels[:3] == b"\x00\x00\xff"


def test_entities_in_an_office_file_are_not_expanded(reading: Reading) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert refused(reading, "laughs.docx", package({"word/document.xml": laughs})) == (
        reasons.DAMAGED
    )


def test_a_zip_bomb_is_left_at_the_limit(tmp_path: Path) -> None:
    bomb = package({"word/document.xml": b" " * (30 << 20)})
    (tmp_path / "bomb.docx").write_bytes(bomb)
    with (
        ReaderPool(1, Limits(unpacked=10 << 20)) as pool,
        pytest.raises(UnreadableFileError, match="larger than the limit of 10 MB"),
    ):
        pool.read_text(str(tmp_path / "bomb.docx"))


def test_an_open_document_keeps_its_spaces_and_leaves_changes_out(reading: Reading) -> None:
    content_xml = (
        '<o:d xmlns:o="urn:o" xmlns:t="urn:t"><o:body><o:text><t:tracked-changes><t:p>old</t:p>'
        "</t:tracked-changes><t:h>Title</t:h><t:p>One<t:s t:c='3'/>two</t:p>"
        "</o:text></o:body></o:d>"
    )
    members: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content_xml,
    }
    assert reading.text("a.odt", package(members)).pages[0].text == "Title\n\nOne   two"


def test_a_table_becomes_rows(reading: Reading) -> None:
    content = reading.text("t.csv", "name;price\nbread;2,50\n")
    assert (content.kind, content.pages[0].text) == ("sheet", "name\tprice\nbread\t2,50")


def test_a_web_page_gives_what_is_shown(reading: Reading) -> None:
    content = reading.text(
        "page.html",
        "<html><head><title>A &amp; B</title><meta name=author content='Eve'>"
        "<style>p{}</style></head><body><h1>Head</h1><p>One<br>two</p>"
        "<script>var hidden</script><img alt='a cat'></body></html>",
    )
    assert (content.kind, content.title, content.author) == ("web", "A & B", "Eve")
    assert content.pages[0].text == "Head\n\nOne\ntwo\n\na cat"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "shift_jis"])
def test_text_is_read_in_its_encoding(reading: Reading, encoding: str) -> None:
    words = {
        "cp1251": "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 5,
        "shift_jis": "これは日本語で書かれた短い文章です。検索できるはずです。" * 5,
    }.get(encoding, "Füße, naïve café, 漢字")
    content = reading.text("note.txt", words.encode(encoding))
    assert content.pages[0].text.strip() == words.strip()


def test_text_without_an_extension_is_read_and_other_bytes_are_not(reading: Reading) -> None:
    assert reading.text("NEWS", "It snows.\n").pages[0].text == "It snows."
    assert refused(reading, "blob", bytes(range(256)) * 20) == reasons.UNKNOWN
    assert refused(reading, "movie.txt", bytes(range(256)) * 20) == reasons.UNKNOWN


def test_an_empty_file_says_so(reading: Reading) -> None:
    for name in ("a.txt", "a.pdf", "a.jpg", "a.zzz"):
        assert refused(reading, name, b"") == reasons.EMPTY


@pytest.mark.parametrize(
    "name", [f"a.{end}" for end in ("pdf", "docx", "jpg", "xlsx", "pptx", "epub", "doc")]
)
def test_a_damaged_file_says_so(reading: Reading, name: str) -> None:
    reason = refused(reading, name, bytes(range(256)) * 8)
    assert "damaged" in reason


def test_a_mail_gives_its_body_and_what_is_attached(reading: Reading) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Grüße"
    mail["From"] = "Ada <ada@example.org>"
    mail["Date"] = "Wed, 31 Jan 2024 12:00:00 +0100"
    mail.set_content("See the list.")
    mail.add_alternative("<p>See the list.</p>", subtype="html")
    mail.add_attachment("milk\nbread", filename="list.txt")
    mail.add_attachment(picture((200, 150)), "image", "png", filename="shop.png")
    content = reading.text("m.eml", mail.as_bytes())
    text = content.pages[0].text
    assert (content.kind, content.title, content.created) == ("mail", "Grüße", 1706698800.0)
    assert text.count("See the list.") == 1
    assert "list.txt" in text
    assert "milk\nbread" in text
    assert content.has_looks
    assert [look.kind for look in reading.looks("m.eml", mail.as_bytes())] == ["picture"]


def test_a_mailbox_has_a_page_for_each_mail(reading: Reading) -> None:
    mails = "".join(
        f"From a@b Wed Jan 31 12:00:00 2024\nSubject: mail {n}\n\nbody {n}\n\n" for n in (1, 2)
    )
    pages = reading.text("box.mbox", mails).pages
    assert [page.page for page in pages] == [1, 2]
    assert "body 2" in pages[1].text


def test_a_photo_is_upright_reduced_and_knows_its_camera(reading: Reading) -> None:
    image = Image.new("RGB", (2000, 1000), "navy")
    image.paste("red", (0, 0, 1000, 1000))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F], exif[0x0110] = "Canon", "Canon EOS 5D"
    exif[0x010E] = "A red door"
    exif.get_ifd(0x8769)[0x9003] = "2024:01:31 12:00:00"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    content = reading.text("p.jpg", out.getvalue())
    assert content.details == {"camera": "Canon EOS 5D", "caption": "A red door"}
    assert content.created == 1706702400.0
    (look,) = reading.looks("p.jpg", out.getvalue())
    assert (look.kind, look.page, look.width, look.height) == ("picture", None, 384, 768)
    top, bottom = look.pixels[:3], look.pixels[-3:]
    assert top[0] > 200 > bottom[0]
    thumbnail = Image.open(io.BytesIO(look.thumbnail))
    assert thumbnail.size == (128, 256)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "PPM", "ICO", "TGA"])
def test_every_common_image_form_gives_its_picture(reading: Reading, form: str) -> None:
    (look,) = reading.looks(f"a.{form.lower()}", picture((120, 100), form=form))
    red, green, blue = look.pixels[:3]
    assert red > 240
    assert 140 < green < 190
    assert blue < 40


def test_a_heic_photo_is_read(reading: Reading) -> None:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(picture((200, 160))))).save(out)
    (look,) = reading.looks("a.heic", out.getvalue())
    assert (look.width, look.height) == (200, 160)


def test_what_shines_through_is_white(reading: Reading) -> None:
    image = Image.new("RGBA", (150, 150), (0, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    (look,) = reading.looks("clear.png", out.getvalue())
    assert look.pixels[:3] == b"\xff\xff\xff"


def test_a_sixteen_bit_scan_is_not_burnt_out(reading: Reading) -> None:
    image = Image.linear_gradient("L").convert("I").point(lambda value: value * 200)
    out = io.BytesIO()
    image.convert("I;16").save(out, "PNG")
    (look,) = reading.looks("deep.png", out.getvalue())
    assert look.pixels[0] < 10
    assert 100 < look.pixels[len(look.pixels) // 2] < 156


def test_a_picture_of_too_many_pixels_is_never_decoded(tmp_path: Path) -> None:
    Image.new("1", (4000, 4000)).save(tmp_path / "bomb.png")
    with (
        ReaderPool(1, Limits(pixels=1_000_000)) as pool,
        pytest.raises(UnreadableFileError, match="The picture has 16 million pixels"),
    ):
        pool.read_text(str(tmp_path / "bomb.png"))


def test_each_page_of_a_scanned_tiff_is_a_picture(reading: Reading) -> None:
    pages = [Image.new("L", (200, 300), shade) for shade in (10, 120, 230)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    looks = reading.looks("scan.tif", out.getvalue())
    assert [(look.page, look.pixels[0]) for look in looks] == [(1, 10), (2, 120), (3, 230)]


def test_a_drawing_gives_its_words_and_its_picture(reading: Reading) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
        '<rect width="200" height="100" fill="green"/><text x="20" y="50">Legend</text></svg>'
    )
    content = reading.text("d.svg", drawing)
    assert (content.kind, content.pages[0].text) == ("image", "Legend")
    (look,) = reading.looks("d.svg", drawing)
    assert (look.kind, look.page) == ("picture", None)


def test_rich_text_loses_its_markup(reading: Reading) -> None:
    content = reading.text("r.rtf", r"{\rtf1\ansi{\info{\title Plan}}Caf\'e9 \b bold\b0\par two}")
    assert content.title == "Plan"
    assert content.pages[0].text.split() == ["Café", "bold", "two"]
