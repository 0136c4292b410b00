"""A demonstration home takes invented files only: which codes are invented stands in the home's mark.

The mark is the file ``DEMONSTRATION``; its lines ``accepts authorities 500-599`` and ``accepts urns
900001-999999`` give closed ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MARK = "DEMONSTRATION"
_ACCEPTS = re.compile(r"^accepts (authorities|urns) (\d+)-(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Invented:
    """The codes that a demonstration home takes for invented."""

    authorities: range
    urns: range

    def real_ones(self, authorities: Iterable[str], urns: Iterable[str]) -> list[str]:
        """The codes that are not invented, and so belong to real places."""
        return [code for code in authorities if not _within(code, self.authorities)] + [
            code for code in urns if not _within(code, self.urns)
        ]


def invented_codes(home: Path) -> Invented | None:
    """What the mark of a home accepts; None for a home that is no demonstration."""
    mark = home / MARK
    if not mark.exists():
        return None
    found = {kind: range(int(a), int(b) + 1) for kind, a, b in _ACCEPTS.findall(mark.read_text("utf-8"))}
    return Invented(found.get("authorities", range(0)), found.get("urns", range(0)))


def _within(code: str, accepted: range) -> bool:
    return code.isdigit() and int(code) in accepted
