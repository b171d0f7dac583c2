"""Makes the pictures of the window in docs/images/, as `make screenshots` does.

    xvfb-run -a -s "-screen 0 1600x1100x24" .venv/bin/python packaging/screenshots [NAME...]

An engine reads the sample library of a throw-away person; each picture is then taken of the real
window in a process of its own, so that none sees the language or the theme of another. Needs a
display, real or not.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import camera
from person import Person
from pictures import PICTURES

from grsearch_desktop.engine.client import Client, connect_or_start

_IMAGES = Path(__file__).parents[2] / "docs" / "images"
_PATIENCE = 180.0
"""Seconds until the sample must be read."""
_TAKE = "--take"


def main(names: list[str]) -> int:
    """Takes the pictures of these names, or all."""
    if names[:1] == [_TAKE]:
        camera.take(next(picture for picture in PICTURES if picture.name == names[1]), _IMAGES)
        return 0
    wanted = [picture.name for picture in PICTURES if not names or picture.name in names]
    _IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        person = Person(Path(folder) / "eva")
        person.move_in()
        # Here too: the engine that is started below has this environment.
        os.environ.update(person.environment)
        with connect_or_start(person.home) as client:
            client.index(person.folders)
            _wait_until_read(client)
            done = [_taken(name) for name in wanted]
            client.stop()
        person.move_out()
    return 0 if all(done) else 1


def _taken(name: str) -> bool:
    print(f"docs/images/{name}.png", flush=True)
    command = [sys.executable, str(Path(__file__).parent), _TAKE, name]
    return subprocess.run(command, check=False).returncode == 0


def _wait_until_read(client: Client) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        status = client.status()
        meaning = status.stages["meaning"]
        if status.progress.stage == "idle" and meaning["done"] == meaning["total"] > 0:
            return
        time.sleep(0.2)
    sys.exit("the sample was not read in time")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
