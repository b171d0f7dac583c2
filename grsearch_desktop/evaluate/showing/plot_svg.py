"""What matplotlib draws, made into a drawing that stands alone or within a page."""

import re
from xml.etree import ElementTree

from grsearch_desktop.evaluate.showing.palette import LIGHT

NO_METADATA: dict[str, str | None] = dict.fromkeys(("Creator", "Date", "Format", "Type"))
"""No date and no version: they would change the bytes."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ALONE_FONT = "system-ui, 'DejaVu Sans', sans-serif"
_VARIABLES = {colour: f"var(--{name})" for name, colour in LIGHT.names().items()}


def alone(drawing: str, title: str, says: str) -> str:
    """A file of its own, with its title and what is to be seen for those who hear it."""
    root = _plain(drawing, "")
    for tag, text in (("desc", says), ("title", title)):
        if text:
            told = ElementTree.Element(f"{_SVG}{tag}")
            told.text = text
            root.insert(0, told)
    for element in root.iter():
        if style := element.get("style"):
            element.set("style", style.replace("'DejaVu Sans'", _ALONE_FONT))
    ElementTree.register_namespace("", _SVG.strip("{}"))
    ElementTree.register_namespace("xlink", _HREF.partition("}")[0].strip("{"))
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def within_page(drawing: str, label: str, prefix: str) -> str:
    """An element of HTML that has the page's font and colours, and ids that begin with a prefix."""
    root = _plain(drawing, f"{re.sub('[^a-zA-Z0-9]+', '-', prefix)}-")
    root.attrib = {
        "viewBox": root.get("viewBox", ""),
        "role": "img",
        "aria-label": label,
        "style": root.get("style", ""),
    }
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if target := element.attrib.pop(_HREF, None):
            element.set("href", target)
        if style := element.get("style"):
            style = style.replace("'DejaVu Sans'", "var(--font)")
            element.set("style", re.sub("#[0-9a-f]{6}", _variable, style))
    return ElementTree.tostring(root, encoding="unicode")


def _plain(drawing: str, prefix: str) -> ElementTree.Element:
    """The drawing without metadata, rules for all elements, and ids that nothing refers to."""
    root = ElementTree.fromstring(drawing)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    # What the rule for all elements said; these are inherited.
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    used = set(re.findall(r"#([\w-]+)[\")]", drawing))
    for element in root.iter():
        own = element.attrib.pop("id", None)
        if own in used:
            element.set("id", f"{prefix}{own}")
        for name in ("clip-path", _HREF):
            if reference := element.get(name):
                element.set(name, reference.replace("#", f"#{prefix}"))
    return root


def _variable(found: re.Match[str]) -> str:
    return _VARIABLES.get(found.group(), found.group())
