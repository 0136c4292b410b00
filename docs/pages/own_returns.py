"""The page about own returns: what a form asks for, and what stands in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from accord.meaning.definitions import folders
from accord.meaning.return_forms import ReturnForm, load_return_forms
from accord.warehouse.reportable import Reportable, reportable
from docs.pages.markdown import code, codes, table

HEAD = """# Own returns: forms and files

What schools report themselves ([how to](../how-to/results-morning.md)). A form is a file in `definitions/returns`.
A file has a row for each school, summer, measure and group of pupils, under the headers `URN`, `LA`, `YEAR`,
`MEASURE`, `PUPIL_GROUP`, `PUPILS` and `MET`; of rates of absence also `SESSIONS_POSSIBLE` and `SESSIONS_MISSED`.
A page of a group's returns offers it with everything but the numbers filled in, as CSV and as XLSX.
"""


def own_returns() -> str:
    """Every form with its numbers, and every measure that schools may report."""
    places = tuple(Path(each) for each in folders(None))
    known = reportable(places)
    forms = [_form(each, known) for each in load_return_forms(places).values()]
    rows = [
        (
            code(measure),
            each.name,
            codes(known.pair(measure)),
            codes(each.pupils),
            "yes" if known.replaced_by_publication(measure) else "no",
            _asked_about(known, measure),
        )
        for measure, each in known.measures.items()
    ]
    head = ("`MEASURE`", "what it is", "its two numbers", "`PUPIL_GROUP`", "published by school later", "asked about")
    return "\n".join([HEAD, *forms, "## Every measure of a file\n", table(head, rows)])


def _form(form: ReturnForm, known: Reportable) -> str:
    rows = []
    for number in form.fields():
        measures = [number.measure] if number.measure else list(number.ask.measures)
        column = known.pair(measures[0])[1 if number.measure else 0]
        rows.append((number.words, codes(measures), code(number.ask.group), code(column)))
    month, day = form.asked_from
    asked = f"Asked for from {day} {date(2000, month, day):%B} of the year in which the school year ends"
    ages = f", of schools with pupils of {form.ages[0]} to {form.ages[1]}" if form.ages else ""
    head = ("number of the form", "`MEASURE`", "`PUPIL_GROUP`", "column")
    return f"## {form.name}\n\n{asked}{ages}. Its code is `{form.code}`.\n\n{table(head, rows)}\n"


def _asked_about(known: Reportable, measure: str) -> str:
    told = known.returned(measure)
    if told.ask_beyond is not None:
        against = f" (else against `{told.last_year}` of the whole year)" if told.last_year else ""
        return f"{told.ask_beyond:g} points from last year{against}"
    return "a change that chance does not make"
