"""The finding of a trend, where its line stops, and what its table holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accord.analytics.figures import Basis, Status
from accord.dashboards.presenters.captions import breaks_between, gap_runs, new_numbers, why_the_line_stops
from accord.dashboards.presenters.trend import trend_finding, trend_picture, trend_table
from accord.insight.sentences.wording import listed
from accord.performance import catalogue
from accord.performance.belonging import Crossing
from accord.register.rules.lineage import How
from accord.ui.charts.trend import segments
from tests.unit.dashboards.figures import beside, hidden, looking, printed, row, share

YEARS = [2016, 2017, 2018, 2019, 2023, 2025]


def rows(*parts: tuple[int, int]):
    """Figures of 100 pupils by year."""
    return beside(*(row(share(part, 100), year) for year, part in parts))


def test_finding_compares_only_years_of_one_series():
    assert trend_finding(looking(), rows((2018, 58), (2019, 62))) == "58% in summer 2018, 62% in summer 2019"
    across = trend_finding(looking(), rows((2017, 51), (2018, 62)))
    assert across == "62% in summer 2018; no earlier year can be compared"
    after = trend_finding(looking(), rows((2019, 51), (2023, 62)))
    assert "51%" not in after


def test_finding_leaves_out_years_without_a_value():
    found = beside(row(share(58, 100), 2018), row(hidden(Status.INCOMPLETE), 2019))
    assert trend_finding(looking(), found) == "58% in summer 2018; no earlier year can be compared"
    assert trend_finding(looking(), beside(row(hidden(), 2019))) == "There is no year with a figure yet"


def test_gaps_and_breaks_are_said_once():
    measure = catalogue.measure("ks2_rwm_expected")
    assert gap_runs(measure, YEARS) == [(2020, 2022)]
    assert breaks_between(measure, YEARS) == [2018]
    said = why_the_line_stops(measure, YEARS)
    assert sum("2020" in each for each in said) == 1
    assert any("new framework from 2018" in each for each in said)
    assert said[-1] == "There is no figure for 2024: the line stops there too."
    assert why_the_line_stops(measure, [2018, 2019]) == []
    assert why_the_line_stops(measure, []) == []


def test_progress_says_why_2024_is_missing():
    said = why_the_line_stops(catalogue.measure("ks2_reading_progress"), [2023, 2026])
    assert any("no Key Stage 1 tests" in each for each in said)


def test_published_and_added_up_figures_are_never_joined():
    england = (
        row(printed(61), 2023, title="England", basis=Basis.PUBLISHED),
        row(share(6200, 10000), 2024, title="England"),
    )
    found = beside(row(share(60, 100), 2023), row(share(60, 100), 2024), england=england)
    picture = trend_picture(looking(), found)
    lines = [layer for layer in picture.wide()["layer"] if layer["mark"]["type"] == "line"]
    runs = {frozenset(each["run"] for each in layer["data"]["values"]) for layer in lines}
    assert runs == {frozenset({0, 1}), frozenset({0})}
    assert any("In 2024 the files carry no row" in caption for caption in picture.captions)


def test_nothing_is_drawn_without_a_value_of_the_group():
    england = (row(printed(61), title="England", basis=Basis.PUBLISHED),)
    assert trend_picture(looking(), beside(row(hidden()), england=england)) is None


def test_table_has_every_year_and_no_number_for_unknown():
    table = trend_table(looking(), beside(row(share(58, 100), 2018), row(hidden(), 2019)))
    at = [column.code for column in table.all_columns].index("value")
    values = [(cells[1].value, cells[at].text, cells[at].value) for cells, _ in table.raw_rows]
    assert values == [(2018, "58%", 58.0), (2019, "suppressed", None)]


def test_lists_in_words():
    assert [listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_segments_of_an_empty_line():
    assert segments(()) == []


def test_break_right_after_a_gap_is_not_said_twice():
    measure = catalogue.measure("ks2_rwm_expected")
    after = replace(measure, breaks=(replace(measure.breaks[0], starts=2023),))
    assert breaks_between(after, YEARS) == []
    assert breaks_between(after, [2023, 2024]) == []
    assert breaks_between(replace(measure, breaks=(replace(measure.breaks[0], starts=2019),)), YEARS) == [2019]


def crossed(*crossings: Crossing):
    return [replace(row(share(58, 100), year), crossings=crossings) for year in (2017, 2018)]


def test_new_numbers_are_named_with_their_days():
    assert new_numbers([row(share(58, 100), 2018)]) == ""
    first = Crossing("100002", "100001", "100002", How.CONTINUED, date(2018, 9, 1))
    second = Crossing("100004", "100003", "100004", How.SPLIT, None)
    assert new_numbers(crossed(first, second)) == (
        "The line goes on across new numbers: URN 100001 became URN 100002 on 1 September 2018 and "
        "URN 100003 gave way, as a new start, to URN 100004."
    )


def test_many_new_numbers_are_counted():
    many = [Crossing(f"2{at}", f"1{at}", f"2{at}", How.CONTINUED, date(2018, at, 1)) for at in range(1, 5)]
    many[3] = replace(many[3], how=How.NEW_SPONSOR)
    assert new_numbers(crossed(*many)) == (
        "The line goes on across 4 changes of a school\u2019s number, between 1 January 2018 and 1 April 2018. "
        "1 of them are new starts, joined for context. How the figure of a summer was made names each."
    )
