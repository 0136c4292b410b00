"""Who is in a figure and who is missing, school by school and summer by summer, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from accord.analytics.figures import HAS_VALUE
from accord.analytics.members import NOT_EXPECTED, MemberState
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.schools_through_years import SchoolLine, Through
from accord.insight.sentences.cells import plain_value
from accord.insight.sentences.counting import counted, some_of
from accord.insight.sentences.coverage import who_is_missing
from accord.insight.sentences.rounding import PERCENTAGE, between_percent
from accord.performance.single_schools import SchoolRow
from accord.ui.tables.shades import Shade
from accord.ui.tables.tables import Cell, Column, Table, said

SHORT = {
    MemberState.COUNTED: "counted",
    MemberState.SUPPRESSED: "suppressed",
    MemberState.LOW_COVERAGE: "covers too few",
    MemberState.NO_NUMBERS: "no pupil numbers",
    MemberState.NOT_PUBLISHED: "not published",
    MemberState.NOT_RELEASED: "not loaded",
    MemberState.NO_PUPILS: "no such pupils",
    MemberState.NOT_APPLICABLE: "no pupils this age",
}
NOT_A_MEMBER = "not a member"


def coverage_sentences(looking: Looking, now: Beside, members: Sequence[SchoolRow]) -> list[str]:
    """How many schools and pupils the figure of the summer counts, and who is missing from it, by reason."""
    year = looking.question.year
    if not now.group:
        return [f"There is no figure for summer {year}, so there is nobody to count."]
    seen = now.group[0].figure.coverage
    schools = some_of(seen.schools_counted, seen.schools_expected)
    pupils = some_of(seen.pupils_counted, seen.pupils_expected)
    said_first = f"In summer {year} the figure counts {schools} schools and {pupils} pupils."
    if seen.pupils_expected is None:
        said_first += " How many pupils there are in all is not known."
    return [said_first, *missing_sentences(members)]


def missing_sentences(members: Sequence[SchoolRow]) -> list[str]:
    """One sentence for each reason; those whom nobody waits for come last."""
    by_reason: dict[MemberState, list[SchoolRow]] = {}
    for each in members:
        if each.state != MemberState.COUNTED:
            by_reason.setdefault(each.state, []).append(each)
    order = sorted(by_reason, key=lambda state: (state in NOT_EXPECTED, list(MemberState).index(state)))
    told = []
    for state in order:
        reason = by_reason[state][0].reason
        told.append(who_is_missing({reason[0].lower() + reason[1:]: [each.name for each in by_reason[state]]}))
    return told


def coverage_finding(through: Through) -> str:
    """How many schools stand in the figure in every summer that has results."""
    if not through.schools:
        return "No school has a row in any summer yet"
    always = sum(
        1 for each in through.schools if all(_state(each, year) == MemberState.COUNTED for year in through.years)
    )
    of = counted(len(through.schools), "school")
    if always == len(through.schools):
        return f"All {of} are counted in every summer" if len(through.schools) > 1 else "Counted in every summer"
    return f"{always} of {of} {'is' if always == 1 else 'are'} counted in every summer that has results"


def coverage_table(looking: Looking, through: Through) -> Table:
    """Schools by summers: the pupils counted, or the reason why none are."""
    years = [(str(year), f"Summer {year}") for year in through.years]
    columns = (
        Column("name", "School", "newest published name"),
        Column("urn", "URN", "unique reference number", file_only=True),
        *(Column(code, title, "pupils counted, or why the school is not counted") for code, title in years),
    )
    lines = tuple(
        ((said(each.name), said(each.urn), *(_cell(each, year) for year in through.years)), False)
        for each in through.schools
    )
    counts = Counter(_state(each, year) for each in through.schools for year in through.years)
    reasons = [state for state in MemberState if state != MemberState.COUNTED and counts[state]]
    notes = tuple(f"{SHORT[state].capitalize()}: {_meaning(state)}." for state in reasons)
    return Table("coverage", f"Who is counted: {looking.question.measure.name}", columns, lines, notes)


def _meaning(state: MemberState) -> str:
    return {
        MemberState.SUPPRESSED: "the published file hides the result, because so few pupils stand behind it",
        MemberState.LOW_COVERAGE: "the score was published as covering too few of the pupils",
        MemberState.NO_NUMBERS: "the file prints a result but not the pupils behind it, so it cannot be pooled",
        MemberState.NOT_PUBLISHED: "the file has no figure for this school",
        MemberState.NOT_RELEASED: "no release that covers this school has been loaded",
        MemberState.NO_PUPILS: "the school had none of these pupils that summer",
        MemberState.NOT_APPLICABLE: "the file has no row for it: no pupils of this age, or it was not open",
    }[state]


def _state(each: SchoolLine, year: int) -> MemberState | None:
    row = each.rows.get(year)
    return row.state if row else None


def _cell(each: SchoolLine, year: int) -> Cell:
    row = each.rows.get(year)
    if row is None:
        return Cell(NOT_A_MEMBER.capitalize(), NOT_A_MEMBER)
    if row.state == MemberState.COUNTED:
        return Cell(counted(row.row.figure.whole or 0, "pupil"), row.row.figure.whole)
    word = SHORT[row.state]
    if row.state in NOT_EXPECTED:
        return Cell(word.capitalize(), word)
    return Cell(word.capitalize(), word, shade=Shade.ABSENT, word="left out")


def years_table(looking: Looking, years: Beside) -> Table:
    """Each summer's schools and pupils counted of those expected, and what is certain of all pupils."""
    kind = looking.question.measure.kind
    columns = (
        Column("year", "Summer", "the summer of the results"),
        Column("value", "Figure", "in words"),
        Column("schools_counted", "Schools counted", "", numeric=True),
        Column("schools_expected", "Schools expected", "", numeric=True),
        Column("pupils_counted", "Pupils counted", "", numeric=True),
        Column("pupils_expected", "Pupils expected", "empty where it is not known", numeric=True),
        Column("certain", "Certain of all pupils", "whatever the results of the schools left out were", words=True),
    )
    lines = []
    for row in years.group:
        seen, figure = row.figure.coverage, row.figure
        certain = ""
        if kind == PERCENTAGE and figure.low is not None and figure.high is not None and figure.status in HAS_VALUE:
            certain = f"between {between_percent(figure.low, figure.high)}"
        cells = (
            Cell(str(row.year), row.year),
            said(plain_value(figure, kind)),
            _number(seen.schools_counted),
            _number(seen.schools_expected),
            _number(seen.pupils_counted),
            _number(seen.pupils_expected, "not known"),
            said(certain),
        )
        lines.append((cells, False))
    return Table("coverage-years", "Counted by summer", columns, tuple(lines))


def _number(number: int | None, unknown: str = "") -> Cell:
    return Cell(unknown if number is None else f"{number:,}", number)
