"""Films: what is said in them and what is seen, moment by moment."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
from grsearch_desktop.extract.readers import pictures
from grsearch_desktop.extract.readers.footage import FAILURES, Footage
from grsearch_desktop.extract.readers.moments import COARSE, clock
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.sound import SoundReader
from grsearch_desktop.extract.readers.source import Source

_SEEN_SIDE = (48, 27)
_CHANGED = 0.03
"""How much of the range from black to white a frame differs on the average from one that shows
the same: a hand that moves is less, a slide with other words is more."""
_FLAT = 0.02
"""The standard deviation of a frame with nothing on it: black, or fading."""
_REMEMBERED = 6
"""Frames that are compared: a conversation goes to and fro between few."""
_MARKS = re.compile(r"\{\\[^}]*\}|</?[a-z][^>]*>", re.I)
_PLACE = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_APPLE = "com.apple.quicktime."
_FACTS = {
    "show": ("show",),
    "genre": ("genre",),
    "description": ("description", "synopsis", "comment", _APPLE + "description"),
    "keywords": ("keywords", _APPLE + "keywords"),
}

Grey = NDArray[np.float32]


class FilmReader(Reader):
    """Each moment is a page with its subtitles, and with a look where it shows something new."""

    def read_text(self, source: Source) -> Content:
        """Subtitles and chapters; no picture is decoded."""
        with Footage(source) as footage:
            if footage.video is None:
                return SoundReader("sound", "audio").read_text(source)
            moments = footage.moments
            texts, cut = _said(footage, source)
            told = footage.metadata
            if not footage.can_be_seen:
                cut = reasons.NO_PICTURES
            elif not cut and moments.step > COARSE:
                cut = reasons.looked_at_every(moments.step)
            pages = tuple(
                PageText(page, texts.get(page, ""), moments.name(page))
                for page in range(1, moments.count + 1)
            )
            return Content(
                self.kind,
                pages,
                title=one_line(told.get("title", "")),
                author=one_line(told.get("artist", "") or told.get("author", "")),
                created=_created(told),
                details=_details(told),
                place=_place(told),
                has_looks=footage.can_be_seen,
                cut=cut,
            )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """A frame of each moment that shows what was not seen shortly before."""
        with Footage(source) as footage:
            if footage.video is None:
                yield from SoundReader("sound", "audio").read_looks(source, skip)
            if not footage.can_be_seen:
                return
            seen = _Seen()
            first: Look | None = None
            for page in range(1, footage.moments.count + 1):
                if source.is_late:
                    break
                image = _image(footage, page, pictures.PAGE_SIDE)
                if image is None:
                    continue
                if seen.is_new(image):
                    if page not in skip.pages:
                        yield _look(image, page)
                elif first is None:
                    first = _look(image, page)
            if not seen.any and not skip.pages:
                if first is None:
                    raise UnreadableFileError(reasons.NO_PICTURES)
                yield first

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """Nothing of a film: signs in the street would be read for minutes. Covers of sound."""
        with Footage(source) as footage:
            if footage.video is not None:
                return
        yield from SoundReader("sound", "audio").read_recognisable(source, skip)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The frame of a moment."""
        with Footage(source) as footage:
            number = 1 if page is None else page
            if not 1 <= number <= footage.moments.count:
                raise UnreadableFileError(reasons.NO_SUCH_PAGE)
            image = _image(footage, number, long_side) if footage.can_be_seen else None
            if image is None:
                raise UnreadableFileError(reasons.NOT_DRAWN)
            pages = footage.moments.count
            return Drawing(pictures.encoded(image), image.width, image.height, pages=pages)


class _Seen:
    """What was seen last."""

    def __init__(self) -> None:
        self._frames: deque[Grey] = deque(maxlen=_REMEMBERED)

    @property
    def any(self) -> bool:
        return bool(self._frames)

    def is_new(self, image: Image.Image) -> bool:
        """Whether it shows something that the last ones did not; if so, it is one of them now."""
        small = image.convert("L").resize(_SEEN_SIDE, Image.Resampling.BOX)
        grey: Grey = np.asarray(small, np.float32) / np.float32(255)
        if grey.std() < _FLAT:
            return False
        if any(np.abs(grey - before).mean() < _CHANGED for before in self._frames):
            return False
        self._frames.append(grey)
        return True


def _look(image: Image.Image, page: int) -> Look:
    return pictures.page_image(image.width, image.height, image.tobytes(), page)


def _image(footage: Footage, page: int, long_side: int) -> Image.Image | None:
    try:
        frame = footage.frame(page)
        return None if frame is None else footage.picture(frame, long_side)
    except FAILURES:
        return None


def _said(footage: Footage, source: Source) -> tuple[dict[int, str], str]:
    """The words of each moment, and what was cut."""
    gatherer = Gatherer(source.limits.text)
    words: dict[int, list[str]] = defaultdict(list)

    def add(seconds: float, text: str) -> None:
        lines = words[footage.moments.page_at(seconds)]
        text = tidy(_MARKS.sub("", text)).strip()
        # Subtitles that move, or light up word by word, say the same again and again.
        if text and text not in lines[-3:]:
            lines.append(text)
            gatherer.add(text)
            gatherer.take()

    for seconds, title in footage.chapters:
        add(seconds, title)
    cut = ""
    for seconds, text in footage.subtitles():
        if gatherer.is_full:
            cut = reasons.cut_at_text(source.limits.text)
            break
        if source.is_late:
            cut = reasons.subtitles_until(clock(seconds))
            break
        add(seconds, text)
    return {page: "\n".join(lines) for page, lines in words.items()}, cut


def _details(told: dict[str, str]) -> dict[str, str]:
    make = told.get(_APPLE + "make", "") or told.get("com.android.manufacturer", "")
    model = told.get(_APPLE + "model", "") or told.get("com.android.model", "")
    found = {"camera": model if model.lower().startswith(make.lower()) else f"{make} {model}"}
    for name, keys in _FACTS.items():
        found[name] = next((told[key] for key in keys if told.get(key)), "")
    return {name: words for name, value in found.items() if (words := one_line(value, 2_000))}


def _created(told: dict[str, str]) -> float | None:
    for key in (_APPLE + "creationdate", "creation_time", "date"):
        try:
            found = datetime.fromisoformat(told.get(key, ""))
        except ValueError:
            continue
        # A recorder that was never set begins in 1904 or 1970.
        if found.tzinfo is not None and found.year > 1970:
            return found.timestamp()
    return None


def _place(told: dict[str, str]) -> tuple[float, float] | None:
    """ISO 6709: +48.1374+011.5755/."""
    match = _PLACE.match(told.get(_APPLE + "location.iso6709", "") or told.get("location", ""))
    if match is None:
        return None
    north, east = float(match[1]), float(match[2])
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None
