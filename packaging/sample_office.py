"""Writes office documents of the sample library as the zip files of XML that they are.

Only what a reader needs to open them is in there; the same words give the same bytes.
"""

# ruff: noqa: E501 - markup

import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument"


def write_docx(path: Path, paragraphs: Iterable[tuple[str, str]], title: str) -> None:
    """`paragraphs` are (style, text); the style is "", "Heading1" or "Heading2"."""
    body = "".join(
        f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}"
        f"<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        for style, text in paragraphs
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:spacing w:before="240" w:after="120"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in ((1, 36), (2, 28))
    )
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>',
    }
    types = {
        "word/document.xml": f"{_TYPE}.wordprocessingml.document.main+xml",
        "word/styles.xml": f"{_TYPE}.wordprocessingml.styles+xml",
    }
    links = {"word/document.xml": [("styles", "styles.xml")]}
    _write_package(path, parts, types, links, title)


def write_xlsx(path: Path, sheets: Iterable[tuple[str, Sequence[Sequence[str | int]]]]) -> None:
    """`sheets` are (name, rows)."""
    sheets = list(sheets)
    parts, types = {}, {}
    for number, (_, rows) in enumerate(sheets, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        lines = "".join(_sheet_row(index, row) for index, row in enumerate(rows, 1))
        columns = '<cols><col min="1" max="8" width="18" customWidth="1"/></cols>'
        parts[part] = (
            f'<worksheet xmlns="{_SHEET}">{columns}<sheetData>{lines}</sheetData></worksheet>'
        )
        types[part] = f"{_TYPE}.spreadsheetml.worksheet+xml"
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _) in enumerate(sheets, 1)
    )
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    links = {
        "xl/workbook.xml": [
            ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)
        ]
    }
    parts = {"xl/workbook.xml": book, **parts}
    types["xl/workbook.xml"] = f"{_TYPE}.spreadsheetml.sheet.main+xml"
    _write_package(path, parts, types, links, "Household budget")


def write_pptx(
    path: Path, slides: Sequence[tuple[str, Sequence[str]]], pictures: dict[int, bytes]
) -> None:
    """`slides` are (title, points); `pictures` are JPEGs by slide number from 1, shown on the right."""
    names = f'xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}" xmlns:p="{_SLIDE}"'
    parts: dict[str, str | bytes] = {}
    types, links = {}, {}
    listed = "".join(
        f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in range(1, len(slides) + 1)
    )
    parts["ppt/presentation.xml"] = (
        f'<p:presentation {names}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    links["ppt/presentation.xml"] = [
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        *(("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)),
        ("theme", "theme/theme1.xml"),
    ]
    empty = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    )
    colours = [
        "bg1",
        "tx1",
        "bg2",
        "tx2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    ]
    mapped = " ".join(f'{name}="{_MAPPED.get(name, name)}"' for name in colours)
    parts["ppt/slideMasters/slideMaster1.xml"] = (
        f"<p:sldMaster {names}><p:cSld><p:spTree>{empty}</p:spTree></p:cSld><p:clrMap {mapped}/>"
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
    )
    links["ppt/slideMasters/slideMaster1.xml"] = [
        ("slideLayout", "../slideLayouts/slideLayout1.xml"),
        ("theme", "../theme/theme1.xml"),
    ]
    parts["ppt/slideLayouts/slideLayout1.xml"] = (
        f'<p:sldLayout {names} type="blank"><p:cSld name="Blank"><p:spTree>{empty}</p:spTree></p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
    links["ppt/slideLayouts/slideLayout1.xml"] = [
        ("slideMaster", "../slideMasters/slideMaster1.xml")
    ]
    parts["ppt/theme/theme1.xml"] = _theme()
    for number, (title, points) in enumerate(slides, 1):
        part, picture = f"ppt/slides/slide{number}.xml", pictures.get(number)
        shapes = _slide_shapes(title, points, picture is not None)
        parts[part] = (
            f"<p:sld {names}><p:cSld><p:spTree>{empty}{shapes}</p:spTree></p:cSld></p:sld>"
        )
        types[part] = f"{_TYPE}.presentationml.slide+xml"
        links[part] = [("slideLayout", "../slideLayouts/slideLayout1.xml")]
        if picture is not None:
            parts[f"ppt/media/image{number}.jpeg"] = picture
            links[part].append(("image", f"../media/image{number}.jpeg"))
    types["ppt/presentation.xml"] = f"{_TYPE}.presentationml.presentation.main+xml"
    types["ppt/slideMasters/slideMaster1.xml"] = f"{_TYPE}.presentationml.slideMaster+xml"
    types["ppt/slideLayouts/slideLayout1.xml"] = f"{_TYPE}.presentationml.slideLayout+xml"
    types["ppt/theme/theme1.xml"] = f"{_TYPE}.theme+xml"
    _write_package(path, parts, types, links, slides[0][0])


def write_mail(path: Path, text: str, attachment: tuple[str, str]) -> None:
    """A mail with one text attachment, (file name, text)."""
    mail = EmailMessage()
    mail["From"] = "Yann Kerbrat <yann@perros-voile.example>"
    mail["To"] = "Daniel Moss <daniel@moss.example>"
    mail["Subject"] = "The Petrel is yours from 15 to 17 July"
    mail["Date"] = "Tue, 06 May 2025 18:12:00 +0200"
    mail["Message-ID"] = "<petrel-15-july@perros-voile.example>"
    mail.set_content(text)
    mail.add_attachment(attachment[1], filename=attachment[0])
    mail.set_boundary("=-the-petrel-is-yours")
    path.write_bytes(mail.as_bytes())


_MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_MAIN_PART = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")


def _write_package(
    path: Path,
    parts: dict[str, str] | dict[str, str | bytes],
    types: dict[str, str],
    links: dict[str, list[tuple[str, str]]],
    title: str,
) -> None:
    main = next(part for part in parts if part in _MAIN_PART)
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Daniel Moss</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2025-04-02T09:30:00Z</dcterms:created></cp:coreProperties>',
        **parts,
    }
    for part, targets in links.items():
        folder, name = part.rsplit("/", 1)
        inner = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, 1)
        )
        files[f"{folder}/_rels/{name}.rels"] = (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            # A fixed time, so that building again gives the same bytes.
            entry = zipfile.ZipInfo(name, (2025, 4, 2, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content if isinstance(content, bytes) else _HEAD + content)


def _sheet_row(number: int, row: Sequence[str | int]) -> str:
    cells = "".join(
        f'<c r="{chr(65 + column)}{number}"><v>{value}</v></c>'
        if isinstance(value, int)
        else f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for column, value in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def _slide_shapes(title: str, points: Sequence[str], pictured: bool) -> str:
    wide = 6300000 if pictured else 10900000
    bar = _shape(2, "Bar", (0, 0, 220000, 6858000), "", fill="E8A33D")
    head = _shape(3, "Title", (640000, 500000, 10900000, 1100000), _lines([title], 4000, bold=True))
    body = _shape(4, "Content", (640000, 1800000, wide, 4300000), _lines(points, 2400))
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="5" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        '<p:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        '<p:spPr><a:xfrm><a:off x="7200000" y="1900000"/><a:ext cx="4400000" cy="3300000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    return bar + head + body + (picture if pictured else "")


def _lines(texts: Sequence[str], size: int, bold: bool = False) -> str:
    return "".join(
        f'<a:p><a:pPr><a:spcAft><a:spcPts val="1200"/></a:spcAft></a:pPr><a:r><a:rPr lang="en-GB" sz="{size}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="23324A"/></a:solidFill></a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>'
        for text in texts
    )


def _shape(
    number: int, name: str, place: tuple[int, int, int, int], text: str, fill: str = ""
) -> str:
    left, top, wide, high = place
    paint = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{text or "<a:p/>"}</p:txBody></p:sp>'
    )


def _theme() -> str:
    palette = [
        "dk1",
        "lt1",
        "dk2",
        "lt2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    ]
    values = [
        "111111",
        "FFFFFF",
        "23324A",
        "F4F1EA",
        "E8A33D",
        "3B7A8C",
        "6BA368",
        "C8553D",
        "7A6C9D",
        "9A8C7A",
        "2A6FBB",
        "7A4FA0",
    ]
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in zip(palette, values, strict=True)
    )
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = f"<a:ln>{fill[: len(fill) // 3]}</a:ln>" * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="Plain"><a:themeElements><a:clrScheme name="Plain">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Plain"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Plain"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
