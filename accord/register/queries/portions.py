"""Many values asked about in a few queries: databases take only so many values in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")
AT_ONCE = 5_000
"""Values in one query."""


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in lists of `AT_ONCE`, the last shorter; in order, none for none."""
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
