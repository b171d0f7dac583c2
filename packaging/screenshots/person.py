"""Somebody who has the sample's files, in the folders that people have."""

import contextlib
import os
import shutil
from pathlib import Path

import pymupdf

from grsearch_desktop import paths
from grsearch_desktop.engine.client import Client
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home

_FIRST_DAY = 1_735_000_000.0
"""Seconds since 1970: late in 2024."""
_BETWEEN = 17 * 86_400
"""Seconds from one file's day to the next one's."""
_PLACES = {
    "home": "Documents/Home",
    "notes": "Documents/Notes",
    "village": "Documents/Village",
    "mail": "Documents/Mail",
    "photos": "Pictures",
}
"""Where each folder of the sample goes."""


class Person:
    """Has a folder of their own with Documents, Pictures and Downloads in it.

    Not where the checkout lies: its path would stand in the pictures.
    """

    def __init__(self, own: Path) -> None:
        self.own = own
        self.home = Home(own / ".local" / "share" / "grsearch")
        self.starter = Home(own / ".starter")
        """The home of somebody who opens the program for the first time."""

    @property
    def folders(self) -> list[str]:
        return [str(self.own / name) for name in ("Documents", "Pictures", "Downloads")]

    @property
    def environment(self) -> dict[str, str]:
        """What makes this person's folders those of the process, its engine and its windows."""
        return {
            "HOME": str(self.own),
            "XDG_CONFIG_HOME": str(self.own / ".config"),
            "XDG_DATA_HOME": str(self.own / ".local" / "share"),
            "GRSEARCH_HOME": str(self.home.root),
            # So that pictures made elsewhere have the same words and days.
            "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }

    def move_in(self) -> None:
        """Lays out the files, each with a day that is the same whenever this is done."""
        sample = paths.resources() / "sample"
        for source, place in _PLACES.items():
            shutil.copytree(sample / source, self.own / place)
        self._fill_downloads(sample)
        for number, file in enumerate(sorted(self.own.rglob("*.*"))):
            moment = _FIRST_DAY + number * _BETWEEN
            os.utime(file, (moment, moment))
        for home in (self.home, self.starter):
            home.create()

    def move_out(self) -> None:
        """Ends the engine of the first start: it would outlive its home."""
        with contextlib.suppress(EngineError), Client(self.starter) as client:
            client.stop()

    def _fill_downloads(self, sample: Path) -> None:
        """Files as downloads are: one came half, one is empty, one is locked."""
        downloads = self.own / "Downloads"
        downloads.mkdir(parents=True)
        policy = (sample / "home" / "house-policy.docx").read_bytes()
        (downloads / "tenancy-agreement.docx").write_bytes(policy[: len(policy) // 2])
        (downloads / "timetable-2025.pdf").touch()
        photo = (sample / "photos" / "IMG_1203.jpg").read_bytes()
        (downloads / "from-Ana.jpg").write_bytes(photo[:40])
        with pymupdf.open(sample / "home" / "bicycle-repair.pdf") as manual:
            manual.save(
                downloads / "payslip-march.pdf",
                encryption=pymupdf.PDF_ENCRYPT_AES_256,
                owner_pw="one",
                user_pw="two",
            )
