"""The page about codes: what a figure, a school, a cell and a release can be."""

from __future__ import annotations

from accord.analytics.figures import Basis, Status
from accord.analytics.members import MemberState
from accord.performance.single_schools import REASONS
from accord.register.choices import GroupKind, Role
from accord.register.rules.lineage import How
from accord.warehouse.cells import CellStatus
from accord.warehouse.editions import ReleaseStatus
from docs.pages.markdown import code, table
from docs.pages.meanings import meanings
from docs.pages.measures import shipped


def codes() -> str:
    """Every code that Accord prints, with its meaning."""
    parts = ["# Codes", "Each code is printed as it stands here, on the command line and in exports."]
    for title, words, listed in (
        ("Status of a figure", "`status` of `accord figures`.", Status),
        ("Basis of a figure", "`basis` of `accord figures`.", Basis),
    ):
        rows = [(code(value), meaning) for value, meaning in meanings(listed)]
        parts += [f"## {title}", words, table(("code", "meaning"), rows)]
    schools = [(code(state), REASONS[state] or "In the figure") for state in MemberState]
    parts += ["## A school in a figure", "`state` of the schools in `accord explain`."]
    parts += [table(("code", "meaning"), schools), "## Members: which clock", _clock()]
    parts += ["## Lineage: how one number followed another", _lineage()]
    cells = [(code(value), meaning or "A number.") for value, meaning in meanings(CellStatus)]
    parts += ["## A cell of a file", "Which marker means which lies in the [families](datasets.md)."]
    parts += [table(("code", "meaning"), cells), "## Years without results", _gaps()]
    settled = [
        (code(each),) for each in (ReleaseStatus.FINAL, ReleaseStatus.REVISED, ReleaseStatus.PROVISIONAL)
    ]
    parts += [
        "## How settled a release is",
        "In this order: the first beats the others.",
        table(("code",), settled),
    ]
    kinds = [(code(value), label) for value, label in GroupKind.choices]
    roles = [(code(value), label) for value, label in Role.choices]
    parts += ["## Kinds of group", table(("code", "meaning"), kinds)]
    return "\n\n".join([*parts, "## Roles in a group", table(("code", "meaning"), roles)])


def _clock() -> str:
    rows = [
        (
            code("today"),
            "The schools that are members today, or on the day of `--on`, carried back through the years (groups"
            " and `--urns` unless asked otherwise).",
        ),
        (
            code("then"),
            "The schools that were members on the day the pupils of each year were counted (an authority and"
            " England unless asked otherwise: the schools that each year's own file lists).",
        ),
        (code("constant"), "The schools that were members on every such day of the years asked for."),
    ]
    return table(("code", "meaning"), rows)


LINEAGE = {
    How.CONTINUED: "It became the newer: a school that turned academy, say. One school with a new number.",
    How.AMALGAMATED: "Infant and junior school became one. The infants have no results at this stage.",
    How.MERGED: "It went into the newer with others. Their pupils are pooled.",
    How.SPLIT: "The newer is a part of it. A new start, joined for context.",
    How.FRESH_START: "It closed and the newer took its place. A new start, joined for context.",
    How.NEW_SPONSOR: "The newer took its place under a new sponsor. A new start, joined for context.",
}


def _lineage() -> str:
    return table(("code", "meaning"), [(code(how), LINEAGE[how]) for how in How])


def _gaps() -> str:
    found = {(gap.status, gap.reason, gap.years) for each in shipped() for gap in each.gaps}
    rows = [
        (code(status), ", ".join(str(year) for year in years), reason)
        for status, reason, years in sorted(found, key=lambda each: (each[2], each[1]))
    ]
    return table(("code", "years", "reason"), rows)
