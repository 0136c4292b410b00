"""Which groups of pupils add up to which, read from ``adds_up`` of a stage."""

from __future__ import annotations

from dataclasses import dataclass

from accord.meaning.entries import Entry


@dataclass(frozen=True, slots=True)
class AddsUp:
    """A group of pupils that is the sum of others; with ``some_in_none`` a few pupils may be in none of them.

    ``name`` is what tells the parts apart, in a word (“Disadvantage”); empty where nobody has named it.
    ``beside_nation``: the publisher sets the first part beside the nation's last one.
    """

    whole: str
    parts: tuple[str, ...]
    some_in_none: bool = False
    name: str = ""
    beside_nation: bool = False


def sums_of(stage: Entry) -> tuple[AddsUp, ...]:
    """The sums of one stage. Raises `DefinitionError` for a sum of fewer than two, and for one that holds itself."""
    found: dict[AddsUp, None] = {}
    for entry in stage.entries("adds_up"):
        parts = tuple(str(each) for each in entry.items("parts"))
        one = AddsUp(
            entry.text("whole"), parts, entry.flag("some_in_none"), entry.text("name", ""), entry.flag("beside_nation")
        )
        entry.finish()
        if len(one.parts) < 2 or one.whole in one.parts:
            raise stage.error("adds_up", f"name two parts at least of {one.whole}, and not itself")
        found[one] = None
    return tuple(found)
