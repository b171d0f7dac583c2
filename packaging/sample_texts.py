"""The words of the sample library: notes, letters and tables of an invented household."""

# ruff: noqa: E501 - prose

HOLIDAY_PLAN = """\
# Brittany, 12 to 26 July

Two weeks by the sea with Ana and the children. We share the house in Ploumanac'h with the Lindqvists.

## What is booked

- Ferry Portsmouth to St Malo, Saturday night, cabin for four, car with the roof box
- The house: keys from Madame Le Goff, the blue door beside the bakery, after 16:00
- Three days on the *Petrel*, a nine metre sailing boat, from Perros-Guirec (see the mail with the charter contract)

## What it may cost

The budget for the holiday in July is 2,400 euros all in: 620 for the ferry, 980 for our half of the house,
450 for the boat, the rest for food and ice cream. It is in the spreadsheet, line "Holiday".

## Days we look forward to

1. Walk the pink granite coast from lighthouse to lighthouse at low tide.
2. Sail out to the Seven Islands to see the puffins and gannets. Back before sunset, the entrance has rocks.
3. Market in Lannion on Thursday: buckwheat pancakes, cider, oysters for those who dare.
4. A rainy day plan: the aquarium in Trégastel, built into a cave.

## Pack

Sun cream, the tide table, rain coats, binoculars, the good camera, seasickness tablets for Jonas.
"""

LEMON_TART = """\
# Lemon tart

From grandmother Ruth's notebook. Serves eight.

**Pastry:** 200 g flour, 100 g cold butter, 60 g icing sugar, one egg yolk, a pinch of salt. Rub the butter into the
flour, bind with the yolk, rest for an hour in the fridge. Line a 24 cm tin and bake blind at 180 degrees for 20 minutes.

**Filling:** juice of four lemons and the grated skin of two, 150 g sugar, four eggs, 150 ml cream. Whisk without making
foam, pour into the warm pastry case and bake at 150 degrees until the middle only just trembles, about 25 minutes.

Let it cool completely before cutting. With unwaxed lemons the skin keeps its scent; do not use the white pith, it is bitter.
"""

GARDEN_CLUB = """\
Allotment garden club - minutes of the meeting on 14 March
Present: Ilse (chair), Tom, Parveen, Marek, Joséphine. Excused: Walter.

1. Water. The tank by the gate leaks at the lower tap. Marek replaces the washer before Easter. Until then please use
the rain barrels. Watering with the hose stays forbidden between ten in the morning and six in the evening.

2. Slugs. Parveen reports good results with copper tape and with evening walks. No pellets: there are hedgehogs under
the compost heap again.

3. Bees. The school asks whether it may keep two hives on the empty plot 17. Four in favour, none against. Joséphine
writes to the neighbours and asks about allergies.

4. Summer party. Saturday 21 June from four o'clock. Tom brings the grill, everybody brings a salad and their own plate.

5. Money. There are 312.40 in the cash box. The shed roof will cost about 500; we shall ask the town for help.

Next meeting: 11 April, half past six, in the hut.
"""

INSURANCE = (
    ("Heading1", "Your house insurance: what it covers"),
    (
        "",
        "Policy number HX-204-771-09, Harbour Mutual. Insured: the house at 8 Tanner's Lane with cellar, garage and garden shed. This summary does not replace the conditions.",
    ),
    ("Heading2", "1. Water damage"),
    (
        "",
        "Covered is damage by water that escapes from pipes, from heating, from a washing machine or dishwasher and its hoses, and from a burst aquarium. We pay for drying the walls and floors, for finding the leak, and for new wallpaper, plaster and parquet in the rooms concerned.",
    ),
    (
        "",
        "Not covered is water that comes in through an open window, rising groundwater, and damage that grew slowly because a known leak was not mended. Frozen pipes are covered only if the heating was on or the pipes were emptied in winter.",
    ),
    ("Heading2", "2. Fire, lightning and storm"),
    (
        "",
        "Covered is damage by fire, smoke, explosion and lightning, including over-voltage in electrical appliances up to 5,000 euros. Storm counts from wind force 8. Trees that fall on the roof are removed at our cost.",
    ),
    ("Heading2", "3. Theft and burglary"),
    (
        "",
        "Bicycles are insured up to 1,500 euros each if they were locked or stood in the locked garage. Jewellery and cash are covered up to 3,000 euros outside a safe.",
    ),
    ("Heading2", "4. What to do when something has happened"),
    (
        "",
        "Turn off the main tap or the electricity if that is safe. Take photographs before you clean up. Call us within three days on the number on your card; do not throw damaged things away until we have seen them or the pictures of them. Your own share of every claim is 150 euros.",
    ),
)

SLIDES = (
    (
        "A solar roof for the village hall",
        ("Proposal to the council, spring session", "Energy group: Rosa, Dieter, Samira"),
    ),
    (
        "Why now",
        (
            "The roof must be renewed in any case: the scaffolding is paid for once",
            "Electricity for the hall costs 4,100 euros a year, twice as much as in 2020",
            "A grant pays 30 % of the panels if we apply before September",
        ),
    ),
    (
        "What we would build",
        (
            "64 panels on the south side, 27 kilowatts at noon in June",
            "A battery of 20 kilowatt hours for evening concerts and the choir",
            "Two charging points for electric cars beside the bus stop",
        ),
    ),
    (
        "What it costs and what it brings",
        (
            "Cost 41,000 euros, minus grant 12,300: we pay 28,700",
            "Saves about 3,200 euros of electricity every year",
            "Paid back after nine years; the panels last for twenty-five",
        ),
    ),
    (
        "Next steps",
        (
            "Structural engineer checks the roof beams in May",
            "Three offers from local firms by the end of June",
            "Vote in July, panels on the roof before the first frost",
        ),
    ),
)

BOAT_MAIL = """\
Hello Daniel,

good news: the Petrel is free from 15 to 17 July, and I have put your name on her. She is a nine metre
sloop, six berths, easy to handle, with a new genoa since last autumn. The charter contract is attached;
please sign and send it back with the deposit of 150 euros. The other 300 are due when you take her over.

High water on the 15th is at 9:40, so come at eight, then we can leave over the sill together and I show
you the rocks. There are life jackets for the children on board. Fenders, flares and the dinghy as well.

If it blows more than force 6 we move the days at no cost.

Fair winds,
Yann Kerbrat
Perros Voile
"""

CHARTER_CONTRACT = """\
CHARTER CONTRACT

Boat: Petrel, sloop, 9.1 m, built 2004. Port: Perros-Guirec.
From 15 July 8:00 to 17 July 18:00. Price 450 euros, deposit 150 euros on signing.

1. The skipper holds a coastal licence and sails by day only, not beyond the Seven Islands.
2. The boat is insured against damage to others; the skipper's own share is 800 euros.
3. The boat comes back with a full tank, clean, and with an honest account of what was broken.
4. Cancelling is free until four weeks before; after that the deposit is kept.
"""

TOMATOES_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Growing tomatoes on a balcony</title>
<style>body { font-family: sans-serif; max-width: 40em; margin: auto }</style></head>
<body>
<h1>Growing tomatoes on a balcony</h1>
<p>Tomatoes want sun, warmth from below and a roof over their heads: leaves that stay wet catch blight.
A south wall with six hours of sun is enough for three plants.</p>
<h2>Sowing</h2>
<p>Sow at the end of March on a warm window sill, half a centimetre deep. When the first true leaves show, move each
seedling into a pot of its own and set it deeper than before; it grows roots along the buried stem.</p>
<h2>Planting out</h2>
<p>Wait until after the last frost, in most places the middle of May. Take buckets of at least fifteen litres with
holes in the bottom, fresh soil and a handful of compost. Give each plant a stick and tie it loosely.</p>
<h2>Yellow leaves, brown spots</h2>
<table>
<tr><th>You see</th><th>It is</th><th>Do this</th></tr>
<tr><td>Yellow lower leaves</td><td>hunger</td><td>feed once a week</td></tr>
<tr><td>Black bottoms of the fruit</td><td>lack of calcium</td><td>water evenly, never in gulps</td></tr>
<tr><td>Brown patches, white fur beneath</td><td>late blight</td><td>take the leaves off, keep the rest dry</td></tr>
</table>
<h2>Harvest</h2>
<p>Pick when the whole fruit has its colour. Green ones ripen in a paper bag with an apple.</p>
</body>
</html>
"""

BUDGET_COLUMNS = (
    "Month",
    "Income",
    "Rent",
    "Food",
    "Energy",
    "Bicycles and train",
    "Holiday",
    "Other",
)
BUDGET_ROWS = (
    ("January", 3650, 1120, 610, 190, 85, 0, 240),
    ("February", 3650, 1120, 580, 185, 85, 0, 310),
    ("March", 3650, 1120, 600, 160, 140, 0, 205),
    ("April", 3710, 1120, 615, 130, 85, 620, 180),
    ("May", 3710, 1120, 590, 95, 85, 0, 260),
    ("June", 3710, 1120, 605, 80, 210, 150, 225),
    ("July", 3710, 1120, 420, 75, 60, 1630, 190),
    ("August", 3710, 1120, 600, 75, 85, 0, 330),
    ("September", 3710, 1120, 620, 90, 85, 0, 415),
    ("October", 3760, 1120, 610, 125, 85, 0, 220),
    ("November", 3760, 1120, 600, 165, 85, 0, 240),
    ("December", 4120, 1120, 690, 195, 85, 0, 780),
)
BUDGET_NOTES = (
    ("Line", "What it is"),
    (
        "Holiday",
        "Ferry paid in April, deposit for the boat in June, house and the rest in July: 2,400 together",
    ),
    ("Energy", "Electricity and gas; the meter is read in December"),
    ("Other", "Presents, dentist, school trips, house insurance in September"),
    ("Goal", "Keep 8,000 for a new roof window"),
)

README = """\
# The sample library

An invented household's notes, letters, tables, a repair manual and photographs, to try GR Search on:

    grsearch index resources/sample
    grsearch search "how do I fix a flat tyre"

Every file here was made for this project by `packaging/build_sample.py`, words and pictures alike; the
photographs are computed with numpy. Nothing is taken from anywhere else. People, firms and numbers are invented.

Licence: CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/. Do with them what you like.
"""
