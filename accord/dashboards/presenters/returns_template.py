"""A file to fill in: a row for each number of a form and each school, with everything but the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accord.dashboards.queries.returns import Due
from accord.intake.queries.returns import what_is_reportable
from accord.meaning.return_forms import ReturnForm
from accord.ui.tables.tables import Cell, Column, Table

PLACES = {
    "URN": "The school, six digits.",
    "LA": "Its authority, three digits.",
    "SCHOOL_NAME": "Its name, for whoever fills this in; it is not read.",
    "YEAR": "The summer in which the school year ends.",
    "MEASURE": "What is counted: the code of a measure.",
    "PUPIL_GROUP": "Of which pupils.",
}
NUMBERS = {
    "PUPILS": "Pupils of the group who count; blank in a row of sessions.",
    "MET": "Those of them who met the measure; blank in a row of sessions.",
    "SESSIONS_POSSIBLE": "Sessions that pupils could have attended; blank in a row of pupils.",
    "SESSIONS_MISSED": "Those of them that were missed; blank in a row of pupils.",
}


def template(form: ReturnForm, year: int, due: Sequence[Due], authorities: Mapping[str, str]) -> Table:
    """The file of a form for some schools. A row whose numbers are not known may stay blank."""
    known = what_is_reportable()
    asked = [(measure, ask.group) for ask in form.asks for measure in ask.measures]
    used = {column for measure, _ in asked for column in known.pair(measure)} | {"PUPILS", "MET"}
    columns = {**PLACES, **{code: meaning for code, meaning in NUMBERS.items() if code in used}}
    blank = [None] * (len(columns) - len(PLACES))
    rows = [
        (each.urn, authorities.get(each.urn, ""), each.name, str(year), measure, group, *blank)
        for each in due
        for measure, group in asked
    ]
    return Table(
        code=form.code,
        caption=form.titled(year),
        all_columns=tuple(Column(code, code, meaning=meaning) for code, meaning in columns.items()),
        raw_rows=tuple((tuple(Cell("" if value is None else value, value) for value in row), False) for row in rows),
        notes=("Leave a row blank whose numbers you do not know. Send this sheet on Data, Send a file.",),
    )
