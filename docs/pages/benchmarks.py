"""The page of benchmarks: tables as the programs in benchmarks/ printed them, pasted into a file beside this one."""

from __future__ import annotations

from pathlib import Path

MEASURED = Path(__file__).with_name("benchmarks.md")


def benchmarks() -> str:
    """The page; its figures are measured, and nothing here makes one."""
    return MEASURED.read_text(encoding="utf-8")
