"""`grsearch search` and `similar`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json
from grsearch_desktop.engine import reach
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.protocol import SearchAnswer, SearchRequest


CopiesOption = Annotated[
    bool, typer.Option("--copies", help="Show each copy of a file, not one hit for all.")
]
WithoutOption = Annotated[
    str,
    typer.Option(metavar="WORDS", help="What is not wanted: files that fit these come later."),
]


def search(
    query: Annotated[str, typer.Argument(help="Words, filters, or both.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many hits at most.")] = 10,
    as_json: JsonOption = False,
    image: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A picture to search by.")
    ] = None,
    without: WithoutOption = "",
    copies: CopiesOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave out the calibration, to see what it does.")
    ] = False,
    alpha: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="How much a page's text counts beside its look."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Finds what answers best."""
    from grsearch_desktop.engine.protocol import SearchRequest

    picture = str(image.expanduser().absolute()) if image else ""
    request = SearchRequest(query, limit, picture, "", alpha, not raw, minus=without, copies=copies)
    _search(paths.home(home), request, as_json)


def similar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of the library.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many hits at most.")] = 10,
    without: WithoutOption = "",
    copies: CopiesOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Finds more like a file of the library."""
    from grsearch_desktop.engine.protocol import SearchRequest

    path = paths.absolute(str(file))
    request = SearchRequest("", limit, "", path, minus=without, copies=copies)
    _search(paths.home(home), request, as_json)


def _search(home: Home, request: "SearchRequest", as_json: bool) -> None:
    answer: SearchAnswer
    if client := reach.running(home):
        with client:
            answer = client.search(request)
    else:
        engine = reach.opened(home)
        try:
            # Loading is not searching: `took_ms` is what a running engine would take.
            engine.prepare()
            answer = engine.search(request)
        finally:
            engine.close()
    from grsearch_desktop import terminal

    terminal.print_unknown_places(answer)
    if as_json:
        from grsearch_desktop.engine import protocol

        print_json(protocol.plain(answer))
        return
    terminal.print_answer(answer)
