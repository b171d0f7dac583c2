"""What the terminal shows of the work: bars where somebody looks, sentences everywhere."""

import re

from grsearch_desktop.engine.protocol import Progress, Status
from grsearch_desktop.terminal import ProgressBar, filling

_PAUSED = "The work is paused; it goes on when it is resumed in the window."


class Hindrances:
    """Says why the work waits: once, until it went on."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._said = ""
        self._done = ("", 0)

    def tell(self, progress: Progress) -> None:
        sentence = _PAUSED if progress.paused and progress.stage != "idle" else progress.waits
        done = (progress.stage, progress.done)
        if sentence and _alike(sentence) != self._said:
            self._bar.say(sentence)
            self._said, self._done = _alike(sentence), done
        elif not sentence and done != self._done:
            self._said = ""


def outcome(status: Status) -> list[str]:
    """What is searchable now, and what is not."""
    if not status.folders:
        return ["The library is empty. `grsearch index FOLDER` fills it."]
    by_state = status.files["by_state"]
    items = status.items
    sentences = [
        f"{by_state['read']:,} of {status.files['total']:,} files are searchable by their content: "
        f"{items['passages']:,} passages, {items['pages']:,} pages, {items['pictures']:,} pictures."
    ]
    if by_state["error"]:
        files = "file" if by_state["error"] == 1 else "files"
        sentences.append(
            f"{by_state['error']:,} {files} could not be read and can be found by name alone; "
            "`grsearch errors` says why."
        )
    if status.next:
        sentences.append(f"{filling(status)}.")
    if status.calibration.fits is False:
        sentences.append(f"{status.calibration.sentence} `grsearch doctor` says what to do.")
    return sentences


def _alike(sentence: str) -> str:
    """The same for a battery at 12 % and at 11 %."""
    return re.sub(r"\d+", "", sentence)
