"""Jupyter notebooks (nbformat 3 and 4): cells, what they printed, and the pictures they drew."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader, decoded
from grsearch_desktop.extract.readers.web import shown

_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "png": "png", "jpeg": "jpg"}
"""Media types of version 4, and the names of version 3."""


class NotebookReader(Reader):
    """What a person wrote and what came out, without the JSON around it."""

    def read_text(self, source: Source) -> Content:
        """All cells as one text; as plain text where the file is no proper notebook."""
        notebook = _parsed(source)
        gatherer = Gatherer(source.limits.text)
        title = ""
        for cell in _cells(notebook):
            written = _joined(cell.get("source", cell.get("input")))
            if not title and cell.get("cell_type") in ("markdown", "heading"):
                title = written.lstrip("# \n").partition("\n")[0]
            gatherer.add(written + "\n\n")
            for output in _outputs(cell):
                gatherer.add(_printed(output) + "\n\n")
        text = tidy(gatherer.take())
        has_looks = any(True for _ in _pictures(notebook))
        if not text.strip() and not has_looks:
            return TextReader(self.form, self.kind).read_text(source)
        limit = source.limits.text
        return Content(
            self.kind,
            (PageText(None, text[:limit]),),
            title=one_line(title),
            has_looks=has_looks,
            cut=reasons.cut_at_text(limit) if gatherer.is_full else "",
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The pictures among the outputs and the attachments."""
        media = Media(source, skip)
        for ending, encoded in _pictures(_parsed(source)):
            try:
                content = base64.b64decode(encoded)
            except (binascii.Error, ValueError):
                continue
            yield from media.look(f"output.{ending}", content, None)


def _parsed(source: Source) -> Any:
    try:
        return json.loads(decoded(source.read()))
    except (ValueError, RecursionError):
        return None


def _cells(notebook: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(notebook, dict):
        return
    sheets = notebook.get("worksheets")
    for sheet in sheets if isinstance(sheets, list) else [notebook]:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        yield from (cell for cell in cells or () if isinstance(cell, dict))


def _outputs(cell: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found = cell.get("outputs")
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _printed(output: dict[str, Any]) -> str:
    data = output.get("data")
    if isinstance(data, dict):
        plain = _joined(data.get("text/markdown") or data.get("text/plain"))
        # A table is a few letters of ASCII in plain text, and its cells in HTML.
        markup = _joined(data.get("text/html"))
        return shown(markup).text if "<table" in markup else plain
    if output.get("output_type") in ("error", "pyerr"):
        return f"{output.get('ename', '')}: {output.get('evalue', '')}"
    return _joined(output.get("text"))


def _pictures(notebook: Any) -> Iterator[tuple[str, str]]:
    """Each picture's ending and its bytes in base64."""
    for cell in _cells(notebook):
        attached = cell.get("attachments")
        holders = [output.get("data", output) for output in _outputs(cell)]
        holders += attached.values() if isinstance(attached, dict) else ()
        for holder in holders:
            for name, ending in _PICTURES.items():
                if isinstance(holder, dict) and (encoded := _joined(holder.get(name))):
                    yield ending, encoded


def _joined(lines: Any) -> str:
    if isinstance(lines, list):
        return "".join(line for line in lines if isinstance(line, str))
    return lines if isinstance(lines, str) else ""
