"""The figures of the sample library's bicycle manual, drawn with PyMuPDF."""

# ruff: noqa: RUF005 - points are added, not joined

import math

import pymupdf

INK, ACCENT, PALE, GREY = (
    (0.14, 0.20, 0.29),
    (0.91, 0.64, 0.24),
    (0.98, 0.95, 0.89),
    (0.55, 0.58, 0.62),
)


def bicycle(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    """A whole bicycle seen from the right, standing on the lower edge of the frame."""

    def at(x: float, y: float) -> pymupdf.Point:
        return pymupdf.Point(frame.x0 + x * frame.width, frame.y1 - y * frame.width)

    rim = 0.19 * frame.width
    rear, front, crank = at(0.20, 0.19), at(0.80, 0.19), at(0.44, 0.18)
    seat, head, fork = at(0.36, 0.50), at(0.69, 0.52), at(0.705, 0.46)
    for hub in (rear, front):
        for spoke in range(18):
            turn = spoke * math.pi / 9
            page.draw_line(
                hub,
                hub + pymupdf.Point(math.cos(turn), math.sin(turn)) * rim,
                color=GREY,
                width=0.5,
            )
        page.draw_circle(hub, rim, color=(0.08, 0.09, 0.11), width=frame.width / 50)
        page.draw_circle(hub, rim * 0.93, color=(0.75, 0.77, 0.8), width=1)
        page.draw_circle(hub, rim * 0.08, color=INK, fill=GREY)
    frame_colour = (0.75, 0.22, 0.17)
    for start, end in [
        (rear, crank),
        (rear, seat),
        (crank, seat),
        (crank, fork),
        (seat, head),
        (fork, head),
    ]:
        page.draw_line(start, end, color=frame_colour, width=frame.width / 48, lineCap=1)
    page.draw_bezier(
        fork, at(0.73, 0.36), at(0.75, 0.24), front, color=(0.2, 0.2, 0.24), width=frame.width / 60
    )
    page.draw_line(seat, at(0.345, 0.55), color=(0.7, 0.72, 0.75), width=frame.width / 75)
    page.draw_bezier(
        at(0.27, 0.565),
        at(0.33, 0.55),
        at(0.38, 0.565),
        at(0.42, 0.56),
        color=(0.1, 0.1, 0.12),
        width=frame.width / 32,
        lineCap=1,
    )
    page.draw_line(head, at(0.68, 0.57), color=(0.7, 0.72, 0.75), width=frame.width / 75)
    page.draw_bezier(
        at(0.68, 0.57),
        at(0.74, 0.59),
        at(0.78, 0.57),
        at(0.75, 0.50),
        color=(0.1, 0.1, 0.12),
        width=frame.width / 55,
        lineCap=1,
    )
    page.draw_circle(crank, frame.width * 0.052, color=(0.2, 0.2, 0.22), width=2)
    page.draw_circle(rear, frame.width * 0.028, color=(0.2, 0.2, 0.22), width=2)
    for side, gear in ((1, 0.052), (-1, 0.052)):
        page.draw_line(
            rear + (0, -side * frame.width * 0.028),
            crank + (0, -side * frame.width * gear),
            color=(0.3, 0.3, 0.32),
            width=1.4,
        )
    page.draw_line(
        crank, crank + (frame.width * 0.05, frame.width * 0.08), color=(0.3, 0.3, 0.32), width=3
    )
    page.draw_line(
        crank + (frame.width * 0.03, frame.width * 0.08),
        crank + (frame.width * 0.08, frame.width * 0.08),
        color=(0.1, 0.1, 0.12),
        width=4,
    )


def parts(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    bicycle(page, pymupdf.Rect(frame.x0 + 70, frame.y0, frame.x1 - 60, frame.y1 - 14))
    labels = (
        ("saddle", (40, 32), (70, 29), (122, 38)),
        ("handlebar", (268, 24), (265, 22), (234, 40)),
        ("brake", (290, 62), (287, 60), (243, 78)),
        ("tyre and rim", (290, 158), (287, 154), (272, 140)),
        ("chain", (150, 170), (158, 162), (140, 130)),
        ("sprockets", (14, 106), (53, 105), (106, 117)),
    )
    for name, place, start, end in labels:
        page.draw_line(frame.tl + start, frame.tl + end, color=GREY, width=0.6)
        page.insert_text(frame.tl + place, name, fontsize=8.5, color=INK)


def tyre(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    """A wheel with a tyre lever, and the rim cut through."""
    hub = frame.tl + (92, 92)
    for spoke in range(24):
        turn = spoke * math.pi / 12
        page.draw_line(
            hub, hub + pymupdf.Point(math.cos(turn), math.sin(turn)) * 60, color=GREY, width=0.5
        )
    page.draw_circle(hub, 66, color=(0.1, 0.1, 0.12), width=13)
    page.draw_circle(hub, 57, color=(0.75, 0.77, 0.8), width=4)
    page.draw_circle(hub, 5, color=INK, fill=GREY)
    page.draw_bezier(
        hub + (38, -44),
        hub + (50, -60),
        hub + (66, -70),
        hub + (98, -72),
        color=(0.2, 0.45, 0.72),
        width=6,
        lineCap=1,
    )
    page.insert_text(hub + (84, -48), "tyre lever", fontsize=8.5, color=INK)
    page.draw_line(hub + (0, 50), hub + (0, 38), color=INK, width=3)
    page.insert_text(hub + (-12, 33), "valve", fontsize=8.5, color=INK)
    cut = frame.tl + (262, 76)
    page.draw_circle(cut, 42, color=(0.1, 0.1, 0.12), width=9)
    page.draw_circle(cut, 30, color=(0.75, 0.3, 0.25), fill=(0.99, 0.93, 0.9), width=3)
    page.draw_rect(
        pymupdf.Rect(cut.x - 30, cut.y + 34, cut.x + 30, cut.y + 64), color=None, fill=PALE
    )
    page.draw_polyline(
        [cut + (-28, 32), cut + (-24, 60), cut + (0, 68), cut + (24, 60), cut + (28, 32)],
        color=(0.55, 0.58, 0.62),
        width=5,
    )
    page.draw_polyline(
        [cut + (-7, -58), cut + (0, -26), cut + (7, -58)],
        color=INK,
        fill=(0.6, 0.6, 0.62),
        closePath=True,
    )
    page.insert_text(cut + (12, -54), "nail", fontsize=8.5, color=INK)
    page.insert_text(cut + (-11, 4), "tube", fontsize=8.5, color=INK)


def brake(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    middle = frame.tl + (170, 30)
    page.draw_rect(
        pymupdf.Rect(middle.x - 16, middle.y + 34, middle.x + 16, frame.y1),
        color=None,
        fill=(0.12, 0.12, 0.14),
    )
    page.draw_rect(
        pymupdf.Rect(middle.x - 18, middle.y + 60, middle.x + 18, middle.y + 78),
        color=None,
        fill=(0.72, 0.74, 0.78),
    )
    for side in (-1, 1):
        page.draw_bezier(
            middle + (0, 8),
            middle + (side * 60, 0),
            middle + (side * 62, 46),
            middle + (side * 34, 70),
            color=(0.3, 0.32, 0.36),
            width=8,
            lineCap=1,
        )
        page.draw_rect(
            pymupdf.Rect(
                middle.x + side * 27 - 7, middle.y + 60, middle.x + side * 27 + 7, middle.y + 78
            ),
            color=None,
            fill=(0.75, 0.22, 0.17),
        )
        page.insert_text(middle + (side * 100 - 26, 74), "brake pad", fontsize=8.5, color=INK)
    page.draw_line(middle + (30, 10), middle + (52, -24), color=INK, width=2)
    page.insert_text(middle + (58, -16), "cable", fontsize=8.5, color=INK)
    page.insert_text(middle + (-12, 128), "tyre", fontsize=8.5, color=(1, 1, 1))


def gears(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    hub = frame.tl + (120, 66)
    for size in range(7, 1, -1):
        teeth = [
            hub
            + pymupdf.Point(math.cos(turn * math.pi / 24), math.sin(turn * math.pi / 24))
            * (size * 7.4 + 3 * (turn % 2))
            for turn in range(48)
        ]
        shade = 0.5 + 0.06 * (7 - size)
        page.draw_polyline(
            teeth, color=INK, fill=(shade, shade, shade + 0.03), width=0.5, closePath=True
        )
    page.draw_circle(hub, 6, color=INK, fill=PALE)
    for centre in ((140, 124), (126, 154)):
        page.draw_circle(frame.tl + centre, 9, color=INK, fill=(0.3, 0.32, 0.36))
    page.draw_line(frame.tl + (140, 124), frame.tl + (126, 154), color=(0.55, 0.58, 0.62), width=7)
    page.draw_line(
        frame.tl + (130, 158),
        frame.tl + (320, 140),
        color=(0.3, 0.3, 0.32),
        width=2.4,
        dashes="[3 1.5] 0",
    )
    page.draw_line(
        hub + (20, -50), frame.tl + (320, 24), color=(0.3, 0.3, 0.32), width=2.4, dashes="[3 1.5] 0"
    )
    for name, place in (
        ("sprockets", (196, 66)),
        ("upper pulley", (166, 122)),
        ("chain", (262, 160)),
        ("lower pulley", (44, 162)),
    ):
        page.insert_text(frame.tl + place, name, fontsize=8.5, color=INK)
