"""Figures as tidy CSV by the open data standard of the Department for Education: one row a time, place and filter.

The first columns say when and where, the next ones are filters, the rest indicators; a symbol stands where there is no
number. Sources: the department's guide for analysts, “Explore education statistics: data standards”, as far as it is
laid down in definitions/datasets/ees.yaml, by which our own reader takes such files in. A group of schools has no level
in that standard: its rows say “School group”, with the group's address and name in columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.analytics.figures import HAS_VALUE, Status
from accord.api.presenters.addresses import Addresses
from accord.api.presenters.figures import reason
from accord.api.queries.figures import Given
from accord.api.queries.places import Area
from accord.performance import catalogue
from accord.performance.selections import WhoKind
from accord.register.rules.regions import ENGLAND
from accord.ui.tables.tables import Column, Value

NOT_APPLICABLE, SUPPRESSED, NOT_AVAILABLE, UNRELIABLE = "z", "c", "x", "u"
SYMBOLS = {
    Status.SUPPRESSED: SUPPRESSED,
    Status.NOT_APPLICABLE: NOT_APPLICABLE,
    Status.NO_PUPILS: NOT_APPLICABLE,
    Status.LOW_COVERAGE: UNRELIABLE,
    Status.NOT_PUBLISHED: NOT_AVAILABLE,
    Status.NOT_BY_SCHOOL: NOT_AVAILABLE,
    Status.NOT_RELEASED: NOT_AVAILABLE,
    Status.CANNOT_POOL: NOT_AVAILABLE,
    Status.INCOMPLETE: NOT_AVAILABLE,
}
"""The symbol of each status without a value. Nothing is rounded here, so that “low” and “k” are never needed."""
LEVELS = {
    WhoKind.GROUP: "School group",
    WhoKind.AUTHORITY: "Local authority",
    WhoKind.ENGLAND: "National",
    WhoKind.URNS: "School",
}
WHEN_AND_WHERE = (
    Column("time_period", "Time period", "the school year: 202425 ends in summer 2025"),
    Column("time_identifier", "Time identifier"),
    Column("geographic_level", "Level", "National, Local authority, School, or School group"),
    Column("country_code", "Country code"),
    Column("country_name", "Country"),
    Column("region_code", "Region code", "where the figure lies in one region"),
    Column("region_name", "Region"),
    Column("old_la_code", "Authority number", "the three digits of education"),
    Column("la_name", "Authority"),
    Column("school_urn", "URN"),
    Column("school_laestab", "DfE number", "seven digits"),
    Column("school_name", "School"),
    Column("group_code", "Group", "the address of a group of schools: outside the department's standard"),
    Column("group_name", "Group's name"),
)
FILTERS = (
    Column("measure", "Measure", "code of the measure"),
    Column("pupils", "Pupil group", "Total is all pupils"),
    Column("basis", "Made from", "pooled from schools, or the publisher's own row"),
    Column("members", "Members", "whose members: today, then or constant"),
)
INDICATORS = (
    Column("value", "Value", "percentages 0 to 100, scores in their own points; not rounded"),
    Column("lowest", "Lowest", "lowest possible value over all pupils expected, suppressed ones too"),
    Column("highest", "Highest", "highest possible value over all pupils expected"),
    Column("interval_low", "Lower limit", "lower limit of the 95% interval"),
    Column("interval_high", "Upper limit", "upper limit of the 95% interval"),
    Column("fewest_pupils", "Fewest", "fewest pupils that the published percentages allow"),
    Column("most_pupils", "Most", "most pupils that the published percentages allow"),
    Column("pupils_counted", "Pupils counted", "pupils of the schools counted"),
    Column("pupils_expected", "Pupils expected"),
    Column("schools_counted", "Schools counted"),
    Column("schools_expected", "Schools expected"),
)
BESIDE = (
    Column("measure_name", "Measure's name"),
    Column("unit", "Unit", "of value, lowest, highest and the limits"),
    Column("status", "Status", "measured, approximate, or why there is no value"),
    Column("reason", "Reason", "the same in words"),
    Column("interval_covers", "Interval of", "this_year: the 95% interval is of the year's own figure"),
    Column("releases", "Releases", "ids of the releases behind it"),
    Column("page", "Page", "where the figure is shown"),
    Column("how", "How it was made", "schools, counts, releases and rows of files"),
)
"""What the department's standard has no column for."""
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of one answer lie. ``level`` is that of the question; a row of one school lies by itself."""

    level: WhoKind
    code: str
    areas: Mapping[str, Area]
    numbers: Mapping[str, tuple[str, str]]

    def of(self, each: Given) -> tuple[str, ...]:
        """The cells from the level on."""
        if each.school is not None:
            return self._school(each.school.urn, each.school.name, each.school.authority or "")
        if self.level is WhoKind.URNS:
            return self._school(self.code, each.row.title, "")
        if self.level is WhoKind.GROUP:
            return (LEVELS[WhoKind.GROUP], ENGLAND, "England", *[""] * 7, self.code, each.row.title)
        if self.level is WhoKind.ENGLAND:
            return (LEVELS[WhoKind.ENGLAND], ENGLAND, "England", *[""] * 9)
        return (LEVELS[WhoKind.AUTHORITY], ENGLAND, "England", *self._area(self.code, each.row.title), *[""] * 5)

    def _school(self, urn: str, name: str, authority: str) -> tuple[str, ...]:
        la, laestab = self.numbers.get(urn, ("", ""))
        area = self._area(authority or la, "")
        return (LEVELS[WhoKind.URNS], ENGLAND, "England", *area, urn, laestab, name, "", "")

    def _area(self, code: str, name: str) -> tuple[str, ...]:
        known = self.areas.get(code)
        return (known.region_code, known.region, code, known.name) if known else ("", "", code, name)


def tidy(
    found: Iterable[Given], places: Places, addresses: Addresses, *, standard: bool
) -> Iterator[tuple[Value, ...]]:
    """The rows, after one of codes; ``standard`` leaves out what the department's standard has no column for."""
    columns = (*WHEN_AND_WHERE, *FILTERS, *INDICATORS, *(() if standard else BESIDE))
    yield tuple(each.code for each in columns)
    for each in found:
        beside = () if standard else _beside(each, addresses)
        yield (*_when(each), *places.of(each), *_filters(each), *_indicators(each), *beside)


def meta_rows() -> list[tuple[str, ...]]:
    """What the columns of the standard are, as the department's tools and ours read it beside the file."""
    head = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column"
    filters = [(each.code, "Filter", each.title, "", "", "", each.meaning, "") for each in FILTERS]
    indicators = [(each.code, "Indicator", each.title, "", "", "", "", "") for each in INDICATORS]
    return [tuple(head.split(",")), *filters, *indicators]


def _when(each: Given) -> tuple[str, str]:
    return f"{each.row.year - 1}{each.row.year % 100:02}", "Academic year"


def _filters(each: Given) -> tuple[str, ...]:
    row = each.row
    group = catalogue.measure(row.measure).stage.pupil_groups[row.pupils]
    return row.measure, TOTAL if row.pupils == "all" else group.name, str(row.basis), row.members


def _indicators(each: Given) -> Sequence[str | int | float]:
    figure, seen = each.row.figure, each.row.figure.coverage
    symbol = NOT_APPLICABLE if figure.status in HAS_VALUE else SYMBOLS[figure.status]
    numbers = (
        figure.value if figure.status in HAS_VALUE else None,
        figure.low, figure.high, figure.interval_low, figure.interval_high, figure.part_low, figure.part_high,
    )  # fmt: skip
    counts = (seen.pupils_counted, seen.pupils_expected, seen.schools_counted, seen.schools_expected)
    # A number of pupils or schools that nobody told is not available, whatever the figure is.
    return [
        *(symbol if number is None else number for number in numbers),
        *(NOT_AVAILABLE if number is None else number for number in counts),
    ]


def _beside(each: Given, addresses: Addresses) -> tuple[str, ...]:
    row, measure = each.row, catalogue.measure(each.row.measure)
    words = (measure.name, measure.unit, str(row.figure.status), reason(each), str(row.covers or ""))
    return (*words, " ".join(row.releases), addresses.page(each), addresses.how(each))
