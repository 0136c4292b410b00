"""The year of a file: as said, as its prior-year columns tell, as its year column tells. Never from its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from accord.warehouse.forms import Form
from accord.warehouse.problems import Problem
from accord.warehouse.tables import Table, texts

_FORMS = (
    re.compile(r"(?P<first>20\d\d)(?P<second>\d\d)"),
    re.compile(r"(?P<first>20\d\d)\s*[/–-]\s*(?:20)?(?P<second>\d\d)"),
    re.compile(r"(?P<summer>20\d\d)"),
)


def summer(text: str) -> int | None:
    """The year of the results (its summer) a year is written for: 2018, 201718, 2017/18, 2017-2018; else None."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        parts = found.groupdict()
        if "summer" in parts:
            return int(parts["summer"])
        first, second = int(parts["first"]), int(parts["second"])
        return first + 1 if (first + 1) % 100 == second else None
    return None


_WITHIN = re.compile(r"20\d\d(?:\d\d)?(?:\s*[/–-]\s*\d\d(?:\d\d)?)?")


def summer_within(text: str) -> int | None:
    """The last school year that a free text names first: 2018 (Rev), 2016-17 (OT), 2013/14-15/16; else None.

    A run of years that is no school year (2014-16) gives the year it begins with.
    """
    found = _WITHIN.search(text)
    if found is None:
        return None
    return summer(found[0]) or int(found[0][:4])


def year_by_suffixes(form: Form, headers: Mapping[str, str]) -> tuple[int, str] | None:
    """The year that follows the newest prior year among the headers, and the header that says so.

    Years without results by school are stepped over: after 2019 comes 2023. How many years it follows by is the
    form's: the newest prior destination is that of the year in which the pupils of the file left.
    """
    newest: tuple[int, str] | None = None
    for header in headers.values():
        prior = form.prior_year(header)
        if prior is not None and (newest is None or prior[1] > newest[0]):
            newest = (prior[1], header)
    if newest is None:
        return None
    year = newest[0] + form.year.step
    while year in form.years_without_results:
        year += 1
    return year, newest[1]


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a table. ``by_text`` maps the texts of ``column`` to years; it is empty where none is needed."""

    years: tuple[int, ...]
    column: str | None
    by_text: Mapping[str, int]


def find_years(table: Table, said: int | None) -> tuple[Years, tuple[Problem, ...]]:
    """The years a table holds. A problem where none can be told, or where two ways of telling contradict."""
    column = next((name for name in table.form.year.columns if name in table.frame.columns), None)
    by_text: dict[str, int] = {}
    problems: list[Problem] = []
    if column is not None:
        by_text, problems = _by_column(table, column)
    if problems:
        return Years((), column, by_text), tuple(problems)
    evidence = _evidence(table, said, column, tuple(sorted(set(by_text.values()))))
    return _agreed(table, column, by_text, evidence, said)


def _by_column(table: Table, column: str) -> tuple[dict[str, int], list[Problem]]:
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for text in texts(table.frame[column]):
        year = summer(text)
        if year is not None:
            found[text] = year
            continue
        rows = table.frame.filter(table.frame[column].cast(str) == text)["row"]
        problems.append(
            table.problem(
                "year_unreadable",
                f"“{text}” in the column {table.printed[column]} is no school year."
                if text
                else f"The column {table.printed[column]} gives the year, and here it is blank.",
                "Write it as 2018, 2017/18 or 201718.",
                row=int(rows[0]),
                column=column,
                value=text,
            )
        )
    return found, problems


def _evidence(
    table: Table, said: int | None, column: str | None, years: tuple[int, ...]
) -> list[tuple[tuple[int, ...], str]]:
    evidence: list[tuple[tuple[int, ...], str]] = []
    told = year_by_suffixes(table.form, table.printed) if table.form.year.suffixes else None
    also = {told[0] + later for later in table.form.year.also_called} if told is not None else set()
    if said is not None and said not in also:
        evidence.append(((said,), f"the year given is {said}"))
    if told is not None:
        evidence.append(((told[0],), f"the prior-year column {told[1]} means {told[0]}"))
    newest = _newest(table) if said is None else None
    if newest is not None:
        evidence.append(((newest,), f"the newest year in it is {newest}"))
    if column is not None and years:
        listed = ", ".join(str(year) for year in years)
        evidence.append((years, f"the column {table.printed[column]} says {listed}"))
    return evidence


def _newest(table: Table) -> int | None:
    """The newest year of the columns that a series runs through."""
    columns = [name for name in table.form.year.newest if name in table.frame.columns]
    found = (summer_within(text) for name in columns for text in texts(table.frame[name]))
    return max((year for year in found if year is not None), default=None)


def _agreed(
    table: Table,
    column: str | None,
    by_text: Mapping[str, int],
    evidence: list[tuple[tuple[int, ...], str]],
    said: int | None,
) -> tuple[Years, tuple[Problem, ...]]:
    none = Years((), column, by_text)
    if not evidence:
        return none, (_unknown(table),)
    years = evidence[-1][0]
    if len(years) > 1 and (said is not None or not table.form.year.several):
        return none, (_several(table, years, said),)
    if any(other != years for other, _ in evidence):
        return none, (_contradiction(table, [words for _, words in evidence]),)
    early = [year for year in years if year < table.form.first_year]
    if early:
        return none, (_too_early(table, early[0]),)
    last = table.form.last_year
    late = [year for year in years if last is not None and year > last]
    if late:
        return none, (_too_late(table, late[0]),)
    empty = [year for year in years if year in table.form.years_without_results]
    if empty:
        return none, (_without_results(table, empty[0]),)
    return Years(years, column if len(years) > 1 else None, by_text), ()


def _unknown(table: Table) -> Problem:
    return table.problem(
        "year_unknown",
        "Nothing in this file says which year it is: it has no prior-year columns and no column of the year.",
        "Give the year of the results: --year 2018 for the results of summer 2018 (2017/18)."
        + (f" {table.form.year.ask}" if table.form.year.ask else ""),
    )


def _contradiction(table: Table, words: list[str]) -> Problem:
    return table.problem(
        "year_contradiction",
        f"The year is not clear: {' but '.join(words)}.",
        "Check which year this file is. Leave --year out if the file is right, or send the file of the year you meant.",
    )


def _several(table: Table, years: tuple[int, ...], said: int | None) -> Problem:
    listed = ", ".join(str(year) for year in years)
    if table.form.year.several:
        fix = "Leave --year out: each year becomes a release of its own."
    else:
        fix = "Split the file, so that each part holds one year."
    given = (
        f", but the year given is {said}"
        if said is not None
        else ", but a file of this kind is about one year"
    )
    return table.problem("several_years", f"This file holds the years {listed}{given}.", fix)


def _without_results(table: Table, year: int) -> Problem:
    missing = ", ".join(str(each) for each in table.form.years_without_results)
    return table.problem(
        "year_without_results",
        f"The year would be {year}, and there are no published school results for {missing}.",
        "Check the year given and the file.",
    )


def _too_early(table: Table, year: int) -> Problem:
    return table.problem(
        "year_too_early",
        f"The year would be {year}, and files of this form begin in {table.form.first_year}.",
        "Check the year given and the file.",
    )


def _too_late(table: Table, year: int) -> Problem:
    return table.problem(
        "year_too_late",
        f"The year would be {year}, and files of this form end in {table.form.last_year}.",
        "Check the year given and the file.",
    )
