"""What follows from links: one rule at a time, on schools that are easy to see."""

from __future__ import annotations

from datetime import date

from accord.meaning.definitions import folders
from accord.register.rules.lineage import Facts, How, Lineages, counting, places
from accord.register.rules.link_types import LinkRow, load_link_types
from accord.register.rules.successions import Found, find_successions

TYPES = load_link_types(folders(None))


def find(*links: tuple[str, str, str] | tuple[str, str, str, date], facts: tuple[Facts, ...] = ()) -> Found:
    return find_successions([LinkRow(*link) for link in links], {each.urn: each for each in facts}, TYPES)


def edges(found: Found) -> list[tuple[str, str, str]]:
    return [(each.older, each.newer, str(each.how)) for each in found.successions]


def test_either_side_will_do_and_both_are_one():
    assert edges(find(("A", "B", "Successor"))) == [("A", "B", "continued")]
    assert edges(find(("B", "A", "Predecessor"))) == [("A", "B", "continued")]
    both = find(("A", "B", "Successor"), ("B", "A", "Predecessor"))
    assert edges(both) == [("A", "B", "continued")]
    assert (both.oddities.pairs, both.oddities.one_sided) == (1, 0)
    assert find(("A", "B", "Successor")).oddities.one_sided == 1


def test_an_infant_and_a_junior_school_are_amalgamated_and_two_primaries_merged():
    links = (("C", "A", "Predecessor"), ("C", "B", "Predecessor"))
    infant, junior = Facts("A", low_age=4, high_age=7), Facts("B", low_age=7, high_age=11)
    assert {how for *_, how in edges(find(*links, facts=(infant, junior)))} == {"amalgamated"}
    assert {how for *_, how in edges(find(*links))} == {"merged"}


def test_one_into_two_is_a_split_and_ends_its_own_place():
    found = find(("A", "B", "Successor"), ("A", "C", "Successor"))
    assert {how for *_, how in edges(found)} == {"split"}
    assert places("ABC", found.successions, {}) == {"A": "A", "B": "B", "C": "C"}


PARTED = (
    ("A", "B", "Successor - Split School", date(2012, 9, 1)),
    ("A", "A2", "Successor", date(2015, 9, 1)),
)


def test_what_was_split_off_does_not_go_on_with_a_school_that_lived_on():
    converted = find(*PARTED)
    assert edges(converted) == [("A", "A2", "continued"), ("A", "B", "split")]
    assert places(("A", "A2", "B"), converted.successions, {}) == {"A": "A2", "A2": "A2", "B": "B"}
    closed = find(PARTED[0], facts=(Facts("A", is_open=False),))
    assert places("AB", closed.successions, {}) == {"A": "A", "B": "B"}


def test_the_school_another_was_split_off_from_counts_until_then():
    lineage = Lineages(find(*PARTED).successions).lineage_of("B")
    days = {"B": (date(2012, 9, 1), None)}
    for known in (days, {}):  # the day it opened, or else the day of the link
        assert counting("B", lineage, {"A"}, known, date(2012, 5, 15)) == ("A",)
        assert counting("B", lineage, {"A", "B"}, known, date(2014, 5, 15)) == ("B",)
        assert counting("B", lineage, {"A"}, known, date(2014, 5, 15)) == ()
    undated = Lineages(find(("A", "B", "Successor - Split School")).successions).lineage_of("B")
    assert counting("B", undated, {"A", "B"}, {}, date(2014, 5, 15)) == ("B",)
    assert counting("B", undated, {"A"}, {}, date(2014, 5, 15)) == ("A",)


def test_one_split_off_may_go_back_or_be_joined_again():
    back = (("A", "B", "Successor - Split School"), ("A", "B", "Predecessor - merged"))
    found = find(*back, facts=(Facts("A", is_open=True), Facts("B", is_open=False)))
    assert edges(found) == [("B", "A", "merged")]
    joined = find(
        ("A", "B", "Successor - Split School", date(2005, 9, 1)),
        ("A", "C", "Successor - merged", date(2010, 9, 1)),
        ("B", "C", "Successor - merged", date(2010, 9, 1)),
    )
    assert places("ABC", joined.successions, {}) == {"A": "C", "B": "C", "C": "C"}


def test_a_circle_with_a_split_in_it_is_broken_there():
    links = (("A", "B", "Successor - Split School"), ("B", "C", "Successor"), ("C", "A", "Successor - merged"))
    assert edges(find(*links)) == [("B", "C", "continued"), ("C", "A", "merged")]


def test_a_fresh_start_and_a_new_sponsor_are_flagged():
    fresh = find(("A", "B", "Successor"), facts=(Facts("B", reason_opened="Fresh Start"),))
    sponsor = find(("A", "B", "Successor"), facts=(Facts("A", reason_closed="Transferred to new sponsor"),))
    assert edges(fresh) == [("A", "B", "fresh_start")] and edges(sponsor) == [("A", "B", "new_sponsor")]


def test_an_open_school_is_followed_by_nobody():
    found = find(("A", "B", "Successor"), facts=(Facts("A", is_open=True), Facts("B", is_open=True)))
    assert edges(found) == [] and found.oddities.older_still_open == 1


def test_a_circle_is_found_counted_and_broken():
    links = (("A", "B", "Successor"), ("B", "C", "Successor"), ("C", "A", "Successor"))
    days = [Facts(urn, opened_on=date(year, 9, 1)) for urn, year in (("A", 2001), ("B", 2005), ("C", 2009))]
    found = find(*links, facts=tuple(days))
    assert edges(found) == [("A", "B", "continued"), ("B", "C", "continued")] and found.oddities.cycles == 1


def test_sides_that_contradict_each_other_are_settled_by_who_closed():
    links = (("A", "B", "Successor"), ("B", "A", "Successor"))
    found = find(*links, facts=(Facts("A", is_open=False), Facts("B", is_open=True)))
    assert edges(found) == [("A", "B", "continued")] and found.oddities.contradictory == 1
    assert edges(find(*links)) == [] and find(*links).oddities.undirected == 1


def test_a_sixth_form_centre_and_a_link_to_itself_are_no_successions():
    found = find(("A", "B", "Sixth Form Centre Link"), ("A", "A", "Successor"), ("A", "C", "Strange"))
    assert edges(found) == []
    assert (found.oddities.not_successions, found.oddities.self_links) == (2, 1)
    assert found.oddities.unknown_types == {"Strange": 1}


def test_of_two_that_are_the_same_pupils_one_counts():
    found = find(("A", "B", "Successor"))
    lineage = Lineages(found.successions).lineage_of("B")
    days = {"A": (None, date(2018, 9, 1)), "B": (date(2018, 9, 1), None)}
    assert counting("B", lineage, {"A", "B"}, days, date(2018, 5, 15)) == ("A",)
    assert counting("B", lineage, {"A", "B"}, days, date(2019, 5, 15)) == ("B",)
    assert counting("B", lineage, {"A", "B"}, {}, date(2018, 5, 15)) == ("B",)
    assert counting("B", lineage, set(), days, date(2018, 5, 15)) == ()
    # Of schools outside the extract no days are known, but the day of the link tells; so does the newer's first day.
    linked = Lineages(find(("A", "B", "Successor", date(2018, 9, 1))).successions).lineage_of("B")
    for steps, known in ((linked, {}), (lineage, {"B": (date(2018, 9, 1), None)})):
        assert counting("B", steps, {"A", "B"}, known, date(2018, 5, 15)) == ("A",)
        assert counting("B", steps, {"A", "B"}, known, date(2019, 5, 15)) == ("B",)


def test_merged_schools_all_count():
    found = find(("C", "A", "Predecessor"), ("C", "B", "Predecessor"))
    lineage = Lineages(found.successions).lineage_of("C")
    assert counting("C", lineage, {"A", "B"}, {}, date(2018, 5, 15)) == ("A", "B")
    assert {each.how for each in lineage} == {How.MERGED}
