"""The page about who may do what: the tables that the permission tests hold every page against, written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docs.pages.markdown import code, table
from tests.permission.expectations import tables
from tests.permission.viewers import NOT_ROLES, written

OPENING = """# Who may do what

What each page answers whom. This page is printed from the tables in `tests/permission/expected`, which are written by
hand: the tests ask for every page as everybody by every method and hold the answers against them
([how it is tested](../explanation/how-permission-is-tested.md)). Roles and what they may are in [roles](roles.md).

Whoever is in no circle of a line is refused: 403 where they have signed in, the sign-in page where they have not.
200 is the page, 302 that what was sent is done, 404 that a thing is not found by somebody whose it is not, 405 that the
page does not take that method. Names in braces stand for things of the invented world of the tests: the alliance Heron
and the school Ash are of authority 501, Kestrel and Oak of 502."""
PARTS = {
    "accounts.yaml": "Signing in, and one's own account",
    "ui.yaml": "Pages that say nothing of anybody",
    "dashboards.yaml": "Figures",
    "api.yaml": "What programs ask",
    "register.yaml": "Schools, groups and lists",
    "intake.yaml": "Files and releases",
    "sharing.yaml": "Data-sharing agreements",
    "people.yaml": "People and their rights",
    "record.yaml": "The record, and what is held",
}
NOT_ANSWERS = ("ask", "with", "file", "because", "by all")


def who_may_do_what() -> str:
    """Every line of the tables, then what may be seen by whom, the circles and those who ask."""
    parts = [OPENING]
    found = tables()
    for file in dict.fromkeys([*PARTS, *sorted({each for each, _ in found.values()})]):
        rows = [row for route, (where, lines) in found.items() if where == file for row in _rows(route, lines)]
        parts += [f"## {PARTS.get(file, file)}", table(("page", "request", "answers"), rows)]
    parts += ["## What may be seen by whom", _seen(), "## The circles", _circles(), "## Those who ask", _viewers()]
    return "\n\n".join(parts)


def _rows(route: str, lines: list[Mapping[Any, Any]]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        if "ask" in line:
            answers = [f"{key}: {_listed(who)}" for key, who in line.items() if key not in NOT_ANSWERS]
            why = f" ({line['because']})" if "because" in line else ""
            yield code(route), code(str(line["ask"]).replace("|", ", ")), "; ".join(answers) + why


def _listed(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _seen() -> str:
    rows = []
    for kind, said in written("canaries.yaml").items():
        told = [_listed(said["seen by"])] if "seen by" in said else []
        told += [f"{key}: {_listed(who)}" for key, who in said.items() if isinstance(who, list) and key != "seen by"]
        rows.append((kind, "; ".join(told)))
    return table(("what", "by whom"), rows)


def _circles() -> str:
    rows = []
    for name, line in written("circles.yaml").items():
        said = []
        for key, who in line.items():
            said.append(f"{key}: {_listed(who)}" if key in ("all of", "but not") else f"{key} ({_listed(who)})")
        rows.append((name, "; ".join(said)))
    return table(("circle", "who"), rows)


def _viewers() -> str:
    rows = [
        (f"{role}, {relation}", held if role in NOT_ROLES else f"{role} over {held}")
        for role, lines in written("viewers.yaml").items()
        for relation, held in lines.items()
    ]
    return table(("who", "holds"), rows)
