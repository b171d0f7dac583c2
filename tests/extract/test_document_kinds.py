"""What mails, calendars, notes, notebooks, books and web archives tell beside their words."""

import base64
import json
import plistlib
import shutil
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Limits
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.readers import sniff, tex
from grsearch_desktop.extract.readers.subtitles import spoken
from tests.engine.documents_of_all_kinds import _djvu
from tests.extract.conftest import Reading
from tests.extract.made_books import mobi
from tests.extract.made_compound import compound
from tests.extract.made_iwork import cells, iwa, storage
from tests.extract.test_readers import package, picture, refused


def words(content: Content) -> str:
    return "\n".join(page.text for page in content.pages)


def test_a_mail_tells_who_wrote_to_whom(reading: Reading) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Jörg Müller <j@x.org>", "anna@x.org, Bob <b@x.org>"
    mail["Cc"], mail["Subject"] = "Zoë <z@x.org>", "Größe"
    mail["Date"] = "Wed, 03 Jan 2024 10:00:00 +0100"
    mail.set_content("Hello")
    content = reading.text("a.eml", mail.as_bytes())
    assert content.details == {
        "from": "Jörg Müller <j@x.org>",
        "to": "anna@x.org, Bob <b@x.org>",
        "cc": "Zoë <z@x.org>",
    }
    assert (content.title, content.created) == ("Größe", 1704272400.0)


def test_a_mailbox_tells_each_writer_once_and_says_how_many_mails_were_left(
    pool: ReaderPool, tmp_path: Path
) -> None:
    path = tmp_path / "Inbox"  # as Thunderbird names it
    path.write_bytes(
        b"".join(
            b"From - Mon Jan 01 10:00:00 2024\nFrom: w%d@x.org\nTo: me@x.org\n\nMail %d\n\n"
            % (number % 3, number)
            for number in range(45)
        )
    )
    whole = pool.read_text(str(path))
    assert whole.details == {"from": "w0@x.org, w1@x.org, w2@x.org", "to": "me@x.org"}
    assert (whole.kind, len(whole.pages), whole.cut) == ("mail", 45, "")
    with ReaderPool(1, Limits(pages=2)) as narrow:
        cut = narrow.read_text(str(path))
    assert (len(cut.pages), cut.cut) == (20, reasons.cut_at_pages(20, 45))


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y\r\nFrom: a@b\r\n\r\nHi", True),
        (b"From - Mon Jan 01 2024\nFrom: a@b\nTo: c@d\n\nHi", True),
        (b"From: Berlin\nWe went on: to Prague.\n\nThen home.", False),
        (b"title: x\nfrom: y\n\ntext", False),
        (b"To whom it may concern", False),
    ],
)
def test_a_mail_is_known_by_its_headers(head: bytes, is_one: bool) -> None:
    assert sniff.is_mail(head) == is_one


def test_an_appointment_tells_when_where_and_with_whom(reading: Reading) -> None:
    content = reading.text(
        "a.ics",
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Family\nBEGIN:VEVENT\nSUMMARY:Dinner\\, late\n"
        "DTSTART;TZID=Europe/Berlin:20260704T183000\nLOCATION:Lisbon\nCATEGORIES:food\n"
        'ATTENDEE;CN="Anna Schmidt":mailto:anna@x.org\nDESCRIPTION:Bring wine\\nand bread\n'
        "END:VEVENT\nBEGIN:VTODO\nSUMMARY:Taxes\nDUE;VALUE=DATE:20260709\nDTSTART:rubbish\n"
        "END:VTODO\nEND:VCALENDAR\n",
    )
    assert content.title == "Family"
    assert [(page.page, page.part) for page in content.pages] == [(1, "Dinner, late"), (2, "Taxes")]
    assert content.pages[0].text == (
        "Dinner, late\nWhen: 2026-07-04 18:30, Saturday 4 July\nWhere: Lisbon\n"
        "With: Anna Schmidt <anna@x.org>\nTags: food\n\nBring wine\nand bread"
    )
    assert "2026-07-09, Thursday 9 July" in content.pages[1].text
    assert content.details == {"to": "Anna Schmidt <anna@x.org>"}
    assert "no calendar" in words(reading.text("b.ics", "BEGIN:VCALENDAR\nno calendar"))


def test_a_card_has_its_numbers_and_its_photo(reading: Reading) -> None:
    photo = base64.b64encode(picture((120, 120))).decode()
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Müller\nN:Müller;Anna;;;\nORG:ACME;Birds\n"
        "TEL;TYPE=CELL:+49 170\nADR:;;Main St 1;Berlin;;10115;Germany\nNOTE:Likes\\, owls\n"
        f"PHOTO;ENCODING=b;TYPE=PNG:{photo}\nEND:VCARD\n"
    )
    content = reading.text("anna.vcf", card)
    assert content.title == "Anna Müller"
    for part in ("ACME, Birds", "+49 170", "Main St 1, Berlin, 10115, Germany", "Likes, owls"):
        assert part in words(content)
    (look,) = reading.looks("anna.vcf", card)
    assert (look.width, look.height) == (120, 120)
    old = (
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=84rger\n"
        "END:VCARD\n"
    )
    both = reading.text("both.vcf", card + old)
    assert [page.part for page in both.pages] == ["Anna Müller", "Ärger"]


def test_a_note_tells_its_tags_links_and_names(reading: Reading) -> None:
    content = reading.text(
        "trip.md",
        '---\ntitle: Trip\nproject: This: that\ntags: [travel, "#sea"]\naliases:\n  - Holiday\n'
        "created: 2024-05-01\n---\n# Head\nOn #Portugal/lisbon see [[Packing list|pack]], "
        "![[photo.png]] and [x](a/b.md), not `#code`, #fff000, [y](https://z.org/#frag) or #1.\n",
    )
    assert content.title == "Trip"
    assert content.created == 1714521600.0
    assert content.details == {
        "tags": "travel, sea, Portugal/lisbon",
        "aliases": "Holiday",
        "links": "Packing list, photo.png, a/b.md",
    }
    assert "This: that" in words(content)
    joplin = reading.text("a.md", "My note\n\nBody\n\nid: 3ab\ncreated_time: 2020-01-02\ntype_: 1")
    assert (joplin.title, words(joplin)) == ("My note", "My note\n\nBody")
    org = reading.text("a.org", "#+TITLE: Garden\n#+FILETAGS: :home:\n* Dig :todo:\n[[file:a.png]]")
    assert (org.title, org.details) == ("Garden", {"tags": "home, todo", "links": "a.png"})


def test_front_matter_that_multiplies_itself_is_left_alone(reading: Reading) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    content = reading.text("bomb.md", f"---\n{bomb}tags: [fine]\n---\nText")
    assert content.details == {"tags": "fine"}


def test_a_notebook_has_what_was_written_printed_and_drawn(reading: Reading) -> None:
    drawn = base64.b64encode(picture((150, 100))).decode()
    table = "<table><tr><td>wren</td><td>7</td></tr></table>"
    notebook = json.dumps({"nbformat": 4, "cells": [
        {"cell_type": "markdown", "source": ["# Birds\n", "of the wood"]},
        {"cell_type": "code", "source": "plot()", "outputs": [
            {"output_type": "stream", "text": ["three\n"]},
            {"output_type": "display_data", "data": {"image/png": drawn, "text/plain": "<Figure>"}},
            {"output_type": "execute_result", "data": {"text/html": table}}]}]})  # fmt: skip
    content = reading.text("a.ipynb", notebook)
    assert (content.kind, content.title) == ("code", "Birds")
    assert " ".join(words(content).split()) == "# Birds of the wood plot() three <Figure> wren 7"
    assert [(look.width, look.height) for look in reading.looks("a.ipynb", notebook)] == [
        (150, 100)
    ]


def test_tex_reads_as_it_is_printed() -> None:
    assert tex.plain(
        r"\documentclass[a]{b} \section{On \emph{owls}}\label{s} It costs 50\% --- see~\cite{x}"
        "\n% hidden\n\\begin{itemize}\\item J\\\"org \\item[b] {\\ss}\\end{itemize} \\'{\\i} \\v{c}"
    ).split("\n") == ["On owls It costs 50% — see", "", "Jörg", "ß í č"]


def test_subtitles_are_what_is_said() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,5\n<i>Hello</i>\n\n2\n0:00:03,0 --> 0:00:04,0\n2001 it was"
    assert spoken(srt) == "Hello\n2001 it was"
    vtt = "WEBVTT\n\nNOTE to\nself\n\nintro\n00:01.000 --> 00:02.000\n<v Bob>Good day\n"
    assert spoken(vtt) == "Good day"
    assert spoken("Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\an8}Hi,\\Nyou") == "Hi, you"


def test_a_web_archive_and_a_page_saved_whole_have_their_pictures(reading: Reading) -> None:
    parts = [{"WebResourceMIMEType": "image/png", "WebResourceData": picture((130, 100))}]
    main = {"WebResourceData": b"<html><title>Owls</title><body>Hoo</body></html>"}
    archive = plistlib.dumps({"WebMainResource": main, "WebSubresources": parts})
    content = reading.text("a.webarchive", archive)
    assert (content.kind, content.title, words(content)) == ("web", "Owls", "Hoo")
    assert len(reading.looks("a.webarchive", archive)) == 1
    page = EmailMessage()
    page["From"], page["Subject"] = "<Saved by Blink>", "Owls of the wood"
    page["MIME-Version"] = "1.0"
    page.set_content("<html><body>Hoo</body></html>", subtype="html")
    page.add_related("body { color: teal }", "css")
    page.add_related(picture((130, 100)), "image", "png")
    saved = reading.text("a.mhtml", page.as_bytes())
    assert (saved.title, saved.author, saved.details) == ("Owls of the wood", "", {})
    assert words(saved) == "Hoo"
    assert len(reading.looks("a.mhtml", page.as_bytes())) == 1


def test_a_pages_document_of_today_gives_its_words_and_its_preview(reading: Reading) -> None:
    body = iwa(storage("A heron stands aaaaaaaaaaaaaaaa\ufffc still."), (401, b"\x0a\x05style"))
    new = package(
        {
            "Index/Document.iwa": body,
            "Index/TemplateSlide-1.iwa": iwa(storage("Title Text")),
            "preview.jpg": picture((300, 400), form="JPEG"),
        }
    )
    content = reading.text("new.pages", new)
    assert (content.kind, words(content)) == ("document", "A heron stands aaaaaaaaaaaaaaaa still.")
    assert len(reading.looks("new.pages", new)) == 1
    nested = package({"Index/Tables/DataList.iwa": iwa(cells("Seed", "Nuts"))})
    folder = package({"My sums.numbers/Index.zip": nested})
    assert words(reading.text("a.numbers", folder)).split() == ["Seed", "Nuts"]
    assert refused(reading, "b.key", package({".iwph": b"x"})) == reasons.PROTECTED
    broken = package({"Index/Document.iwa": body[:20], "preview.jpg": picture((9, 9), form="JPEG")})
    assert reading.text("c.pages", broken).pages == ()


def test_an_older_keynote_is_known_by_its_preview(reading: Reading) -> None:
    drawn = pymupdf.open()
    drawn.new_page().insert_text((72, 72), "Quarterly")
    old = package({"QuickLook/Preview.pdf": drawn.tobytes()})
    assert words(reading.text("old.key", old)) == "Quarterly"
    assert [look.kind for look in reading.looks("old.key", old)] == ["page"]


def test_a_kindle_book_has_title_and_author_or_says_that_it_is_locked(reading: Reading) -> None:
    book = mobi("The Heron", "Ann Ode", "<html><body>It waits.</body></html>")
    content = reading.text("a.azw3", book)
    assert (content.kind, content.title, content.author) == ("book", "The Heron", "Ann Ode")
    locked = bytearray(book)
    at = locked.index(b"MOBI", 68) - 4
    locked[at : at + 2] = b"\0\2"
    with pytest.raises(UnreadableFileError) as caught:
        reading.text("b.azw3", bytes(locked))
    assert caught.value.reason == reasons.PROTECTED


@pytest.mark.skipif(shutil.which("djvused") is None, reason="needs DjVuLibre")
def test_a_scanned_book_has_its_text_layer_its_pages_and_its_words_in_place(
    reading: Reading,
) -> None:
    path = reading.folder / "a.djvu"
    _djvu(path)
    assert words(reading.pool.read_text(str(path))) == "The xenopsaris sings"
    (look,) = reading.pool.read_looks(str(path))
    assert (look.kind, look.width, look.height) == ("page", 200, 200)
    drawing = reading.pool.draw(str(path), 1, 100)
    assert (drawing.width, drawing.pages) == (100, 1)
    assert drawing.words[0].area == (0.0, 0.0, 1.0, 1.0)


def test_words_that_a_book_divides_are_whole(reading: Reading, shared_data: Path) -> None:
    book = shared_data / "robustness" / "office" / "testEPUB_multi-metadata-vals.epub"
    assert "work by volunteers for" in words(reading.pool.read_text(str(book)))


def test_what_is_embedded_in_a_document_is_read_with_it(
    reading: Reading, shared_data: Path
) -> None:
    office = shared_data / "robustness" / "office"
    slides = words(reading.pool.read_text(str(office / "testWPSAttachment.pptx")))
    for kind in ("pdf", "doc", "xlsx", "txt"):
        assert f"{kind}_content" in slides
    assert "bob@bob.com" in words(reading.pool.read_text(str(office / "EmbeddedOutlook.docx")))
    behind = words(reading.pool.read_text(str(office / "testPPT_masterText2.pptx")))
    assert behind == "Text that I added to the master slide"


def test_a_mail_in_a_mail_of_outlook_is_read_with_what_is_attached_to_it(reading: Reading) -> None:
    def mail(subject: str, body: str, **attached: dict[str, Any]) -> dict[str, Any]:
        words = {"0037": subject, "0C1A": "Ada", "1000": body}
        streams = {
            f"__substg1.0_{field}001F": said.encode("utf-16-le") for field, said in words.items()
        }
        return {"__properties_version1.0": b"", **streams, **attached}

    def attachment(number: int, what: dict[str, Any]) -> dict[str, Any]:
        return {f"__attach_version1.0_#0000000{number}": what}

    note = attachment(
        0,
        {
            "__substg1.0_3707001F": "note.txt".encode("utf-16-le"),
            "__substg1.0_37010102": b"harpoon".ljust(4096),
        },
    )
    inner = mail("The second", "An astrolabe lies inside.", **note)
    inside = attachment(
        0, {"__substg1.0_3707001F": "Second".encode("utf-16-le"), "__substg1.0_3701000D": inner}
    )
    content = reading.text("outer.msg", compound(mail("The first", "See below.", **inside)))
    (page,) = content.pages
    assert content.title == "The first" and content.kind == "mail"
    for words in ("See below.", "Subject: The second", "An astrolabe", "note.txt", "harpoon"):
        assert page.text.count(words) == 1, words
