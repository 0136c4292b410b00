"""A school keeps its results through new numbers, and no pupil counts twice: small histories, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.accounts.readers import Reader
from accord.performance import queries
from accord.performance.belonging import Crossing
from accord.performance.explanations import explain, lineage_sentences
from accord.performance.selections import Selection, Who
from accord.register.actions.corrections import correct, take_back
from accord.register.actions.group_lists import import_groups
from accord.register.choices import Status
from accord.register.models.changes import Correction
from accord.register.models.links import Succession
from accord.register.models.schools import Establishment
from accord.register.rules.lineage import How
from tests.factories import register_schools
from tests.factories.school_tables import RWM, ask_one, publish, school, state

A, B, C, D = (f"10000{at}" for at in range(1, 5))
SEPTEMBER = date(2018, 9, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def follows(newer: str, older: str, how: How = How.CONTINUED, on: date | None = SEPTEMBER) -> None:
    Succession.objects.create(older=older, newer=newer, how=how, on=on, recorded_by="both")


def counted(who: Who, year: int, **more: object) -> tuple[int | None, int, int | None]:
    """How many pupils met the standard, of how many, in how many schools."""
    figure = ask_one(who, year, **more).figure
    return figure.part_low, figure.whole, figure.coverage.schools_counted


def group_of(*urns: str) -> Who:
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in urns)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    return Who.group("coast")


def test_a_school_that_became_an_academy_keeps_its_results(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), school(D, "201", 10, "50%")], 2018)
    publish(tmp_path, [school(B, "201", 50, "40%"), school(D, "201", 10, "50%")], 2019)
    follows(B, A)
    # Recorded under its old number; asked for under either.
    for who in (group_of(A), Who.of_urns([A]), Who.of_urns([B]), Who.of_urns([A, B])):
        assert (counted(who, 2018), counted(who, 2019)) == ((22, 40, 1), (20, 50, 1))
        before, after = ask_one(who, 2018), ask_one(who, 2019)
        assert before.crossings == (Crossing(B, A, B, How.CONTINUED, SEPTEMBER),)
        assert before.as_json()["lineage"] == [{"urn": A, "into": B, "how": "continued", "on": "2018-09-01"}]
        assert after.crossings == () and "lineage" not in after.as_json()
    assert ask_one(Who.of_urns([A]), 2018).title == f"School {B}"
    assert counted(Who.of_urns([B]), 2019, span=2) == (42, 90, 1)


def test_a_chain_of_three_numbers_is_one_school(home: Path, tmp_path: Path):
    for urn, year in ((A, 2017), (B, 2018), (C, 2019)):
        publish(tmp_path, [school(urn, "201", 10 * (year - 2016), "50%")], year)
    follows(B, A, on=date(2017, 9, 1))
    follows(C, B)
    assert [counted(group_of(A), year) for year in (2017, 2018, 2019)] == [(5, 10, 1), (10, 20, 1), (15, 30, 1)]
    assert [each.urn for each in ask_one(Who.of_urns([C]), 2019, span=3).crossings] == [A, B]


def test_merged_schools_are_pooled(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), school(B, "201", 10, "80%")], 2018)
    publish(tmp_path, [school(C, "201", 50, "10%")], 2019)
    follows(C, A, How.MERGED)
    follows(C, B, How.MERGED)
    assert counted(Who.of_urns([C]), 2018) == (30, 50, 2)
    assert counted(Who.of_urns([C]), 2019) == (5, 50, 1)


def test_an_amalgamated_primary_school_takes_the_history_of_its_juniors(home: Path, tmp_path: Path):
    """Infants have no results: the school of today is one school expected, not two."""
    publish(tmp_path, [school(B, "201", 40, "55%"), school(D, "201", 10)], 2018)
    publish(tmp_path, [school(C, "201", 50, "10%"), school(D, "201", 10)], 2019)
    follows(C, A, How.AMALGAMATED)
    follows(C, B, How.AMALGAMATED)
    assert state(ask_one(Who.of_urns([C]), 2018)) == ("measured", 1, 1, 40, 40)
    assert [each.urn for each in ask_one(group_of(A, B), 2018).crossings] == [B]
    assert state(ask_one(group_of(A, B), 2019)) == ("measured", 1, 1, 50, 50)


def test_a_new_start_is_joined_and_said_to_be_one(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2018)
    follows(B, A)
    asked = Selection(Who.of_urns([B]), (RWM,), (2018,), ("all",))
    for how in (How.SPLIT, How.FRESH_START, How.NEW_SPONSOR):
        Succession.objects.update(how=how)
        (made,) = explain(asked, Reader.operator())
        assert made.figure.crossings == (Crossing(B, A, B, how, SEPTEMBER),)
        (sentence,) = lineage_sentences(made)
        assert f"School {A} (URN {A})" in sentence and f"URN {B}" in sentence
        assert "on 1 September 2018" in sentence and "joined here for context" in sentence


def test_two_members_that_share_a_history_count_it_once(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2018)
    publish(tmp_path, [school(B, "201", 30, "50%"), school(C, "201", 20, "50%")], 2019)
    follows(B, A, How.SPLIT)
    follows(C, A, How.SPLIT)
    both = group_of(B, C)
    assert (counted(both, 2018), counted(both, 2019)) == ((22, 40, 1), (25, 50, 2))
    assert [(each.place, each.urn) for each in ask_one(both, 2018).crossings] == [(B, A), (C, A)]


def test_of_two_numbers_in_one_file_the_one_open_when_pupils_were_counted_counts(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), school(B, "201", 40, "50%")], 2019)
    follows(B, A, on=None)
    assert counted(Who.of_urns([B]), 2019) == (20, 40, 1)
    Succession.objects.update(on=date(2019, 9, 1))
    assert counted(Who.of_urns([B]), 2019) == (22, 40, 1)
    # The last day of the older itself goes before the day of the link.
    register_schools.school(A, "Ash", status=Status.CLOSED, closed_on=date(2019, 4, 1), stands=False)
    assert counted(Who.of_urns([B]), 2019) == (20, 40, 1)
    Establishment.objects.update(closed_on=date(2019, 8, 31))
    assert counted(Who.of_urns([B]), 2019) == (22, 40, 1)


def test_of_two_numbers_in_one_file_the_one_with_pupils_counts(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), school(B, "201", "NEW", "")], 2019)
    follows(B, A)
    assert state(ask_one(Who.of_urns([B]), 2019)) == ("measured", 1, 1, 40, 40)


def test_a_history_in_a_circle_ends(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), school(B, "201", 10, "50%")], 2018)
    follows(B, A)
    follows(A, B)
    assert counted(Who.of_urns([A, B]), 2018)[1] in (10, 40, 50)


def test_what_followed_later_changes_an_answer_that_was_kept(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2018)
    assert str(ask_one(Who.of_urns([B]), 2018).figure.status) == "not_released"
    follows(B, A)
    assert counted(Who.of_urns([B]), 2018) == (22, 40, 1)
    Succession.objects.update(how=How.SPLIT)
    assert [each.how for each in ask_one(Who.of_urns([B]), 2018).crossings] == [How.SPLIT]


def test_a_correction_of_the_register_changes_an_answer_that_was_kept(home: Path, tmp_path: Path):
    publish(tmp_path, [school(D, "201", 9)], 2018)
    known = register_schools.school(A, "Ash", la_code="201")
    assert ask_one(Who.of_urns([A]), 2018).title == "Ash"
    correct(establishment=known, what="name", value="Ash Hill", because="Its sign says so.", by=None, at=NOON)
    assert ask_one(Who.of_urns([A]), 2018).title == "Ash Hill"
    take_back(correction=Correction.objects.get(), by=None, at=NOON)
    assert ask_one(Who.of_urns([A]), 2018).title == "Ash"


def asked_of_the_database(who: Who, *, span: int = 1) -> int:
    queries._FIGURES._answers.clear()
    with CaptureQueriesContext(connection) as found:
        assert ask_one(who, 2019, span=span).figure.whole
    return len(found)


def test_queries_grow_with_the_longest_history_only(home: Path, tmp_path: Path):
    old, new = [f"{110000 + at}" for at in range(40)], [f"{120000 + at}" for at in range(40)]
    publish(tmp_path, [school(urn, "201", 40) for urn in old], 2018)
    publish(tmp_path, [school(urn, "201", 40) for urn in new], 2019)
    follows(new[0], old[0])
    few = asked_of_the_database(Who.of_urns(old[:2])), asked_of_the_database(Who.of_urns(old[:2]), span=3)
    for one, other in zip(new[1:], old[1:], strict=True):
        follows(one, other)
    many = asked_of_the_database(Who.of_urns(old)), asked_of_the_database(Who.of_urns(old), span=3)
    assert few == many
