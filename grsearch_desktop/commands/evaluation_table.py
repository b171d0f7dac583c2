"""What `grsearch evaluate` shows a person: a head, a table, and what the figures mean."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grsearch_desktop.terminal import shown

Row = dict[str, Any]

_METHODS = {
    "words": "words alone",
    "raw": "meaning, raw",
    "calibrated": "meaning alone",
    "both, raw": "both, raw",
    "both": "both",
}
"""Of a folder's questions; in the order in which they are shown."""
_KINDS = {
    "text": ("text", "texts"),
    "image": ("picture", "pictures"),
    "both": ("text with a picture", "texts with a picture"),
}
_QUESTIONS = ("question", "questions")
_OF_KINDS = {"text": "text", "image": "picture", "both": "both"}


def print_evaluation(result: dict[str, Any]) -> None:
    """Takes what `evaluate.report` or `evaluate.asking` gives."""
    console = Console(highlight=False)
    if "files" in result:
        _print_asked(console, result)
    else:
        _print_ranked(console, result)


def amount(asked: int, counts: Mapping[str, int]) -> str:
    """How much is asked of how much, e.g. "9 questions to 4 texts, 2 pictures missing"."""
    parts = [_count(counts[kind], *names) for kind, names in _KINDS.items() if counts[kind]]
    if missing := counts.get("missing_pictures"):
        parts.append(_count(missing, "picture missing", "pictures missing"))
    return f"{_count(asked, *_QUESTIONS)} to {', '.join(parts)}"


def _print_ranked(console: Console, result: dict[str, Any]) -> None:
    rows = result["results"]
    asked = max(row["queries"] for row in rows)
    _print_head(console, result, amount(asked, result["documents"]))
    subsets = [kind for kind in _OF_KINDS if any(row["subset"] == kind for row in rows)]
    if len(subsets) < 2:
        subsets = []
    table = _table("Method", "", "share", "nDCG@10", "95 %", "R@10", "MRR@10")
    for kind in subsets:
        table.add_column(_OF_KINDS[kind], justify="right", style="dim", no_wrap=True)
    best = {
        method: max(row["ndcg@10"] for row in rows if _is_whole(row, method))
        for method in dict.fromkeys(row["method"] for row in rows)
    }
    for method, most in best.items():
        for at, row in enumerate(row for row in rows if _is_whole(row, method)):
            of_kinds = (_found(rows, method, row["alpha"], kind) for kind in subsets)
            table.add_row(
                method if at == 0 else "",
                "●" if row["alpha"] == result["model_alpha"] else "",
                f"{row['alpha']:.2f}",
                _figure(row["ndcg@10"], is_best=row["ndcg@10"] == most),
                _interval(row),
                _figure(row["recall@10"]),
                _figure(row["mrr@10"]),
                *(_figure(found["ndcg@10"]) if found else "" for found in of_kinds),
            )
        table.add_section()
    console.print(table)
    notes = ["share: of the text in a document with both; ● what this model is searched with"]
    if subsets:
        names = ", ".join(_OF_KINDS[kind] for kind in subsets)
        notes.append(f"{names}: nDCG@10 of the questions that such documents answer")
    _print_notes(console, notes)


def _print_asked(console: Console, result: dict[str, Any]) -> None:
    rows = result["results"]
    amount = (
        f"{_count(result['questions'], *_QUESTIONS)} to {_count(result['files'], 'file', 'files')}"
    )
    if result["unreadable"]:
        amount += f", {result['unreadable']:,} of them unreadable"
    _print_head(console, result, amount)
    table = _table("Method", "R@1", "R@10", "MRR@10", "even", "odd", "nDCG@10", "95 %")
    subsets = list(dict.fromkeys(row["subset"] for row in rows))
    for method, name in _METHODS.items():
        for subset in subsets if len(subsets) > 2 else ["all"]:
            found = _found(rows, method, None, subset)
            if found is None:
                continue
            is_own = method == "both" and subset == "all"
            halves = (found["halves"].get(half) for half in ("even", "odd"))
            kind = _OF_KINDS.get(subset, "")
            table.add_row(
                name if subset == "all" else f"  [dim]answered by {kind}[/]",
                _figure(found["recall@1"], is_best=is_own),
                _figure(found["recall@10"], is_best=is_own),
                _figure(found["mrr@10"], is_best=is_own),
                *(_figure(half["mrr@10"]) if half else "" for half in halves),
                _figure(found["ndcg@10"], is_best=is_own),
                _interval(found),
            )
    console.print(table)
    notes = [
        "R@1, R@10: the share of questions with any fitting file there",
        "even, odd: MRR@10 of the questions 0, 2, 4... and 1, 3, 5... of the file",
    ]
    _print_notes(console, notes)


def _print_head(console: Console, result: dict[str, Any], amount: str) -> None:
    console.print(
        f"[bold]{escape(shown(result['dataset']))}[/]  [dim]model[/] "
        f"{escape(shown(result['model']))}  "
        f"[dim]{amount}[/]\n",
        soft_wrap=True,
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _table(first: str, *figures: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True)
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _print_notes(console: Console, notes: list[str]) -> None:
    console.print()
    for note in notes:
        console.print(f"[dim]{note}[/]", soft_wrap=True)


def _is_whole(row: Row, method: str) -> bool:
    return bool(row["method"] == method and row["subset"] == "all")


def _found(rows: list[Row], method: str, alpha: float | None, subset: str) -> Row | None:
    return next(
        (
            row
            for row in rows
            if (row["method"], row["subset"]) == (method, subset) and alpha in (None, row["alpha"])
        ),
        None,
    )


def _figure(value: float, *, is_best: bool = False) -> str:
    return f"[bold green]{value:.3f}[/]" if is_best else f"{value:.3f}"


def _interval(row: Row) -> str:
    low, high = row["ndcg@10_interval"]
    return f"[dim]{low:.2f}-{high:.2f}[/]"
