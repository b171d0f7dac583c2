"""Recoll as a yardstick: its index of a folder, and its answers to the same questions.

Needs the Debian packages recollcmd and poppler-utils. Nothing of the person's own Recoll is
touched: configuration and index lie in a folder of our own.
"""

import os
import re
import shutil
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

# Its filters are scripts of the system's Python: a virtual environment or a version manager
# ahead of it on PATH would slow each of them down, and be unfair.
ENVIRONMENT = {**os.environ, "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
for _name in ("PYTHONPATH", "VIRTUAL_ENV", "RECOLL_CONFDIR"):
    ENVIRONMENT.pop(_name, None)


def need() -> None:
    """Ends the program with a sentence where Recoll is missing."""
    for command in ("recollindex", "recollq", "pdftotext"):
        if shutil.which(command, path=ENVIRONMENT["PATH"]) is None:
            raise SystemExit(
                f"{command} is missing: sudo apt-get install -y recollcmd poppler-utils"
            )


def index(folder: Path, configuration: Path) -> float:
    """Indexes from nothing; the seconds it took. Raises CalledProcessError."""
    shutil.rmtree(configuration, ignore_errors=True)
    configuration.mkdir(parents=True)
    (configuration / "recoll.conf").write_text(f"topdirs = {folder}\n", "utf-8")
    begun = time.perf_counter()
    subprocess.run(
        ["recollindex", "-c", str(configuration)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - begun


def ask(question: str, configuration: Path, limit: int = 10) -> list[Path]:
    """Files for the question's words, any of them, best first."""
    words = " ".join(re.findall(r"\w+", question))
    printed = subprocess.run(
        # -o: any of the words; -b: bare addresses. More than asked for: a file may come twice.
        ["recollq", "-c", str(configuration), "-b", "-n", str(5 * limit), "-o", words],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = (
        Path(urllib.parse.unquote(line.removeprefix("file://")))
        for line in printed.splitlines()
        if line.startswith("file://")
    )
    return list(dict.fromkeys(found))[:limit]


def texts(folder: Path, configuration: Path) -> Iterator[tuple[str, str]]:
    """(file name, text) of each document that was indexed: a file, a member or an attachment."""
    printed = subprocess.run(
        ["recollq", "-c", str(configuration), "-d", "-n", "0-100000", f"dir:{folder}"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        errors="replace",
        check=True,
    ).stdout
    # Type, [address], [title], size, then the text; the first part is the head of the answer.
    parts = re.split(
        r"^[^\t\n]*\t\[file://([^\t\n]*)\]\t\[(.*?)\]\t\d*\tbytes\t.*\n", printed, flags=re.M
    )
    for address, title, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield Path(urllib.parse.unquote(address)).relative_to(folder).parts[0], f"{title}\n{text}"
