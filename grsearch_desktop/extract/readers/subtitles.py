"""Subtitles (SubRip, WebVTT, YouTube's, SubStation): what is said, without when."""

import re
from dataclasses import replace

from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader

_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_ARROW = r"(?:[ \t]*-->[ \t]*|,)"
_CUE = re.compile(
    # The number or name above the times, then these.
    rf"(?:(?<=\n\n)|\A)[^\n]+\n(?={_TIME}{_ARROW})|^{_TIME}{_ARROW}{_TIME}[^\n]*$",
    re.M,
)
_NO_SPEECH = re.compile(r"^(?:WEBVTT[^\n]*|(?:STYLE|REGION|NOTE)\b.*?(?=\n\n|\Z))", re.M | re.S)
_MARKUP = re.compile(r"</?[^>\n]{1,60}>|\{\\[^}\n]*\}")
_EVENT = re.compile(r"^Dialogue:(?:[^,\n]*,){9}(.*)$", re.M)
_GAPS = re.compile(r"\n{2,}")


class SubtitlesReader(TextReader):
    """One line after another, as it is spoken."""

    def read_text(self, source: Source) -> Content:
        """The words; as plain text where the file holds no subtitles."""
        content = super().read_text(source)
        words = spoken(content.pages[0].text)
        return replace(content, pages=(PageText(None, words),)) if words else content


def spoken(text: str) -> str:
    """The words of subtitles in any of the four forms."""
    if events := _EVENT.findall(text):
        text = "\n".join(event.replace("\\N", " ").replace("\\n", " ") for event in events)
    else:
        text = _CUE.sub("", _NO_SPEECH.sub("", text))
    return tidy(_GAPS.sub("\n", _MARKUP.sub("", text)))
