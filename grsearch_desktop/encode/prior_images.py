"""The images that the prior means are made of: real pictures of nobody's, drawn ones, and pages."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from grsearch_desktop.encode.drawn import drawn_pages, drawn_pictures
from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.paths import resources

DRAWN = 8
"""To the 24 real ones: graphics, which libraries hold too. With the bundled model this mean lies
nearer to that of other photos than the real ones' alone or more drawn ones' (decision 0020)."""
PAGES_SHARE = 0.25
"""Of all images, as it was before there were real pictures."""


def images(texts: Sequence[str]) -> list[Pixels]:
    """Always the same, uint8 (height, width, 3); the pages hold `texts`."""
    pictures = [*real_pictures(), *drawn_pictures(DRAWN)]
    pages = round(len(pictures) * PAGES_SHARE / (1 - PAGES_SHARE))
    return [*pictures, *drawn_pages(texts, pages)]


def real_pictures() -> list[Pixels]:
    """See resources/prior/pictures/NOTICE.md, which packaging/prior_pictures.py writes."""
    files = sorted((resources() / "prior" / "pictures").glob("*.jpg"))
    return [np.asarray(Image.open(file).convert("RGB")) for file in files]
