"""How figures are printed, and how a figure below what it must be ends the program with 1."""

import argparse
import json
import operator
from dataclasses import asdict, dataclass

_COMPARE = {"<": operator.lt, "<=": operator.le, ">=": operator.ge, "=": operator.eq}


@dataclass(frozen=True)
class Figure:
    """A measured number, and what it must be."""

    name: str
    value: float
    must: str = ""
    """A comparison and a number, e.g. ">= 0.75"; empty: for information."""
    unit: str = ""

    @property
    def holds(self) -> bool:
        if not self.must:
            return True
        sign, bound = self.must.split()
        return bool(_COMPARE[sign](self.value, float(bound)))


def show(title: str, figures: list[Figure], *, as_json: bool = False) -> int:
    """Prints the figures; the exit code that they deserve."""
    if as_json:
        rows = [{**asdict(figure), "holds": figure.holds} for figure in figures]
        print(json.dumps({"benchmark": title, "figures": rows}))
    else:
        width = max(len(figure.name) for figure in figures)
        print(f"\n{title}")
        for figure in figures:
            said = f"must be {figure.must}: " + ("yes" if figure.holds else "NO")
            value = f"{figure.value:.4g}" if abs(figure.value) < 1000 else f"{figure.value:.0f}"
            line = f"  {figure.name:<{width}}  {value:>8} {figure.unit:<9}"
            print((line + (said if figure.must else "")).rstrip())
    return 0 if all(figure.holds for figure in figures) else 1


def options(description: str | None) -> argparse.ArgumentParser:
    """What every benchmark takes."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser
