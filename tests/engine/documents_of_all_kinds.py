"""One small file of every kind of document, mail and note, and what stands in it alone."""

import io
import json
import plistlib
import shutil
import subprocess
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import icalendar
import pymupdf
import vobject  # type: ignore[import-untyped]
from PIL import Image

from tests.extract.made_books import mobi

REAL = {
    "testWORD_numbered_list.doc": '"custom change of"',
    "testEXCEL_5.xls": '"Feuil2"',
    "testMSChart-govdocs-428996.ppt": '"Thin Film Partnership"',
    "testRTFWindowsCodepage1250.rtf": "zażółć",
    "testODTStyles2.odt": '"Belgisch Staatsblad"',
    "test-columnar.ods": '"Percent Increment"',
    "testWORD_endnote_table.docx": "endnote",
    "testWPSAttachment.pptx": "pptx_content",
    "testMSG_Appointment.msg": '"discuss jumping"',
    "testMBOX_lengthy_x-headers.mbox": '"Var simulation"',
    "testEPUB_multi-metadata-vals.epub": "Sardanapalus",
}
"""Files of robustness/office, read in place, and a question that one of them answers."""

MADE = {
    "1700000000.M1P1.host:2,S": "brambling",
    "letter.eml": "capercaillie",
    "family.ics": "dotterel",
    "people.vcf": "eiderduck",
    "heron.mobi": "fieldfare",
    "crane.azw3": "goosander",
    "verne.fb2": "hawfinch",
    "meadow.pages": "ibisbill",
    "budget.numbers": "jackdaw",
    "talk.key": "kittiwake",
    "talk.odp": "lapwing",
    "paper.tex": "Mähnenente",
    "growth.ipynb": "nuthatch",
    "garden.org": "oystercatcher",
    "trip.md": '"photo-of-the-ptarmigan.png"',
    "5f3a0c.md": "quailthrush",
    "bookmarks.html": "redstart",
    "Bookmarks": "sandpiper",
    "saved.mhtml": "turnstone",
    "saved.webarchive": "umbrellabird",
    "film.srt": "veery",
    "film.vtt": "whimbrel",
    "scan.djvu": "xenopsaris",
}
"""A file that `make` writes, and a question about what stands in it alone."""


def make(folder: Path) -> None:
    """Writes the files, each by the library of its kind where there is one."""
    for name, content in {**_mails(), **_books(), **_office(), **_notes(), **_web()}.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    if shutil.which("djvused"):
        _djvu(folder / "scan.djvu")


def _mails() -> dict[str, bytes]:
    plain = EmailMessage()
    plain["From"], plain["To"], plain["Subject"] = "a@birds.org", "b@birds.org", "At the feeder"
    plain.set_content("There was a brambling today.")
    attached = EmailMessage()
    attached["From"], attached["Subject"] = '"Dora Finch" <d@birds.org>', "The report"
    attached["To"] = "b@birds.org"
    attached.set_content("See what is attached.")
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "The capercaillie has come back.")
    attached.add_attachment(
        document.tobytes(), maintype="application", subtype="pdf", filename="count.pdf"
    )
    calendar, event = icalendar.Calendar(), icalendar.Event()
    event.add("summary", "Walk to the dotterel")
    event.add("location", "The high moor")
    calendar.add_component(event)
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family="Finch", given="Dora")
    card.add("fn").value = "Dora Finch"
    card.add("note").value = "Knows where the eiderduck nests."
    return {
        "1700000000.M1P1.host:2,S": plain.as_bytes(),
        "letter.eml": attached.as_bytes(policy=SMTP),
        "family.ics": calendar.to_ical(),
        "people.vcf": card.serialize().encode(),
    }


def _books() -> dict[str, bytes | str]:
    return {
        "heron.mobi": mobi("The Heron", "Ann Ode", "<html><body>A fieldfare.</body></html>"),
        "crane.azw3": mobi("The Crane", "Ann Ode", "<html><body>A goosander.</body></html>", 8),
        "verne.fb2": '<?xml version="1.0" encoding="utf-8"?>'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        "<book-title>Sea</book-title></title-info></description>"
        "<body><section><p>A hawfinch in the rigging.</p></section></body></FictionBook>",
    }


def _office() -> dict[str, bytes]:
    drawn = pymupdf.open()
    drawn.new_page().insert_text((72, 72), "The jackdaw fund")
    ground = 'xmlns:sf="http://developer.apple.com/namespaces/sf"'
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return {
        "meadow.pages": _zipped({"index.xml": f"<d {ground}><sf:p>An ibisbill</sf:p></d>"}),
        "budget.numbers": _zipped({"QuickLook/Preview.pdf": drawn.tobytes()}),
        "talk.key": _zipped(
            {"index.apxl": f"<d {ground}><sf:p>Of the <b>kittiwake</b></sf:p></d>"}
        ),
        "talk.odp": _zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.presentation",
                "content.xml": f'<c xmlns:draw="{office}:drawing:1.0" '
                f'xmlns:text="{office}:text:1.0">'
                "<draw:page><text:p>On the lapwing</text:p></draw:page></c>",
            }
        ),
    }


def _notes() -> dict[str, str]:
    cell = {"cell_type": "code", "source": ["count()"], "outputs": [
        {"output_type": "stream", "text": ["one nuthatch\n"]}]}  # fmt: skip
    return {
        "paper.tex": r"\section{Birds} \emph{Die} M\"ahnenente~\cite{x} % no",
        "growth.ipynb": json.dumps({"nbformat": 4, "cells": [cell]}),
        "garden.org": "#+TITLE: Garden\n* Birds :shore:\nAn oystercatcher.",
        "trip.md": "---\ntags: [travel]\n---\n# Trip\n![[photo-of-the-ptarmigan.png]] #iceland",
        "5f3a0c.md": "Feeder\n\nA quailthrush came.\n\nid: 5f3a0c\nparent_id: 1\ntype_: 1",
        "film.srt": "1\n00:00:01,000 --> 00:00:02,000\n<i>Hear the veery.</i>\n",
        "film.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHear the whimbrel.\n",
    }


def _web() -> dict[str, bytes | str]:
    page = EmailMessage()
    page["MIME-Version"], page["Subject"] = "1.0", "Shore"
    page.set_content("<html><body>A <b>turnstone</b></body></html>", subtype="html")
    main = {"WebResourceData": b"<html><body>An umbrellabird</body></html>"}
    roots = {"bar": {"children": [{"name": "The sandpiper", "type": "url", "url": "http://s/"}]}}
    return {
        "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
        '<DT><A HREF="https://b.org/" TAGS="songs">The redstart</A>\n</DL>',
        "Bookmarks": json.dumps({"checksum": "0", "roots": roots}),
        "saved.mhtml": page.as_bytes(),
        "saved.webarchive": plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY),
    }


def _djvu(path: Path) -> None:
    image = path.with_name("scan.ppm")
    Image.new("RGB", (200, 200), "white").save(image)
    subprocess.run(["c44", str(image), str(path)], check=True)
    image.unlink()
    script = 'select 1; set-txt\n(page 0 0 200 200 "The xenopsaris sings")\n.\nsave'
    subprocess.run(["djvused", str(path), "-e", script], check=True)


def _zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
