"""The reader child: takes one request after another from its parent, until the pipe closes.

Started by `child.py` as `python -m grsearch_desktop.extract.worker PARENT_PID NICENESS READERS`;
READERS are those of other packages, in JSON. `recognises` stands behind them for a child that
recognises text in pictures.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from itertools import islice
from typing import BinaryIO

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import confine, frames, labels, reasons, registry
from grsearch_desktop.extract.content import Fit, Limits, Recognised, Recognition
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.third_party import Declared

_RECOGNISES = sys.argv[4:] == ["recognises"]

# PyMuPDF loads its layout model and its companion for language models when it finds them, and with
# them ONNX Runtime, which keeps a record of use and sends it: 0.35 s and 40 MB in each child for
# what we never ask. None in their place makes those imports fail, which PyMuPDF allows for.
# A child that recognises text needs ONNX Runtime, whose record is off by `ORT_DISABLE_TELEMETRY`.
for name in ("pymupdf.layout", "pymupdf4llm", *(() if _RECOGNISES else ("onnxruntime",))):
    sys.modules[name] = None  # type: ignore[assignment]


def main() -> None:
    """Serves requests on the standard input until it ends."""
    requests, answers = confine.take_pipes()
    confine.die_with(int(sys.argv[1]))
    confine.be_modest(int(sys.argv[2]))
    registry.hand([Declared(*one) for one in json.loads(sys.argv[3])])
    sys.dont_write_bytecode = True  # what follows can't be stored, so it need not be tried
    frames.send(answers, {"confinement": asdict(confine.lock_down())})
    while True:
        try:
            header, path = frames.receive(requests)
        except frames.BrokenFrameError:
            return
        if header["do"] == "prepare":
            import_module("grsearch_desktop.extract.readers.fixed")
            if _RECOGNISES:
                import_module("grsearch_desktop.extract.recognise.recogniser").load()
            continue
        _answer(requests, answers, header, bytes(path))


def _answer(requests: BinaryIO, answers: BinaryIO, header: frames.Header, path: bytes) -> None:
    limits = Limits(**header["limits"])
    try:
        with Source.of_file(path, limits, header["seconds"]) as source:
            reader = registry.reader_for(source)
            confine.allow(min(limits.memory, reader.memory or limits.memory), header["seconds"])
            if header["do"] == "text":
                said = labels.of_file(source.stream.fileno())
                content = labels.added(reader.read_text(source), said)
                frames.send(answers, *frames.content_frame(content))
                return
            if header["do"] == "draw":
                drawing = reader.draw(source, header["page"], header["long_side"])
                frames.send(answers, *frames.drawing_frame(drawing))
                return
            if header["do"] == "recognise":
                _recognise(requests, answers, header, reader, source)
                return
            if header["fit"]:
                looks = reader.read_fitted(source, _skip(header), Fit(**header["fit"]))
            else:
                looks = reader.read_looks(source, _skip(header))
            for look in islice(looks, header["most"]):
                frames.send(answers, *frames.look_frame(look))
            frames.send(answers, {"end": True})
    except UnreadableFileError as error:
        frames.send(answers, {"unreadable": error.reason, "may_pass": error.may_pass})
    except MemoryError:
        frames.send(answers, {"unreadable": reasons.TOO_MUCH_MEMORY, "may_pass": False})
    except RecursionError:
        frames.send(answers, {"unreadable": reasons.DAMAGED, "may_pass": False})
    except ImportError as error:
        frames.send(
            answers, {"unreadable": reasons.NOT_WHOLE, "may_pass": True, "bug": _trace(error)}
        )
    except Exception as error:  # noqa: BLE001
        # A parser that stumbles over a hostile file raises anything; the child's only duty is to
        # tell the parent, which writes the details to its log.
        frames.send(
            answers, {"unreadable": reasons.DAMAGED, "may_pass": False, "bug": _trace(error)}
        )


def _recognise(
    requests: BinaryIO,
    answers: BinaryIO,
    header: frames.Header,
    reader: Reader,
    source: Source,
) -> None:
    """Recognises one picture after another, each when it is asked for."""
    from grsearch_desktop.extract.recognise import recogniser

    preferences = header["preferences"]
    preferences["languages"] = tuple(preferences["languages"])
    chosen = recogniser.chosen(Recognition(**preferences))
    for shown in reader.read_recognisable(source, _skip(header)):
        confine.allow(source.limits.memory, source.limits.seconds)
        lines = recogniser.beyond(shown.known, chosen.lines(shown.image))
        found = Recognised(shown.kind, shown.page, shown.digest, lines)
        frames.send(answers, *frames.recognised_frame(found))
        # Each picture has another size: what the C library keeps of one serves no other.
        confine.give_back()
        following, _ = frames.receive(requests)
        if following["do"] == "stop":
            return
    frames.send(answers, {"end": True})


def _skip(header: frames.Header) -> Skip:
    return Skip(
        frozenset(header["skip_pages"]),
        frozenset(bytes.fromhex(digest) for digest in header["skip_digests"]),
    )


def _trace(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(error)[-6:])


if __name__ == "__main__":
    main()
