"""Builds `resources/sample/`, the small library that `make run` shows; the same files each time.

    .venv/bin/python packaging/build_sample.py [FOLDER]

Words, drawings and photographs are all made here, so the sample has no rights of others in it.
"""

import io
import sys
from pathlib import Path

import numpy as np
import sample_pictures
import sample_texts
from PIL import Image
from sample_manual import write_manual
from sample_office import write_docx, write_mail, write_pptx, write_xlsx
from sample_shapes import Field

_SAMPLE = Path(__file__).parents[1] / "resources" / "sample"

_DATE_TAKEN, _EXIF_FOLDER = 0x9003, 0x8769

# Named as a camera names them: finding them takes looking at them.
_PHOTOS = {
    "IMG_1042.jpg": (sample_pictures.lemon, "2025:02:23 11:02:10"),
    "IMG_1187.jpg": (sample_pictures.sailing_boat, "2024:07:19 21:31:45"),
    "IMG_1203.jpg": (sample_pictures.mountain, "2024:09:02 08:15:30"),
    "IMG_1251.jpg": (sample_pictures.balloon, "2024:10:06 09:47:02"),
    "IMG_1319.jpg": (sample_pictures.traffic_light, "2024:12:11 17:20:55"),
    "IMG_1330.jpg": (sample_pictures.wall_clock, "2025:01:04 10:10:00"),
}


def build(folder: Path) -> None:
    """Writes the whole sample library into the folder."""
    for part in ("notes", "home", "mail", "photos", "village"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    texts = {
        "notes/brittany.md": sample_texts.HOLIDAY_PLAN,
        "notes/lemon-tart.md": sample_texts.LEMON_TART,
        "notes/balcony-tomatoes.html": sample_texts.TOMATOES_PAGE,
        "village/garden-club.txt": sample_texts.GARDEN_CLUB,
    }
    # Beside the sample, not in it: its words would answer every search that it tells of.
    (folder.parent / "SAMPLE.md").write_text(sample_texts.README, encoding="utf-8", newline="\n")
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_manual(folder / "home" / "bicycle-repair.pdf")
    write_docx(folder / "home" / "house-policy.docx", sample_texts.INSURANCE, "House insurance")
    money = [sample_texts.BUDGET_COLUMNS, *sample_texts.BUDGET_ROWS]
    sheets = [("Budget 2025", money), ("Notes", sample_texts.BUDGET_NOTES)]
    write_xlsx(folder / "home" / "money-2025.xlsx", sheets)
    contract = ("contract.txt", sample_texts.CHARTER_CONTRACT)
    write_mail(folder / "mail" / "petrel.eml", sample_texts.BOAT_MAIL, contract)
    write_pptx(
        folder / "village" / "solar-roof.pptx",
        sample_texts.SLIDES,
        {1: jpeg(sample_pictures.solar_roof(), small=True)},
    )
    for name, (draw, taken) in _PHOTOS.items():
        (folder / "photos" / name).write_bytes(jpeg(draw(), taken))


def jpeg(picture: Field, taken: str = "", small: bool = False) -> bytes:
    """The picture as a JPEG, with the time it says it was taken."""
    image = Image.fromarray((picture * 255).round().astype(np.uint8))
    if small:
        image = image.resize((512, 384), Image.Resampling.LANCZOS)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(_EXIF_FOLDER)[_DATE_TAKEN] = taken
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=86, exif=exif)
    return buffer.getvalue()


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else _SAMPLE)
