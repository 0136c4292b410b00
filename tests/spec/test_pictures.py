"""The pictures of the guides: each is named by a guide, taken by the script, there, and small."""

from __future__ import annotations

import re
from pathlib import Path

from docs.pictures import IMAGES, PICTURES

REPOSITORY = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"!\[([^\]]*)\]\(([^)\s]+\.png)\)")
LARGEST = 150_000
PNG = b"\x89PNG\r\n\x1a\n"


def named(page: Path, text: str) -> list[tuple[str, Path]]:
    """The pictures that a guide shows: what it says of each, and where it lies."""
    return [(said, (page.parent / where).resolve()) for said, where in NAMED.findall(text)]


def guides() -> list[Path]:
    return sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def test_a_picture_named_in_a_guide_is_found():
    (shown,) = named(REPOSITORY / "README.md", "Look: ![a page](docs/images/x.png) and [no picture](y.png)")
    assert shown == ("a page", IMAGES / "x.png")


def test_guides_name_what_the_script_takes_and_nothing_else_lies_there():
    shown = {where for page in guides() for _, where in named(page, page.read_text(encoding="utf-8"))}
    taken = {IMAGES / f"{each.name}.png" for each in PICTURES}
    assert len(taken) == len(PICTURES) >= 5
    assert shown == taken == set(IMAGES.iterdir())


def test_each_picture_is_small_and_says_in_words_what_it_shows():
    for page in guides():
        for said, where in named(page, page.read_text(encoding="utf-8")):
            assert len(said.split()) >= 6, (page.name, where.name)
            content = where.read_bytes()
            assert content.startswith(PNG) and 5_000 < len(content) < LARGEST, (where.name, len(content))
