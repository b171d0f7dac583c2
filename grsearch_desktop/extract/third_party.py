"""Readers that other packages bring: `docs/readers.md` says how.

A package declares the entry point `grsearch.readers`. What is declared is looked up in the parent
of the readers, once, and handed to each child: a look at all installed packages takes some 50 ms.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from grsearch_desktop.extract.content import KINDS
from grsearch_desktop.extract.form import Form

log = logging.getLogger(__name__)

GROUP = "grsearch.readers"


@dataclass(frozen=True)
class Declared:
    """An entry point: its name, "module:attribute", and the package that brings it."""

    name: str
    value: str
    package: str


@dataclass(frozen=True)
class Refused:
    """A declared reader that can't be used, and why, in words."""

    declared: Declared
    why: str


@dataclass(frozen=True)
class Admitted:
    """A declared reader and its form."""

    declared: Declared
    form: Form


@cache
def declared() -> tuple[Declared, ...]:
    """All that is declared by what is installed here, in the order of their names."""
    # Late: with what it imports, it takes 30 ms of the start.
    from importlib.metadata import entry_points

    found = entry_points(group=GROUP)
    return tuple(
        sorted(
            (Declared(one.name, one.value, _package(one.dist)) for one in found),
            key=lambda one: (one.name, one.package),
        )
    )


def examined(
    entries: Iterable[Declared], ours: Mapping[str, Form], by_extension: Mapping[str, str]
) -> tuple[tuple[Admitted, ...], tuple[Refused, ...]]:
    """Which of these can be used beside our forms and the extensions that these read.

    Their modules are imported, which must be cheap: the engine does it too.
    """
    admitted: list[Admitted] = []
    refused: list[Refused] = []
    taken = {**by_extension}
    for entry in entries:
        form = _loaded(entry)
        why = form if isinstance(form, str) else _objection(entry, form, ours, taken, admitted)
        if why or isinstance(form, str):
            refused.append(Refused(entry, why))
            log.warning("The reader %s of %s is left out: %s", entry.name, entry.package, why)
            continue
        admitted.append(Admitted(entry, form))
        # A later one gets no extension that this one has.
        taken |= dict.fromkeys(form.extensions.split(), entry.name)
    return tuple(admitted), tuple(refused)


def class_of(form: Form) -> type:
    """The class of a form that is not ours. Raises what its module raises when it is imported."""
    module, _, name = form.reader.partition(":")
    found = getattr(import_module(module), name)
    if not isinstance(found, type):
        raise TypeError(f"{form.reader} is no class")
    return found


def _loaded(entry: Declared) -> Form | str:
    """The form, or why there is none."""
    module, _, name = entry.value.partition(":")
    try:
        found = getattr(import_module(module), name)
    except Exception as error:  # noqa: BLE001
        # Code of others may raise anything, and must not keep ours from its work.
        return f"{type(error).__name__}: {error}"
    return found if isinstance(found, Form) else f"{entry.value} is no Form"


def _objection(
    entry: Declared,
    form: Form,
    ours: Mapping[str, Form],
    taken: Mapping[str, str],
    admitted: list[Admitted],
) -> str:
    if entry.name in ours or any(entry.name == other.declared.name for other in admitted):
        return f"the name {entry.name} is taken"
    if form.kind not in KINDS:
        return f"{form.kind} is none of the kinds {', '.join(KINDS)}"
    module, _, name = form.reader.partition(":")
    if not module or not name.isidentifier():
        return f"{form.reader} is not of the form module:Class"
    for extension in form.extensions.split():
        holder = taken.get(extension)
        if holder is not None and not (form.replaces and holder in ours):
            return f"files in .{extension} are read by {holder} already"
    return ""


def _package(distribution: object) -> str:
    name, version = (getattr(distribution, what, "") for what in ("name", "version"))
    return f"{name} {version}".strip() or "an unknown package"
