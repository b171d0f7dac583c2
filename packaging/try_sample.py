"""Shows the program on the sample: indexes it into a throw-away home, then opens the window.

Without a display it asks the same questions in the terminal, and says how to open the window.
Nothing is left behind: the home goes when the window closes.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grsearch_desktop.engine.client import Client
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "resources" / "sample"
QUESTIONS = ("sailing boat at sunset", "how do I fix a flat tyre")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="grsearch-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        try:
            return show(home)
        except KeyboardInterrupt:
            return 130
        finally:
            stop_engine(home)


def show(home: Path) -> int:
    print("==> indexing the sample into a throw-away home", flush=True)
    if grsearch(home, "index", str(SAMPLE)) != 0:
        return 1
    if has_display():
        print("==> opening the window; try: " + ", ".join(f'"{text}"' for text in QUESTIONS))
        return grsearch(home)
    for question in QUESTIONS:
        print(f'\n==> grsearch search "{question}"', flush=True)
        if grsearch(home, "search", question, "--limit", "3") != 0:
            return 1
    print("\nThere is no display here. Where there is one, `make run` opens the window on this;")
    print("for your own files: .venv/bin/grsearch index FOLDER, then .venv/bin/grsearch")
    return 0


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def grsearch(home: Path, *arguments: str) -> int:
    """The exit code of our command, run with this home."""
    environment = {**os.environ, "GRSEARCH_HOME": str(home)}
    command = [sys.executable, "-m", "grsearch_desktop.cli", *arguments]
    installed = Path(sys.executable).with_name("grsearch")
    if installed.exists():
        command[:3] = [str(installed)]
    return subprocess.run(command, env=environment, check=False).returncode


def stop_engine(home: Path) -> None:
    """Ends the engine that the window started: it would outlive its home."""
    with contextlib.suppress(EngineError), Client(Home(home), timeout=10) as client:
        client.stop()
        while True:  # Until it is gone: its last writes go to the home.
            client.progress()
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
