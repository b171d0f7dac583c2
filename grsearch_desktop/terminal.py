"""What the command line shows a person: hits, tables, progress."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from grsearch_desktop.encode.models import ModelInfo
    from grsearch_desktop.engine.checkup import Finding
    from grsearch_desktop.engine.protocol import (
        DuplicateGroup,
        Duplicates,
        FileError,
        Hit,
        KeptVectors,
        Progress,
        SearchAnswer,
        Status,
    )

_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], "\ufffd")
_WIDEST = 110
"""Columns beyond which a snippet is hard to read."""
_COPIES = 3
"""Copies of a hit that are named."""
_INDENT = 5
"""Columns that a hit's rank takes."""
_SAME = {"bytes": "Same bytes", "picture": "Same picture", "text": "Same text"}
_STAGES = {"names": "Names", "text": "Text", "meaning": "Meaning", "ocr": "OCR"}


def bars(*columns: ProgressColumn, lasting: bool) -> Bar:
    """Bars on stderr, so that output stays clean; lasting: whether they stay when they ended."""
    console = Console(stderr=True, highlight=False)
    return Bar(
        *columns,
        console=console,
        # Where nobody looks, nothing is drawn.
        disable=not console.is_terminal,
        transient=not lasting,
        # What is printed goes above the bars, but not where it was sent elsewhere.
        redirect_stdout=sys.stdout is not None and sys.stdout.isatty(),
    )


class ProgressBar:
    """Stage, count, rate and time left, redrawn in place; on stderr, so that output stays clean."""

    def __init__(self, *, lasting: bool = True) -> None:
        """lasting: whether the bars stay when they have ended."""
        self._lasting = lasting

    def __enter__(self) -> "ProgressBar":
        self._bar = bars(
            TextColumn("{task.description:<8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            lasting=self._lasting,
        )
        self._tasks: dict[str, Any] = {}
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _end_those_without_total(self) -> None:
        """How many names there are is known when they have all been seen."""
        for stage, task in list(self._tasks.items()):
            (known,) = (one for one in self._bar.tasks if one.id == task)
            if known.total is None and known.completed:
                self._bar.update(task, total=known.completed)
            elif known.total is None:
                self._bar.remove_task(self._tasks.pop(stage))

    def say(self, sentence: str) -> None:
        """A sentence on stderr, above the bars."""
        self._bar.console.print(Text(_harmless(sentence)), soft_wrap=True)

    def clear(self) -> None:
        """Takes the bars away until there is something to show again."""
        for task in self._tasks.values():
            self._bar.remove_task(task)
        self._tasks.clear()

    def show(self, progress: "Progress") -> None:
        if progress.stage not in _STAGES:
            return
        task = progress.model or progress.stage
        if task not in self._tasks:
            self._end_those_without_total()
            self._tasks[task] = self._bar.add_task(
                escape(_harmless(progress.model)) or _STAGES[progress.stage], note="", total=None
            )
        # A stage that begins anew is not counted yet: what was done of it before is not undone.
        self._bar.update(
            self._tasks[task],
            completed=progress.done if progress.total else None,
            total=progress.total or None,
            note=_note(progress),
        )


class FetchBar:
    """How much of something has come, how fast, and the time left; on stderr."""

    def __enter__(self) -> "FetchBar":
        self._bar = bars(
            TextColumn("Fetched"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            lasting=False,
        )
        self._task: TaskID | None = None
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, size: int, total: int) -> None:
        """Bytes that are here, of how many."""
        if self._task is None:
            # What came before counts for the share, and not for the speed.
            self._task = self._bar.add_task("", completed=size, total=total)
        elif size >= total:
            self._bar.remove_task(self._task)
            self._task = None
        else:
            self._bar.update(self._task, completed=size, total=total)


@contextmanager
def waiting(sentence: str) -> Iterator[None]:
    """Says on stderr what is waited for, where somebody looks, until it has come."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        with console.status(sentence):
            yield
    else:
        yield


def print_step(sentence: str) -> None:
    print(_harmless(sentence), flush=True)  # noqa: T201 - others than the command line do not


def print_unknown_places(answer: "SearchAnswer") -> None:
    """Says beside the hits which places nobody knows: it is no part of them."""
    for place in answer.unknown_places:
        Console(stderr=True, highlight=False).print(
            Text(f"No place called “{_harmless(place)}” is known; it was searched for as words."),
            soft_wrap=True,
        )


def print_answer(answer: "SearchAnswer") -> None:
    """Hits as a list: name, page, kind, folder, why, and a snippet with the words marked."""
    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST)
    for word, instead in answer.corrected.items():
        console.print(_corrected(word, instead), soft_wrap=True)
        console.print()
    if not answer.hits:
        console.print("Nothing was found.")
    for hit in answer.hits:
        console.print(_headline(hit), soft_wrap=True)
        if hit.snippet:
            console.print(Padding(_marked(hit), (0, 0, 0, _INDENT)))
        console.print()
    if answer.hits:
        count = len(answer.hits)
        console.print(f"[dim]{count} {'hit' if count == 1 else 'hits'}, {answer.took_ms:.0f} ms[/]")


def print_status(status: "Status") -> None:
    console = Console(highlight=False)
    if not status.folders:
        console.print("The library is empty. `grsearch index FOLDER` fills it.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Folder")
    table.add_column("Files", justify="right")
    table.add_column("")
    for folder in status.folders:
        note = "" if folder.online else "not there now; its files are kept"
        table.add_row(escape(shown(folder.path)), f"{folder.files:,}", note)
    console.print(table)
    console.print()
    for stage, count in status.stages.items():
        done, total = count["done"], count["total"]
        share = f"{done / total:.0%}" if total else "done"
        console.print(f"{_STAGES.get(stage, stage):<10} {done:>9,} of {total:,}  [dim]{share}[/]")
    items = status.items
    console.print(
        f"{'Found in':<10} {items['passages']:>9,} passages, {items['pages']:,} pages, "
        f"{items['pictures']:,} pictures"
    )
    console.print(f"{'Model':<10} {status.model:>9}")
    if status.next:
        console.print(f"{'Next':<10} {escape(filling(status))}", soft_wrap=True)
    console.print(f"{'On disk':<10} {size(status.size_bytes):>9}")
    if status.errors:
        console.print(
            f"{'Errors':<10} {status.errors:>9,}  [dim]`grsearch errors` says which and why[/]"
        )
    if status.autostart is not None:
        told = "starts by itself" if status.autostart else "not started"
        hint = "" if status.autostart else "  [dim]`grsearch watch --at-login` has it started[/]"
        console.print(f"{'At login':<10} {told}{hint}")
    if status.calibration.fits is not None:
        # Too little to tell is nothing to be told of.
        style = "default" if status.calibration.fits else "yellow"
        console.print(f"{'Compared':<10} {escape(status.calibration.sentence)}", style=style)
    for notice in status.notices:
        console.print(f"\n{escape(_harmless(notice))}", style="yellow")


def filling(status: "Status") -> str:
    """How far the model is that will answer next."""
    known = status.next
    if known is None:
        return ""
    now = status.progress
    left = f", about {time_left(now.seconds_left)} left" if now.model and now.seconds_left else ""
    return (
        f"Encoding with {known.name}, {known.vectors:,} of {known.total:,}{left}; "
        f"{status.model} answers meanwhile"
    )


def time_left(seconds: float) -> str:
    """As a person says it: "5 min"."""
    if seconds < 60:
        return "1 min"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"


def print_errors(errors: "Sequence[FileError]") -> None:
    console = Console(highlight=False)
    if not errors:
        console.print("Every file could be read.")
    for error in errors:
        console.print(
            f"{escape(shown(error.path))}\n  [dim]{escape(error.reason)}[/]", soft_wrap=True
        )


def print_duplicates(found: "Duplicates") -> None:
    """Groups of files that are one, each with what it could save; paths are never shortened."""
    console = Console(highlight=False)
    for group in found.groups:
        console.print(_duplicates_line(group), soft_wrap=True)
        seen: set[int] = set()
        for file in group.files:
            line = Text(f"  {size(file.size):>7}  {datetime.fromtimestamp(file.mtime):%Y-%m-%d}  ")
            line.stylize("dim")
            line.append(shown(file.path), style="not dim")
            if group.why != "bytes" and file.content in seen:
                line.append("  same bytes", style="dim")
            seen.add(file.content)
            console.print(line, soft_wrap=True)
        console.print()
    if not found.groups:
        console.print("No two files are the same.")
    else:
        count, groups = sum(len(group.files) for group in found.groups), len(found.groups)
        console.print(
            f"{groups:,} {'group' if groups == 1 else 'groups'}, {count:,} files; the copies take"
            f" {size(found.saves)} at most. GR Search deletes nothing."
        )
    if found.waiting:
        files = "file is" if found.waiting == 1 else "files are"
        console.print(f"[dim]{found.waiting:,} {files} still to be read and looked at.[/]")


def _duplicates_line(group: "DuplicateGroup") -> Text:
    line = Text(_SAME[group.why], style="bold")
    line.append(f"  {len(group.files)} files", style="not bold")
    if group.saves:
        line.append(f", {size(group.saves)} in copies", style="not bold dim")
    return line


def print_models(
    models: "Iterable[ModelInfo]", used: str, kept: "Sequence[KeptVectors]" = ()
) -> None:
    """Each model with its whole name: that is what a person types. kept: of which the library
    holds vectors."""
    console = Console(highlight=False)
    for model in models:
        mark = "●" if model.name == used else "✓" if model.installed else " "
        amount = f"  {size(model.size_bytes)}" if model.size_bytes else ""
        line = Text(f"{mark} ")
        line.append(_harmless(model.name), style="bold")
        languages = "many languages" if model.languages == "many" else model.languages
        facts = [model.speed, languages, model.licence]
        line.append(f"{amount}  {_harmless(' · '.join(filter(None, facts)))}", style="dim")
        console.print(line, soft_wrap=True)
        description = model.description
        if model.fetched_bytes:
            description += f" {size(model.fetched_bytes)} of it are here; `get` goes on with them."
        console.print(Padding(Text(_harmless(description)), (0, 0, 0, 2)))
    if kept:
        console.print("\nIn the library")
    for vectors in kept:
        console.print(_kept_line(vectors), soft_wrap=True)
    console.print("\n[dim]● chosen   ✓ installed   others: `grsearch models get NAME`[/]")
    if any(not vectors.answers and not vectors.next for vectors in kept):
        console.print(
            "[dim]kept: `grsearch models use NAME` goes back to it, "
            "`grsearch models forget NAME` takes its vectors out[/]",
            soft_wrap=True,
        )


def _kept_line(vectors: "KeptVectors") -> Text:
    does = "answers" if vectors.answers else "is being filled" if vectors.next else "kept"
    line = Text("  ")
    line.append(_harmless(vectors.name), style="bold")
    of = f" of {vectors.total:,}" if vectors.left else ""
    line.append(f"  {does}, {vectors.vectors:,}{of} items, {size(vectors.size_bytes)}")
    return line


def print_findings(findings: "Iterable[Finding]") -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark = "[green]✓[/]" if finding.fine else "[red]✗[/]"
        console.print(f"{mark} {escape(finding.what)}", soft_wrap=True)
        if finding.advice:
            console.print(f"  [dim]{escape(finding.advice)}[/]", soft_wrap=True)


def shown(path: str) -> str:
    """A path as it can be printed, with the home folder as ~."""
    readable = _harmless(os.fsencode(path).decode("utf-8", "replace"))
    own = str(Path.home())
    return "~" + readable[len(own) :] if readable.startswith(own + os.sep) else readable


def size(count: int) -> str:
    """A number of bytes as a person says it."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 999.5:  # above, it would be rounded to 1000
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def _harmless(text: str) -> str:
    """A name or text with control characters made visible: they could command the terminal."""
    return text.translate(_CONTROLS)


def _corrected(word: str, instead: Sequence[str]) -> Text:
    line = Text("No file holds “", style="dim")
    line.append(_harmless(word))
    line.append("”; looked for ")
    line.append(" or ".join(instead), style="bold")
    line.append(f'. To search for exactly this: "{_harmless(word)}"')
    return line


def _headline(hit: "Hit") -> Text:
    path = shown(hit.path)
    folder, _, name = path.rpartition(os.sep)
    line = Text()
    line.append(f"{hit.rank:>{_INDENT - 2}}  ", style="dim")
    line.append(name, style="bold")
    if hit.part:
        line.append(f" › {_harmless(shown(hit.part))}", style="cyan")
    elif hit.page is not None:
        line.append(f"  page {hit.page}", style="cyan")
    line.append(f"  {_why(hit)}", style="green")
    line.append(f"\n{' ' * _INDENT}{folder}", style="dim")
    if hit.modified is not None:
        line.append(f"  {datetime.fromtimestamp(hit.modified):%Y-%m-%d}", style="dim")
    if hit.recognised:
        line.append("  text in picture", style="dim")
    if hit.copies:
        line.append(f"\n{' ' * _INDENT}{_copies(hit.copies)}", style="dim")
    return line


def _copies(paths: Sequence[str]) -> str:
    """How many copies there are, and where the first of them are."""
    told = "and a copy: " if len(paths) == 1 else f"and {len(paths)} copies: "
    more = "" if len(paths) <= _COPIES else ", …"
    return told + ", ".join(shown(path) for path in paths[:_COPIES]) + more


def _why(hit: "Hit") -> str:
    """The parts of a hit in plain words, the largest first."""
    parts = {"words": hit.why.words, "meaning": hit.why.text, "look": hit.why.look}
    told = sorted(
        ((share, part) for part, share in parts.items() if share and share >= 0.05), reverse=True
    )
    return " ".join(f"{part} {share:.0%}" for share, part in told)


def _marked(hit: "Hit") -> Text:
    text = Text(_harmless(hit.snippet))
    for start, end in hit.marks:
        text.stylize("bold yellow", start, end)
    return text


def _note(progress: "Progress") -> str:
    parts = [progress.unit]
    if progress.rate:
        parts.append(f"{progress.rate:,.0f}/s" if progress.rate >= 10 else f"{progress.rate:.1f}/s")
    if progress.seconds_left is not None and progress.done < progress.total:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        hours, minutes = divmod(minutes, 60)
        left = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        parts.append(f"{left} left")
    if progress.answers:
        parts.append(f"{escape(_harmless(progress.answers))} answers meanwhile")
    return " · ".join(parts)
