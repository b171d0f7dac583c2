"""What stands where on a slide (Office Open XML): boxes with words, colours and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from grsearch_desktop.extract.readers.package import Attributes, Package, walk

_MOST_NODES = 50_000
_SCHEME = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_FALLBACK_SIZE = (9_144_000, 6_858_000)
_TITLE_POINTS, _BODY_POINTS, _OTHER_POINTS = 40.0, 24.0, 18.0

Area = tuple[float, float, float, float]
"""Left, top, width, height in English Metric Units (914,400 an inch)."""
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """One shape: what fills it, and what stands in it."""

    area: Area
    fill: Colour | None = None
    is_round: bool = False
    text: str = ""
    points: float = _OTHER_POINTS
    ink: Colour | None = None
    is_centred: bool = False
    picture: str = ""
    """The name of the member with the picture, else empty."""


@dataclass
class Node:
    """An XML element."""

    name: str
    attributes: Attributes
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator["Node"]:
        """All elements of this name inside, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, *names: str) -> "Node | None":
        """The first element on this path of names, each anywhere inside the one before."""
        node: Node | None = self
        for name in names:
            node = next(node.all(name), None) if node is not None else None
        return node

    def own(self, name: str) -> "Node | None":
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)


def tree(xml: bytes) -> Node:
    """The elements of a part; an empty one where it is broken."""
    root = Node("", {})
    stack = [root]
    count = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal count
        count += 1
        node = Node(name, attributes)
        if count <= _MOST_NODES:
            stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    walk(xml, start, end, words)
    return root


class SlideParts:
    """Reads slides with what they inherit from their layout, master and theme."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._trees: dict[str, Node] = {}
        self.size = self._slide_size()
        """Width and height of every slide in English Metric Units."""
        theme = next((n for n in package.names if n.startswith("ppt/theme/theme")), "")
        self._colours = _theme_colours(self._tree(theme))

    def background(self, part: str) -> Colour:
        """The colour behind a slide; white where none is told."""
        for name in self._chain(part):
            ground = self._tree(name).first("bg")
            if ground is not None and (colour := self._colour(ground)) is not None:
                return colour
        return (255, 255, 255)

    def boxes(self, part: str) -> list[Box]:
        """The shapes of a slide, those at the back first."""
        shapes = self._tree(part).first("spTree")
        if shapes is None:
            return []
        return list(self._in_group(shapes, self._chain(part), self._package.related(part)))

    def _in_group(self, group: Node, chain: list[str], related: dict[str, str]) -> Iterator[Box]:
        for node in group.children:
            if node.name == "grpSp":
                inner = list(self._in_group(node, chain, related))
                yield from (replace(box, area=_placed(box.area, node)) for box in inner)
            elif node.name in ("sp", "pic", "graphicFrame", "cxnSp"):
                area = _area(node) or self._inherited_area(node, chain[1:])
                if area is not None:
                    yield self._box(node, area, related)

    def _box(self, node: Node, area: Area, related: dict[str, str]) -> Box:
        look = node.own("spPr")
        fill = look.own("solidFill") if look is not None else None
        shape = look.first("prstGeom") if look is not None else None
        blip = node.first("blip") if node.name == "pic" else None
        relation = next(iter(_relations(blip)), "") if blip is not None else ""
        body = node.first("txBody") if node.name == "sp" else node
        place = node.first("nvPr", "ph")
        kind = place.attributes.get("type", "body") if place is not None else ""
        return Box(
            area,
            fill=self._colour(fill) if fill is not None else None,
            is_round=shape is not None and shape.attributes.get("prst") == "ellipse",
            text=_words(body) if body is not None and node.name != "pic" else "",
            points=_points(node, kind),
            ink=self._ink(node),
            is_centred=kind in ("ctrTitle", "subTitle") or _is_centred(node),
            picture=related.get(relation, ""),
        )

    def _ink(self, node: Node) -> Colour | None:
        properties = node.first("rPr")
        fill = properties.own("solidFill") if properties is not None else None
        return self._colour(fill) if fill is not None else None

    def _colour(self, node: Node) -> Colour | None:
        exact = node.first("srgbClr")
        if exact is not None:
            return _hexadecimal(exact.attributes.get("val", ""))
        named = node.first("schemeClr")
        if named is None:
            return None
        name = named.attributes.get("val", "")
        return self._colours.get(_SCHEME.get(name, name))

    def _chain(self, part: str) -> list[str]:
        """The slide, its layout, the layout's master."""
        found = [part]
        for folder in ("ppt/slidelayouts/", "ppt/slidemasters/"):
            related = self._package.related(found[-1]).values()
            found.extend([name for name in related if name.startswith(folder)][:1])
        return found

    def _inherited_area(self, node: Node, chain: list[str]) -> Area | None:
        wanted = node.first("nvPr", "ph")
        if wanted is None:
            return None
        kind, number = wanted.attributes.get("type", "body"), wanted.attributes.get("idx")
        kinds = {"ctrTitle": ("ctrTitle", "title"), "subTitle": ("subTitle", "body")}.get(
            kind, (kind,)
        )
        for name in chain:
            for shape in self._tree(name).all("sp"):
                place = shape.first("nvPr", "ph")
                if place is None or (area := _area(shape)) is None:
                    continue
                same_number = number is not None and place.attributes.get("idx") == number
                if same_number or place.attributes.get("type", "body") in kinds:
                    return area
        return None

    def _tree(self, name: str) -> Node:
        if name not in self._trees:
            self._trees[name] = tree(self._package.read(name)) if name else Node("", {})
        return self._trees[name]

    def _slide_size(self) -> tuple[int, int]:
        node = self._tree("ppt/presentation.xml").first("sldSz")
        try:
            assert node is not None
            width, height = int(node.attributes["cx"]), int(node.attributes["cy"])
        except (AssertionError, KeyError, ValueError):
            return _FALLBACK_SIZE
        return (width, height) if 0 < width < 1e9 and 0 < height < 1e9 else _FALLBACK_SIZE


def _theme_colours(theme: Node) -> dict[str, Colour]:
    found: dict[str, Colour] = {}
    scheme = theme.first("clrScheme")
    for entry in scheme.children if scheme is not None else ():
        value = entry.children[0].attributes if entry.children else {}
        colour = _hexadecimal(value.get("lastClr", value.get("val", "")))
        if colour is not None:
            found[entry.name] = colour
    return found


def _hexadecimal(digits: str) -> Colour | None:
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def _area(node: Node) -> Area | None:
    frame = node.own("xfrm") or (node.own("spPr") or node.own("grpSpPr") or Node("", {})).own(
        "xfrm"
    )
    return _pair(frame, "off", "ext") if frame is not None else None


def _pair(frame: Node, corner: str, extent: str) -> Area | None:
    at, size = frame.own(corner), frame.own(extent)
    if at is None or size is None:
        return None
    try:
        left, top = float(at.attributes["x"]), float(at.attributes["y"])
        return left, top, float(size.attributes["cx"]), float(size.attributes["cy"])
    except (KeyError, ValueError):
        return None


def _placed(area: Area, group: Node) -> Area:
    """An area in a group's own measure, in that of what holds the group."""
    look = group.own("grpSpPr")
    frame = look.own("xfrm") if look is not None else None
    outer = _pair(frame, "off", "ext") if frame is not None else None
    inner = _pair(frame, "chOff", "chExt") if frame is not None else None
    if outer is None or inner is None or not inner[2] or not inner[3]:
        return area
    across, down = outer[2] / inner[2], outer[3] / inner[3]
    left, top, width, height = area
    return (
        outer[0] + (left - inner[0]) * across,
        outer[1] + (top - inner[1]) * down,
        width * across,
        height * down,
    )


def _words(body: Node) -> str:
    lines = []
    for paragraph in body.all("p"):
        line = "".join(
            "\n" if node.name == "br" else "".join(part.text for part in node.all("t"))
            for node in paragraph.children
        )
        lines.append(line.strip())
    return "\n".join(lines).strip("\n")


def _points(node: Node, kind: str) -> float:
    for properties in node.all("rPr"):
        size = properties.attributes.get("sz", "")
        if size.isdigit():
            return min(max(int(size) / 100, 4.0), 200.0)
    if kind in ("title", "ctrTitle"):
        return _TITLE_POINTS
    return _BODY_POINTS if kind else _OTHER_POINTS


def _is_centred(node: Node) -> bool:
    properties = node.first("pPr")
    return properties is not None and properties.attributes.get("algn") == "ctr"


def _relations(blip: Node) -> Iterator[str]:
    for name in ("embed", "link"):
        if name in blip.attributes:
            yield blip.attributes[name]
