"""The mark of a demonstration home: what it says, and which codes such a home takes.

The file `DEMONSTRATION` is read by intake, which knows nothing of this package: the lines that begin with
`accepts` say which authorities and schools are invented, as closed ranges of codes. A file with any other
authority or school in it is real, and is refused in such a home.
"""

from __future__ import annotations

from pathlib import Path

from accord.demo.schools import FIRST_AUTHORITY, FIRST_URN, LAST_AUTHORITY, LAST_URN

NAME = "DEMONSTRATION"

TEXT = f"""Everything in this folder is invented. Real files are refused here.
accepts authorities {FIRST_AUTHORITY}-{LAST_AUTHORITY}
accepts urns {FIRST_URN}-{LAST_URN}
"""


class HomeInUse(Exception):
    """A home that was not made for a demonstration holds files already; the message says what to do."""


def mark(home: Path) -> None:
    """Mark a home as a demonstration. Raises `HomeInUse` if somebody's files are kept in it."""
    marker = home / NAME
    if not marker.exists() and any((home / "raw").glob("*")):
        raise HomeInUse(
            f"{home} holds files already. Name an empty folder in ACCORD_HOME for a demonstration."
        )
    if not marker.exists() or marker.read_text(encoding="utf-8") != TEXT:
        marker.write_text(TEXT, encoding="utf-8")
