"""The bicycle repair manual of the sample library: eight pages with drawn figures."""

# ruff: noqa: E501 - prose

from collections.abc import Callable
from pathlib import Path

import pymupdf
from sample_figures import ACCENT, GREY, INK, PALE, bicycle, brake, gears, parts, tyre

_PAGE = pymupdf.Rect(0, 0, 420, 595)
_STYLE = """
* { font-family: sans-serif; color: #23324a; }
h1 { font-size: 19px; margin: 0 0 6px 0; } h2 { font-size: 13px; margin: 8px 0 2px 0; }
p, li { font-size: 10.5px; line-height: 1.4; margin: 0 0 5px 0; } ol, ul { padding-left: 16px; margin: 0; }
td, th { font-size: 10px; padding: 3px 8px 3px 0; text-align: left; }
"""

_Figure = Callable[[pymupdf.Page, pymupdf.Rect], None]


def write_manual(path: Path) -> None:
    """Writes the manual; the same bytes each time."""
    book = pymupdf.open()
    _cover(book.new_page(width=_PAGE.width, height=_PAGE.height))
    for number, (html, figure, caption) in enumerate(_PAGES, 2):
        page = book.new_page(width=_PAGE.width, height=_PAGE.height)
        page.draw_rect(pymupdf.Rect(0, 0, 14, _PAGE.height), color=None, fill=ACCENT)
        top = 40
        if figure:
            frame = pymupdf.Rect(44, 40, 384, 214)
            page.draw_rect(frame, color=None, fill=PALE, radius=0.04)
            figure(page, frame)
            page.insert_textbox(pymupdf.Rect(44, 217, 384, 232), caption, fontsize=8, color=GREY)
            top = 240
        page.insert_htmlbox(pymupdf.Rect(44, top, 384, 560), html, css=_STYLE)
        page.insert_text((374, 578), str(number), fontsize=9, color=GREY)
    book.set_metadata(
        {
            "title": "Bicycle repair at the kitchen table",
            "author": "Daniel Moss",
            "creationDate": "D:20250402093000Z",
            "modDate": "D:20250402093000Z",
        }
    )
    book.subset_fonts()
    book.save(path, garbage=4, deflate=True, no_new_id=True)


def _cover(page: pymupdf.Page) -> None:
    page.draw_rect(page.rect, color=None, fill=(0.93, 0.88, 0.78))
    page.draw_circle((210, 236), 150, color=None, fill=(0.96, 0.79, 0.48))
    page.draw_rect(pymupdf.Rect(0, 339, 420, 595), color=None, fill=INK)
    bicycle(page, pymupdf.Rect(60, 140, 360, 340))
    page.insert_htmlbox(
        pymupdf.Rect(40, 385, 380, 560),
        '<h1 style="font-size:30px;color:#fff;margin:0">Bicycle repair at the kitchen table</h1>'
        '<p style="font-size:13px;color:#f5c97a;margin-top:10px">Flat tyres, brakes, gears, chain: '
        "what anyone can mend with six tools and an hour</p>",
        css="* { font-family: sans-serif; }",
    )


_PAGES: tuple[tuple[str, _Figure | None, str], ...] = (
    (
        "<h1>The parts and their names</h1><p>Most of what goes wrong on a bicycle is worn, loose or dirty, and can be seen. Turn it upside down on saddle and "
        "handlebar, put an old newspaper beneath it, and look at one part after another while you turn the pedals by hand.</p>"
        "<h2>Six tools that do nine jobs in ten</h2><ul><li>A set of hexagon keys, 4, 5 and 6 mm</li><li>Two tyre levers and a puncture repair kit</li>"
        "<li>A pump that fits your valves, with a pressure gauge</li><li>A cross-head screwdriver</li><li>Chain oil and a rag</li><li>A chain wear gauge</li></ul>",
        parts,
        "Figure 1. The parts of a bicycle.",
    ),
    (
        "<h1>Mending a flat tyre</h1><p>Nearly every flat tyre is a hole in the tube made by glass, a thorn or a nail. You need tyre levers, a patch, glue and a pump.</p>"
        "<ol><li>Take the wheel out. Let out the last air and push the tyre into the middle of the rim, where it is loosest.</li>"
        "<li>Lift one side of the tyre over the rim with two levers, a hand apart. Pull out the tube.</li>"
        "<li>Pump it up and listen; hold it near your cheek or under water. Mark the hole with a cross.</li>"
        "<li>Roughen the rubber with the sandpaper, spread glue thinly, and wait five minutes until it no longer shines. Press the patch on hard.</li>"
        "<li>Feel along the inside of the tyre for whatever made the hole, and pull it out, or it will make the next one.</li></ol>",
        tyre,
        "Figure 2. Lifting the tyre off the rim; a nail through tyre and tube.",
    ),
    (
        "<h1>Putting the tube back</h1><p>Blow a little air into the tube so that it is round. Put the valve through its hole first, then tuck the tube under the tyre. "
        "Work the tyre back over the rim with your thumbs, beginning opposite the valve and ending at it. Do not use a lever for this: it pinches the tube.</p>"
        "<h2>Which pressure?</h2><table><tr><th>Tyre width</th><th>Light rider</th><th>Heavy rider or luggage</th></tr><tr><td>28 mm</td><td>5.0 bar</td><td>6.5 bar</td></tr>"
        "<tr><td>37 mm</td><td>3.5 bar</td><td>4.5 bar</td></tr><tr><td>47 mm</td><td>2.5 bar</td><td>3.5 bar</td></tr><tr><td>55 mm</td><td>1.8 bar</td><td>2.5 bar</td></tr></table>"
        "<h2>When a patch is not enough</h2><p>A tear longer than a fingernail, a hole at the valve, or rubber that cracks when you bend it mean a new tube. A tyre whose "
        "fabric shows through the tread wants replacing before the next tour, not after it.</p>"
        "<h2>Slow leaks</h2><p>If the tyre is soft again every Monday, suspect the valve. Wet it with a drop of water and look for bubbles. The core of a car valve can be tightened "
        "with its own cap; a racing valve has a small nut that must be closed after pumping.</p>",
        None,
        "",
    ),
    (
        "<h1>Brakes that squeal or do not hold</h1><p>Pull the lever: it should stop halfway to the handlebar. If it reaches the grip, turn the adjusting barrel at the lever outwards "
        "until the pads sit two millimetres from the rim.</p><h2>Changing the brake pads</h2><p>Pads are worn out when their grooves are gone. Undo the hexagon screw, "
        "slide the old pad out, and put the new one in with its arrow in the direction the wheel turns. It must meet the rim, never the tyre. "
        "Let the front of the pad touch a hair earlier than its end: that stops squealing.</p><p>Oil on the rim? Wipe it with spirit. Never oil a brake.</p>",
        brake,
        "Figure 3. A rim brake from the front.",
    ),
    (
        "<h1>Gears that jump</h1><p>When the chain rattles or jumps between two sprockets, the cable has stretched. Shift to the smallest sprocket. Turn the barrel at the "
        "derailleur a quarter turn outwards, shift up once, and turn the pedals. Repeat until the chain climbs without delay and runs in silence.</p>"
        "<h2>The two limit screws</h2><p>H keeps the chain from falling off the smallest sprocket, L keeps it out of the spokes. Stand behind the bicycle and turn "
        "them only if the upper pulley does not stand exactly below the outermost sprockets.</p>",
        gears,
        "Figure 4. Sprockets and rear derailleur.",
    ),
    (
        "<h1>Cleaning and oiling the chain</h1><p>A dry chain squeaks, a dirty one grinds your sprockets away. Every three hundred kilometres, and after each ride in the rain:</p>"
        "<ol><li>Run the chain backwards through a rag until the rag stays clean.</li><li>Put one drop of oil on each roller, on the inside.</li>"
        "<li>Turn the pedals for a minute so that the oil creeps in.</li><li>Wipe off all that is left outside; it only catches dust.</li></ol>"
        "<h2>When is a chain worn?</h2><p>Lay the gauge on it. If the 0.75 mark drops in, replace the chain now and the sprockets last for a second one. If the 1.0 mark drops in, replace both.</p>"
        "<h2>Loose cranks and creaking pedals</h2><p>A creak once in each turn comes from the pedals, the cranks or the seat post. Unscrew, grease the thread, and tighten again. "
        "Remember that the left pedal has a left-hand thread: it comes off clockwise.</p>"
        "<h2>Saddle height</h2><p>Sit on the saddle and put your heel on the pedal at its lowest point. The leg should just be straight.</p>",
        None,
        "",
    ),
    (
        "<h1>A check before a long tour</h1><table><tr><th>Part</th><th>Look for</th><th>Mend on page</th></tr><tr><td>Tyres</td><td>cracks, glass, pressure</td><td>3, 4</td></tr>"
        "<tr><td>Brakes</td><td>pad grooves, frayed cable</td><td>5</td></tr><tr><td>Gears</td><td>each one shifts cleanly</td><td>6</td></tr><tr><td>Chain</td><td>wear, oil</td><td>7</td></tr>"
        "<tr><td>Spokes</td><td>pluck each one: the same note</td><td>a workshop</td></tr><tr><td>Lights</td><td>front, rear, reflectors</td><td>-</td></tr></table>"
        "<h2>What to carry</h2><p>A spare tube, levers, patches, a small pump, hexagon keys, two metres of tape, a pair of thin gloves, and the telephone number of somebody with a van.</p>"
        "<h2>When to go to a workshop</h2><p>Bent forks, cracks in the frame, hydraulic brakes that feel soft, and anything about the battery or the motor of an electric bicycle.</p>",
        None,
        "",
    ),
)
