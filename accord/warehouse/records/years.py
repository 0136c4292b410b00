"""The year that records are of, where their form says that they are of one."""

from __future__ import annotations

from accord.warehouse.problems import Findings
from accord.warehouse.records.reading import RecordTable
from accord.warehouse.years import summer


def year_of_records(table: RecordTable, said: int | None, findings: Findings) -> int | None:
    """The summer that a column tells, else the one that the sender says; a problem where there is none, or several."""
    columns = table.form.year.columns
    kept = next((each.name for each in table.shape.columns if set(each.headers) & set(columns)), None)
    texts = table.frame[kept].unique().to_list() if kept in table.frame.columns else []
    told = {year for text in texts if text and (year := summer(text)) is not None}
    years = told | ({said} if said is not None else set())
    if len(years) == 1:
        return years.pop()
    if not years:
        findings.add(
            table.problem(
                "year_unknown",
                "Nothing in this file says which year it is.",
                "Give the year: --year 2018 for the school year 2017/18.",
            )
        )
        return None
    listed = ", ".join(map(str, sorted(years)))
    findings.add(
        table.problem(
            "several_years",
            f"This file, with the year that was given, is about {listed}, and a file of this kind is about one year.",
            "Leave --year out if the file is right, or split it, so that each part holds one year.",
            row=table.header_row,
            column=kept,
        )
    )
    return None
