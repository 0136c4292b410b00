"""How sure we are: the tables that tests count out, pasted into a file beside this one and held to it by them."""

from __future__ import annotations

from pathlib import Path

COUNTED = Path(__file__).with_name("how_sure.md")


def how_sure() -> str:
    """The page; tests/reference/test_coverage.py counts its tables again, and nothing here makes a figure."""
    return COUNTED.read_text(encoding="utf-8")
