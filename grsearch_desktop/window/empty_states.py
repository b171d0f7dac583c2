"""What the window says when it has no results to show."""

from grsearch_desktop.engine.protocol import Progress, Status
from grsearch_desktop.window import filter_terms
from grsearch_desktop.window.engine_link import Engine
from grsearch_desktop.window.language import isolated
from grsearch_desktop.window.language import tr as _tr
from grsearch_desktop.window.message_page import Message


def message_for(
    engine: Engine, sentence: str, status: Status | None, now: Progress, query: str
) -> Message:
    """The message for how things stand; `sentence` is the engine's last word when it is gone."""
    if engine is Engine.GONE:
        return Message(
            "unplugged",
            _tr("The search engine has stopped"),
            _tr("{0} Trying to start it again…").format(sentence),
        )
    if engine is Engine.STARTING or status is None:
        return Message("library", _tr("Opening your library…"), _tr("You can type already."))
    if query.strip():
        return _nothing_found(now, query.strip())
    return Message(
        "search",
        _tr("Search %Ln files by what they mean", "", int(status.files.get("total", 0))),
        _tr(
            "Describe what you look for in your own words: “how do I fix a flat tyre”, "
            "“sailing boat at sunset”. With type:image or type:pdf only such files are searched."
        ),
    )


def _nothing_found(now: Progress, query: str) -> Message:
    if now.stage != "idle":
        hint = _tr("Your files are still being read; there may be more in a moment.")
    elif filter_terms.read(query):
        hint = _tr("Try it without the filters, or with other words.")
    else:
        hint = _tr("Try other words, or fewer of them.")
    named = query if len(query) <= 60 else query[:59] + "…"
    return Message("nothing", _tr("Nothing was found for “{0}”").format(isolated(named)), hint)
