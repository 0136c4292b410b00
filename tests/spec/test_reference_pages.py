"""The reference is what the code and the definitions say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import FOLDER, PAGES, pages

AGAIN = "run .venv/bin/python docs/generate.py and commit what it writes"


def stale(written: dict[str, str], folder: Path) -> list[str]:
    """The pages that are missing, differ, or are there without being generated."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in written.keys() | there.keys() if written.get(name) != there.get(name))


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def test_the_committed_pages_are_what_would_be_written(written: dict[str, str]) -> None:
    assert len(written) == len(PAGES) + 1
    assert stale(written, FOLDER) == [], AGAIN


def test_a_page_that_differs_or_is_missing_is_found(written: dict[str, str], tmp_path: Path) -> None:
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(written, tmp_path) == []
    (tmp_path / "codes.md").write_text(written["codes.md"] + "More.\n", encoding="utf-8")
    (tmp_path / "measures.md").unlink()
    (tmp_path / "made-by-hand.md").write_text("# By hand\n", encoding="utf-8")
    assert stale(written, tmp_path) == ["codes.md", "made-by-hand.md", "measures.md"]


def test_every_code_has_a_meaning(written: dict[str, str]) -> None:
    rows = [line for line in written["codes.md"].splitlines() if line.startswith("| `")]
    assert len(rows) > 40
    assert [line for line in rows if line.endswith("|  |")] == []
