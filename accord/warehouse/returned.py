"""What schools report themselves: how a measure names it, and under which variable a release keeps it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from accord.meaning.entries import Entry
from accord.warehouse.measure_kinds import Kind

ROLES = ("met", "pupils", "beside")
"""The pupils who met a measure and the pupils counted, or what is told of them; and the pupils behind sessions."""


@dataclass(frozen=True, slots=True)
class Returned:
    """How a measure is told in what schools report.

    ``met`` and ``pupils`` name the columns of its two numbers, ``of`` and ``did`` what these are in a sentence (3 *met
    it* of 10 *pupils*). A rate is counted in something else, sessions; ``beside`` is the measure that tells of how many
    pupils they are. A change against last year of ``ask_beyond`` points is asked about, where chance is no guide;
    ``last_year`` names the published measure that is held against it beside the school's own number.
    """

    met: str
    pupils: str
    of: str
    did: str
    beside: str
    ask_beyond: float | None
    last_year: str

    def variable(self, role: str, measure: str, pupils: str) -> str | None:
        """The variable of one of its numbers for a group of pupils; None for pupils beside it that it needs not."""
        if role == "beside":
            return returned_variable("PUPILS", self.beside, pupils) if self.beside else None
        return returned_variable(self.met if role == "met" else self.pupils, measure, pupils)


def read_returned(entry: Entry, form: str, kind: Kind) -> Returned | None:
    """What a measure's definition says of the form in which schools report themselves; None where it names none.

    Raises `DefinitionError` where the measure is neither a count of pupils nor a rate: nothing else is reported,
    because nothing else can be added up.
    """
    named = entry.entry("columns")
    if form not in entry.mapping("columns"):
        return None
    roles, said = named.entry(form), named.mapping(form)
    if kind not in (Kind.PERCENTAGE, Kind.RATE):
        raise named.error(form, "only a measure of the kind percentage or rate is a sum that schools can report")
    if kind is Kind.RATE and len(entry.mapping("columns")) > 1:
        raise named.error(form, "a rate that schools report has no published columns: their divisors are others")
    found = Returned(
        met=roles.text("met"),
        pupils=roles.text("pupils"),
        of=roles.text("of", "pupils"),
        did=roles.text("did", "met it"),
        beside=roles.text("beside") if kind is Kind.RATE else "",
        ask_beyond=roles.number("ask_beyond") if "ask_beyond" in said else None,
        last_year=roles.text("last_year", ""),
    )
    roles.finish()
    return found


def refuse_unknown(entry: Entry, returned: Returned | None, known: Container[str]) -> None:
    """Raise `DefinitionError` where a measure that there is not is named beside it."""
    for code in (returned.beside, returned.last_year) if returned else ():
        if code and code not in known:
            raise entry.error("columns", f"what schools report names the measure {code}, and there is none")


def returned_variable(column: str, measure: str, pupils: str) -> str:
    """``MET|KS2 RWM EXPECTED|ALL``: the variable of a column, with the labels of measure and pupil group."""
    return "|".join((column, *(code.replace("_", " ").upper() for code in (measure, pupils))))
