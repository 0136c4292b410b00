"""Every part of the pages about one subject by its code: the page, the chart and the files are made from the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accord.dashboards.presenters import funnel, movers
from accord.dashboards.presenters.changes import earlier_than, made_of_table
from accord.dashboards.presenters.clock_table import clock_table
from accord.dashboards.presenters.coverage import coverage_table, years_table
from accord.dashboards.presenters.data_tables import everything_table, reading_table
from accord.dashboards.presenters.gaps import gaps_table
from accord.dashboards.presenters.gaps_told import gaps_told_table
from accord.dashboards.presenters.group_story import memberships_table
from accord.dashboards.presenters.heat import heat_table, shown_measures
from accord.dashboards.presenters.many_lines import members_through_years, pupils_through_years
from accord.dashboards.presenters.one_schools_measures import one_schools_measures
from accord.dashboards.presenters.pupil_shares import carrying_table
from accord.dashboards.presenters.pupils import pupils_finding, pupils_picture, pupils_table
from accord.dashboards.presenters.school_record import groups_table
from accord.dashboards.presenters.schools import MOST_NAMED, schools_finding, schools_picture, schools_table
from accord.dashboards.presenters.sections import Section
from accord.dashboards.presenters.similar import likeness_table, similar_table
from accord.dashboards.presenters.trend import trend_finding, trend_picture, trend_table
from accord.dashboards.presenters.what_if import what_if_table
from accord.dashboards.presenters.who_could_help import help_table, helped_table
from accord.dashboards.presenters.workings import releases_table, schools_behind_table
from accord.dashboards.queries import pupils_through_years as pupils_query
from accord.dashboards.queries.clocks import by_every_clock
from accord.dashboards.queries.every_figure import every_figure
from accord.dashboards.queries.gaps import gaps_of
from accord.dashboards.queries.group_story import story_of
from accord.dashboards.queries.heat_choices import HeatChoices, read_heat
from accord.dashboards.queries.made_of import made_of_since
from accord.dashboards.queries.measures_together import Together, together
from accord.dashboards.queries.one_school import (
    Beside,
    Looking,
    by_pupils,
    england_through_the_years,
    members,
    now,
    through_the_years,
)
from accord.dashboards.queries.pupil_parts import who_carries
from accord.dashboards.queries.schools_through_years import schools_through_years
from accord.dashboards.queries.similar import like_it
from accord.dashboards.queries.what_if import Of, read_what_if, what_if
from accord.dashboards.queries.who_could_help import who_could_help
from accord.dashboards.queries.workings import explained
from accord.register.queries.school_records import school_record
from accord.ui.tables.tables import Table


def trend_part(looking: Looking) -> Section:
    """The group through the summers, with its comparators."""
    return trend_section(looking, through_the_years(looking, members(looking)))


def trend_section(looking: Looking, rows: Beside) -> Section:
    """The same from figures that are there already."""
    return Section(
        "trend", trend_finding(looking, rows), trend_picture(looking, rows), trend_table(looking, rows), folded=True
    )


def schools_part(looking: Looking, sort_address: str = "") -> Section:
    """Member schools side by side."""
    found = members(looking)
    now = by_pupils(looking, found).of(year=looking.question.year, pupils=looking.question.pupils)
    picture = schools_picture(looking, found, now)
    table = schools_table(looking, found, sort_address)
    return Section("schools", schools_finding(found), picture, table, folded=len(found) > MOST_NAMED)


def funnel_part(looking: Looking) -> Section | None:
    """Member schools by their number of pupils; None for scores."""
    found = members(looking)
    asked = looking.question
    return funnel.funnel_part(looking, found, by_pupils(looking, found).of(year=asked.year, pupils=asked.pupils))


def movers_part(looking: Looking) -> Section | None:
    """Who moves the figure; None for scores."""
    england = now(looking).england
    return movers.movers_part(looking, members(looking), england[0] if england else None)


def pupils_part(looking: Looking) -> Section:
    """Pupil groups side by side."""
    rows = by_pupils(looking, members(looking))
    picture = pupils_picture(looking, rows)
    return Section("pupils", pupils_finding(rows), picture, pupils_table(looking, rows), folded=False)


def years_part(looking: Looking) -> Section:
    """A small picture for each member school."""
    return members_through_years(looking, schools_through_years(looking), england_through_the_years(looking))


def pupils_years_part(looking: Looking) -> Section:
    """A small picture for each pupil group."""
    return pupils_through_years(looking, pupils_query.pupils_through_years(looking))


SECTIONS: Mapping[str, Callable[[Looking], Section | None]] = {
    "trend": trend_part,
    "schools": schools_part,
    "funnel": funnel_part,
    "movers": movers_part,
    "pupils": pupils_part,
    "years": years_part,
    "pupils-years": pupils_years_part,
}
"""Parts with a picture."""


def measures_table(looking: Looking, found: Together, choices: HeatChoices, address: str = "") -> Table:
    """Schools by measures; for a single school a row for each measure."""
    if looking.subject.is_school:
        return one_schools_measures(looking, found, shown_measures(found, choices))
    return heat_table(looking, found, choices, address)


def _measures(looking: Looking, given: Mapping[str, str]) -> Table:
    return measures_table(looking, together(looking), read_heat(given, looking.question))


def _gaps(looking: Looking, given: Mapping[str, str]) -> Table:
    return gaps_table(looking, pupils_query.pupils_through_years(looking))


def _what_if(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = what_if(looking, Of.SCHOOLS, read_what_if(given))
    return what_if_table(looking, Of.SCHOOLS, found) if found else None


def _what_if_pupils(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = what_if(looking, Of.PUPILS, read_what_if(given))
    return what_if_table(looking, Of.PUPILS, found) if found else None


def _gaps_told(looking: Looking, given: Mapping[str, str]) -> Table:
    rows = pupils_query.pupils_through_years(looking)
    return gaps_told_table(looking, rows, gaps_of(looking, rows))


def _made_of(looking: Looking, given: Mapping[str, str]) -> Table | None:
    rows = through_the_years(looking, members(looking))
    earlier = earlier_than(looking, rows)
    return made_of_table(looking, rows, earlier, made_of_since(looking, earlier.year) if earlier else None)


def _carrying(looking: Looking, given: Mapping[str, str]) -> Table:
    rows = pupils_query.pupils_through_years(looking)
    return carrying_table(looking, rows, who_carries(looking, rows))


def _coverage(looking: Looking, given: Mapping[str, str]) -> Table:
    return coverage_table(looking, schools_through_years(looking))


def _coverage_years(looking: Looking, given: Mapping[str, str]) -> Table:
    return years_table(looking, through_the_years(looking, members(looking)))


def _help(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = who_could_help(looking)
    return help_table(looking, found) if found else None


def _helped(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = who_could_help(looking)
    return helped_table(looking, found) if found else None


def _similar(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = like_it(looking)
    return similar_table(looking, found) if found else None


def _likeness(looking: Looking, given: Mapping[str, str]) -> Table | None:
    found = like_it(looking)
    return likeness_table(looking, found) if found else None


def _clocks(looking: Looking, given: Mapping[str, str]) -> Table:
    return clock_table(looking, by_every_clock(looking))


def _data(looking: Looking, given: Mapping[str, str]) -> Table:
    return reading_table(looking, pupils_query.pupils_through_years(looking))


def _everything(looking: Looking, given: Mapping[str, str]) -> Table:
    return everything_table(looking, every_figure(looking))


def _history(looking: Looking, given: Mapping[str, str]) -> Table | None:
    story = None if looking.subject.is_school else story_of(looking.subject.room, looking.subject.key)
    return memberships_table(story) if story else None


def _groups(looking: Looking, given: Mapping[str, str]) -> Table | None:
    record = school_record(looking.subject.key) if looking.subject.is_school else None
    return groups_table(record) if record else None


def _workings(looking: Looking, given: Mapping[str, str]) -> Table | None:
    made = explained(looking)
    return schools_behind_table(made.own) if made else None


def _files(looking: Looking, given: Mapping[str, str]) -> Table | None:
    made = explained(looking)
    return releases_table([made.own, *made.comparators]) if made else None


TABLES: Mapping[str, Callable[[Looking, Mapping[str, str]], Table | None]] = {
    "measures": _measures,
    "gaps": _gaps,
    "gaps-told": _gaps_told,
    "what-if": _what_if,
    "what-if-pupils": _what_if_pupils,
    "made-of": _made_of,
    "carrying": _carrying,
    "help": _help,
    "helped": _helped,
    "similar": _similar,
    "likeness": _likeness,
    "coverage": _coverage,
    "coverage-years": _coverage_years,
    "clocks": _clocks,
    "data": _data,
    "everything": _everything,
    "history": _history,
    "groups": _groups,
    "workings": _workings,
    "files": _files,
}
"""Tables without a picture."""


def table(looking: Looking, code: str, given: Mapping[str, str]) -> Table | None:
    """The table of a part; None where there is no such part, or nothing in it."""
    if code in SECTIONS:
        found = SECTIONS[code](looking)
        return found.table if found else None
    maker = TABLES.get(code)
    return maker(looking, given) if maker else None
