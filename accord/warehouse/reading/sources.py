"""Opens what was sent, whatever it is, as sheets of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from accord.warehouse.limits import Limits
from accord.warehouse.reading.delimited import delimited_sheet
from accord.warehouse.reading.rows import Row, Sheet


def sheets(
    path: Path, file: str, limits: Limits, scratch: Path, headed: Callable[[list[Row]], bool]
) -> Iterator[Sheet]:
    """Every sheet of text in a file. Raises Refused where it cannot be opened or is larger than the limits."""
    yield delimited_sheet(path, file, headed)
