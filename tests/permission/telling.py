"""Who was told what is not theirs: every text of an answer, held against what expected/canaries.yaml allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.permission.asking import Answered, Tally
from tests.permission.canary import Aviary, Canary, addresses, texts
from tests.permission.expectations import Cell
from tests.permission.viewers import Viewer, circle, written

TABLE = "canaries.yaml"
THEMSELVES = "themselves"
OF = "of "
"""Before a circle: those who may see it of the people in that circle."""


def rule(kind: str) -> dict[str, Any]:
    """What the table says of a kind of canary. Raises `AssertionError` for one that nobody has written of."""
    table = written(TABLE)
    assert kind in table, (
        f"tests/permission/expected/{TABLE} says nothing of “{kind}”: write who may see it, such as\n"
        f"{kind}:\n  seen by: [lookers]"
    )
    found: dict[str, Any] = table[kind]
    return found


@cache
def may_see(canary: Canary, viewer: Viewer) -> bool:
    """Whether somebody may be told what a canary stands for."""
    said = rule(canary.kind)
    names = [*said.get("seen by", ()), *said.get(canary.whose, ())]
    if THEMSELVES in names and str(viewer) == canary.whose:
        return True
    for key, others in said.items():
        if key.startswith(OF) and any(str(each) == canary.whose for each in circle(key.removeprefix(OF))):
            names += others
    return any(viewer in circle(name) for name in names if name != THEMSELVES)


def texts_of(found: Answered) -> Iterator[tuple[str, str]]:
    """Every text of an answer with where it stood: its body, whatever it is, its headers and its letters."""
    yield from texts(found.content, found.kind)
    for name, value in found.response.items():
        yield f"header {name}", str(value)
    yield "cookies", found.response.cookies.output()
    for letter in found.letters:
        yield "letter", letter


def foreign(cell: Cell, found: Answered, aviary: Aviary, tally: Tally) -> list[str]:
    """One line for each canary in an answer that its reader may not see, or that stands where none may."""
    lines: list[str] = []
    given = aviary.found_in(f"{found.asked}")
    for where, text in texts_of(found):
        tally.media["header" if where.startswith("header") else where.rpartition(" ")[2].rpartition("/")[2]] += 1
        seen = aviary.found_in(text)
        tally.canaries += len(seen)
        told = seen - given  # what one sent oneself is not told
        lines += [f"{cell}: {_said(each)} in {where}" for each in told if not may_see(each, cell.viewer)]
        personal = [each for each in seen if rule(each.kind).get("personal")] if where == "text/html" else []
        if personal:
            there = aviary.found_in("\n".join(addresses(found.content.decode("utf-8", "replace"))))
            lines += [f"{cell}: {_said(each)} in an address" for each in personal if each in there]
    for line in found.logs:
        tally.logged += 1
        for each in aviary.found_in(line):
            if not rule(each.kind).get("in logs"):
                lines.append(f"{cell}: {_said(each)} in the log: {line[:120]}")
    return lines


def _said(canary: Canary) -> str:
    return f"the {canary.kind} of {canary.whose}"
