"""Copies the chosen pictures of the stories into resources/gallery, under names that README and manual can rely on.

Run it after the stories: `python tests/stories/gallery.py`. It ends with 1 where a picture is missing or grows too large;
the others are copied all the same.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
STORIES, GALLERY = ROOT / ".out" / "stories", ROOT / "resources" / "gallery"
CHOSEN = {
    "start": "learning-*-start", "guide": "learning-*-guide", "manual": "learning-*-manual", "today": "learning-*-today",
    "search": "learning-*-search", "household": "learning-*-household", "visit": "learning-*-visit", "paper": "papers-light-*-paper-0",
    "printing": "printed_for_several*-asked",
    "hand-over": "learning-*-handed-over", "housing": "house_and_water-light-*-住房",
    "water": "house_and_water-light-*-饮水", "signs": "house_and_water-light-*-visit-signs",
    "decide": "house_and_water-light-*-decide", "columns": "house_and_water-light-*-strange-columns",
    "evening": "tonights_families_*-list", "interrupted": "what_was_interrupted_*-light-*-asked",
    "county": "county_and_village-*-an-objection", "county-village": "county_and_village-*-seen-at-the-county",
    "intake": "house_and_water-light-*-dry-run", "dark": "looks-dark-[0-9]*-visit",
}  # fmt: skip
"""Name in the gallery → the picture of a story, whatever its number. None may show where on a machine its files stand."""
WIDEST = 1366
LARGEST = 150 * 1024
"""Bytes of one picture."""
COLOURS = (256, 128, 64)


def copied(picture: Path, target: Path) -> bool:
    """Write a picture of at most WIDEST pixels with as many colours as find room; whether one number of them does."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    for colours in COLOURS:
        packed = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "png", optimize=True)
        if packed.tell() <= LARGEST:
            target.write_bytes(packed.getvalue())
            return True
    return False


def main() -> int:
    GALLERY.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, pattern in CHOSEN.items():
        pictures = sorted(STORIES.glob(f"{pattern}.png"), key=lambda picture: picture.stat().st_mtime)
        if pictures and copied(pictures[-1], GALLERY / f"{name}.png"):
            print(f"{name:12} {(GALLERY / f'{name}.png').stat().st_size // 1024:4} KB  {pictures[-1].name}")
        else:
            failed = 1
            print(f"{name:12} {'too large' if pictures else 'no picture'}: {pattern}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
