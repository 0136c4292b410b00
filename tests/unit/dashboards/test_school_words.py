"""Member schools: their order, what is said of it, and the ones that cannot be shown."""

from __future__ import annotations

from dataclasses import replace

from accord.analytics.figures import Status
from accord.analytics.members import MemberState
from accord.dashboards.presenters.page import big_numbers, opening
from accord.dashboards.presenters.schools import in_order, schools_finding, schools_picture, schools_table
from tests.unit.dashboards.figures import beside, hidden, looking, row, school, share

MEMBERS = [
    school("Oak", share(30, 60)),
    school("Ash", share(45, 60)),
    school("Elm", share(30, 60)),
    school("Yew", hidden(), "Suppressed: too few pupils to publish", MemberState.SUPPRESSED),
    school("Fir", hidden(Status.NOT_APPLICABLE), "Not in the file", MemberState.NOT_APPLICABLE),
]


def names(rows) -> list[str]:
    """Their names, in order."""
    return [each.name for each in rows]


def test_equal_schools_stand_by_name_and_hidden_ones_last():
    assert names(in_order(MEMBERS, "value")) == ["Ash", "Elm", "Oak", "Fir", "Yew"]
    assert names(in_order(MEMBERS, "name")) == ["Ash", "Elm", "Fir", "Oak", "Yew"]


def test_finding_says_what_the_intervals_do():
    assert schools_finding(MEMBERS) == "3 schools, and some of their intervals do not overlap"
    near = [school("Ash", share(4, 8)), school("Elm", share(5, 8))]
    assert schools_finding(near) == "2 schools, and the intervals of all of them overlap"
    assert schools_finding(MEMBERS[3:]) == "No school has a figure that can be shown"


def test_school_without_pupils_is_not_drawn_but_listed():
    picture = schools_picture(looking(), MEMBERS, beside(row(share(105, 180))))
    assert "Fir" not in str(picture.wide())
    assert "Suppressed: too few pupils to publish" in str(picture.wide())
    assert "3 schools, from 75% at Ash to 50% at Oak" in picture.description
    table = schools_table(looking(), MEMBERS)
    reasons = {cells[0].text: cells[-1].text for cells, _ in table.raw_rows}
    assert reasons["Fir"] == "Not in the file" and reasons["Ash"] == ""


def test_too_many_schools_to_name():
    many = [school(f"School {n}", share(n, 100)) for n in range(1, 71)] + MEMBERS[3:4]
    picture = schools_picture(looking(), many, beside(row(share(105, 180))))
    assert "School 7" not in str(picture.wide())
    assert picture.captions[0] == (
        "There are too many schools to name in the picture, and 1 school cannot be drawn: the table has all."
    )


def test_numbers_agree_with_the_sentence():
    now = beside(row(share(361, 583, (12, 13))))
    sentence = opening(looking(), now)[0]
    big = big_numbers(looking(), now)
    assert big[0].number in sentence and "361 of 583 pupils" in sentence
    assert big[0].words.endswith("361 of 583 pupils")
    assert big[1].number == "12 of 13" and "12 of 13 schools" in sentence
    assert len(big) <= 3


def test_no_big_number_where_there_is_no_figure():
    assert big_numbers(looking(), beside(row(hidden()))) == []
    assert big_numbers(looking(), beside()) == []


def test_year_that_was_not_measured_is_explained():
    assert opening(looking(year=2021), beside()) == [
        "There is no figure for summer 2021. The tests of 2020 and 2021 were cancelled."
    ]
    assert "Nothing" not in opening(looking(year=None), beside())[0]


def test_hidden_schools_come_after_negative_scores():
    low = replace(share(30, 60), value=-1.2)
    found = in_order([MEMBERS[3], school("Oak", low), MEMBERS[1]], "value")
    assert names(found) == ["Ash", "Oak", "Yew"]
