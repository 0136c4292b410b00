"""The two tidy files DfE has published since 2025: school attainment, and school information."""

from __future__ import annotations

import csv
import io

import numpy as np

from accord.demo.cells import SUPPRESSED, Column, marked, percentages
from accord.demo.columns import figure
from accord.demo.layouts import header
from accord.demo.names import postcode, telephone
from accord.demo.places import roll
from accord.demo.schools import FIRST_AUTHORITY, School
from accord.demo.sheets import Sheet
from accord.demo.wide import book
from accord.demo.world import World

YEAR = 2025
_NOT_APPLICABLE, _CONFIDENTIAL = "z", "c"
_BREAKDOWNS = (
    ("All pupils", "Total", "all"),
    ("Sex", "Boys", "boys"),
    ("Sex", "Girls", "girls"),
    ("Disadvantaged status", "Disadvantaged", "disadvantaged"),
    ("Disadvantaged status", "Not known to be disadvantaged", "other"),
    ("First language", "Known or believed to be other than English", "eal"),
    ("Mobility status", "Non mobile", "non_mobile"),
)
_AVERAGE = ("Average (2023 to 2025)", "3 year average")
_SUBJECTS = (
    ("Reading, writing and maths", "rwm"),
    ("Reading", "reading"),
    ("Writing", "writing"),
    ("Maths", "maths"),
    ("Grammar, punctuation and spelling", "gps"),
)
_TESTED = ("reading", "maths", "gps")


def _period(year: int) -> str:
    return f"{year - 1}{year % 100:02d}"


def _plain(column: Column) -> Column:
    """The tidy form of a column: no percent sign, `c` for suppressed and `z` for nothing to show."""
    known = {SUPPRESSED: _CONFIDENTIAL, "NA": _NOT_APPLICABLE, "": _NOT_APPLICABLE}
    return np.array([known.get(text, text.rstrip("%")) for text in column], dtype=object)


def attainment(world: World) -> str:
    """One row a school, breakdown and subject. There are no rows for authorities or England in this file."""
    sheets = book(world, YEAR).sheets
    blocks = [
        (topic, breakdown, label, _figures(sheets[YEAR], subject, group))
        for topic, breakdown, group in _BREAKDOWNS
        for label, subject in _SUBJECTS
    ]
    blocks.append(
        (*_AVERAGE, "Reading, writing and maths", _three_years([sheets[YEAR - back] for back in range(3)]))
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header("ks2_school_attainment_2025"))
    for place, school in enumerate(world.schools):
        if school.has_results(YEAR):
            who = [*_opening(), str(school.urn), f"{school.la}{school.estab}", school.name]
            writer.writerows([*who, *labels, *figures[place]] for *labels, figures in blocks)
    return out.getvalue()


def _opening() -> list[str]:
    return [_period(YEAR), "Academic year", "School", "E92000001", "England", "Final"]


def _figures(sheet: Sheet, subject: str, group: str) -> list[list[str]]:
    """The eleven figures of a row, for every place."""
    nothing = np.full(sheet.pupils.size, _NOT_APPLICABLE, dtype=object)
    tested = subject in _TESTED
    everyone = group == "all"
    columns = [
        sheet.percent(f"{subject}_expected", group),
        sheet.percent(f"{subject}_higher", group),
        sheet.average(subject, group) if tested else nothing,
        nothing, nothing, nothing,
        sheet.percent("unable", group) if tested and everyone else nothing,
        sheet.percent("writing_towards", group) if subject == "writing" and everyone else nothing,
        sheet.percent("disapplied", group) if subject == "writing" and everyone else nothing,
        nothing, nothing,
    ]  # fmt: skip
    return np.column_stack([_plain(column) for column in columns]).tolist()


def _three_years(sheets: list[Sheet]) -> list[list[str]]:
    tallies = [sheet.tally for sheet in sheets]
    sizes = [tally.pupils["all"] for tally in tallies]
    whole = sum(sizes)
    complete = np.logical_and.reduce([size > 0 for size in sizes])
    columns = []
    for what in ("rwm_expected", "rwm_higher"):
        text = percentages(sum(tally.reached[what, "all"] for tally in tallies), whole, whole < 11)
        columns.append(_plain(marked(text, (~complete, ""))))
    nothing = np.full(whole.size, _NOT_APPLICABLE, dtype=object)
    return np.column_stack([*columns, *([nothing] * 9)]).tolist()


def information(world: World) -> str:
    """One row a school: who it is and how many pupils it has at this stage, for the latest summer."""
    names = header("ks2_school_information_2025")
    figures = book(world, YEAR)
    columns = {}
    for name in names[names.index("tpupyear") :]:
        columns[name] = _plain(_about(figures.sheets, name))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for place, school in enumerate(world.schools):
        if school.has_results(YEAR):
            writer.writerow([*_who(world, school), *(columns[name][place] for name in columns)])
    return out.getvalue()


def _about(sheets: dict[int, Sheet], name: str) -> Column:
    sheet = sheets[YEAR]
    if name == "tpupyear":
        return sheet.size()
    if name == "telig_3yr":
        return sum(sheets[YEAR - back].pupils for back in range(3)).astype(str).astype(object)
    if name.endswith("_23"):
        # DfE kept this suffix from the year before: in the 2025 file it stands for the summer before.
        sheet, name = sheets[YEAR - 1], name.removesuffix("_23")
    column = figure(sheet, name.upper())
    return sheet.blank() if column is None else column


def _who(world: World, school: School) -> list[str]:
    la = world.authorities[int(school.la) - FIRST_AUTHORITY].name
    address = f"{school.street}, {school.town}, {postcode(school.urn)}"
    return [
        *_opening(), str(school.urn), f"{school.la}{school.estab}", school.name,
        school.la, f"Z99000{school.la}", la, address, telephone(school.urn),
        school.school_type, "0", school.faith, school.ages, str(roll(school)),
    ]  # fmt: skip
