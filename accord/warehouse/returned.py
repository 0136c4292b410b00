"""What schools report themselves: how a measure names it, and under which variable a release keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from accord.meaning.entries import Entry

ROLES = ("met", "pupils")
"""The pupils who met a measure, and the pupils counted."""


def read_returned(entry: Entry, form: str, counts_pupils: bool) -> Mapping[str, str]:
    """The columns by role that a measure's definition names for the form in which schools report themselves.

    Empty where it names none. Raises `DefinitionError` where the measure is no count of pupils: nothing else is
    reported, because nothing else can be added up.
    """
    named = entry.entry("columns")
    if form not in entry.mapping("columns"):
        return {}
    if not counts_pupils:
        raise named.error(form, "only a measure of the kind percentage is a count that a school can report")
    roles = named.entry(form)
    found = {role: roles.text(role) for role in ROLES}
    roles.finish()
    return found


def returned_variable(column: str, measure: str, pupils: str) -> str:
    """``MET|KS2 RWM EXPECTED|ALL``: the variable of a column, with the labels of measure and pupil group."""
    return "|".join((column, *(code.replace("_", " ").upper() for code in (measure, pupils))))
