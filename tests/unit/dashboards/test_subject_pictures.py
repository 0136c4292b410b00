"""Funnel, movers and small multiples: what they draw, what they leave out, and what their titles say."""

from __future__ import annotations

import json
from dataclasses import replace

from accord.analytics.figures import Basis, Figure, Status
from accord.analytics.funnels import Around, limits
from accord.analytics.members import MemberState
from accord.dashboards.presenters.funnel import funnel_part
from accord.dashboards.presenters.gaps import gap_sentences, gaps_table
from accord.dashboards.presenters.many_lines import members_through_years
from accord.dashboards.presenters.movers import movers_part
from accord.dashboards.presenters.standing import standing
from accord.dashboards.presenters.stands_out import Noticed, family_of, stands_out
from accord.dashboards.queries.findings import Figures
from accord.dashboards.queries.schools_through_years import Through, lines
from accord.performance import catalogue
from accord.ui.tables.shades import Shade
from tests.unit.dashboards import figures
from tests.unit.dashboards.figures import beside, hidden, looking, printed, row, school


def share(part: int, whole: int, schools: tuple[int, int] = (1, 1)) -> Figure:
    """A figure of schools of one size."""
    return replace(figures.share(part, whole, schools), cohort=whole / schools[0])


ENGLAND = (row(printed(65), title="England", basis=Basis.PUBLISHED),)
MEMBERS = [
    school("Oak", share(57, 60)),
    school("Ash", share(39, 60)),
    school("Elm", share(12, 60)),
    school("Yew", hidden(), "Suppressed: too few pupils to publish", MemberState.SUPPRESSED),
    school("Fir", hidden(Status.NOT_APPLICABLE), "Not in the file", MemberState.NOT_APPLICABLE),
]
NOW = beside(row(share(108, 180, (3, 4))), england=ENGLAND)


def drawn(spec: dict) -> str:
    """Everything a specification says."""
    return json.dumps(spec, ensure_ascii=False)


def cells(table) -> list[dict[str, object]]:
    """The rows of a table as a machine reads them."""
    return [
        {column.code: cell.value for column, cell in zip(table.all_columns, line, strict=True)}
        for line, _ in table.raw_rows
    ]


def test_funnel_names_those_outside_and_says_who_is_missing():
    part = funnel_part(looking(), MEMBERS, NOW)
    assert part.finding == "2 of 3 schools lie further from England’s 65% than chance usually puts a school"
    assert "Above them: Oak" in part.sentences[0] and "Below them: Elm" in part.sentences[0]
    wide = drawn(part.picture.wide())
    assert "Oak" in wide and "Elm" in wide and "Ash" not in wide
    assert any("suppressed: too few pupils to publish: Yew" in each for each in part.picture.captions)
    assert "Fir" not in " ".join(part.picture.captions)
    table = {each["name"]: each for each in cells(part.table)}
    assert table["Oak"]["placed"] == "above the limits" and table["Ash"]["placed"] == "within"
    assert table["Elm"]["low"] == limits(Around(64.5, 65.5), 60).low
    assert table["Yew"]["value"] is None and "Suppressed" in str(table["Yew"]["placed"])


def test_funnel_stands_around_the_schools_themselves_where_there_is_no_england_and_never_for_scores():
    alone = funnel_part(looking(), MEMBERS, beside(row(share(108, 180))))
    assert "Elm Alliance’s 60%" in alone.finding
    like = [school("Ash", share(39, 60)), school("Oak", share(38, 60))]
    assert funnel_part(looking(), like, NOW).finding.startswith("All 2 schools lie where chance alone")
    assert funnel_part(looking("ks2_reading_progress"), MEMBERS, NOW) is None
    assert funnel_part(looking(), MEMBERS[3:], NOW) is None


def test_movers_add_up_from_the_counts_and_are_said():
    part = movers_part(looking(), MEMBERS, None)
    moved = {each["name"]: each for each in cells(part.table)}
    assert list(moved) == ["Oak", "Ash", "Elm"]
    assert moved["Oak"]["without"] == 100 * (39 + 12) / 120
    assert moved["Oak"]["moves"] == 100 * 108 / 180 - 100 * 51 / 120
    assert part.finding.startswith("Elm moves the figure most: without its 12 of 60 pupils it would be 80%")
    assert "Yew" not in drawn(part.picture.narrow())
    assert movers_part(looking(), MEMBERS[:1], None) is None
    assert movers_part(looking("ks2_maths_scaled"), MEMBERS, None) is None


def test_small_multiples_tell_a_change_only_where_it_can_be_told():
    def through(before: int, now: int, name: str) -> list:
        then = school(name, share(before, 60))
        past = type(then)(*(getattr(then, f) for f in then.__slots__[:-1]), row(share(before, 60), 2018, title=name))
        return [past, school(name, share(now, 60))]

    found = Through((2018, 2019), lines([*through(39, 9, "Elm"), *through(39, 38, "Ash"), MEMBERS[3]], {}))
    part = members_through_years(looking(), found, [])
    assert part.finding == "Since the summer before, of 2 schools 1 down; of 1 it cannot be told"
    assert "Yew" not in drawn(part.picture.wide()) and "1 school without any figure" in part.picture.captions[0]
    assert len(part.table.raw_rows) == 5
    like = Through((2018, 2019), lines(through(39, 38, "Ash"), {}))
    one = members_through_years(looking(), like, []).finding
    assert one == "For the one school no change since the summer before can be told from chance"
    both = Through((2018, 2019), lines([*through(39, 38, "Ash"), *through(39, 37, "Elm")], {}))
    two = members_through_years(looking(), both, []).finding
    assert two == "For none of 2 schools can a change since the summer before be told from chance"


def test_too_many_schools_to_draw_are_said_to_be_and_their_long_table_is_a_file():
    crowd = [school(f"School {at}", share(30, 60)) for at in range(301)]
    part = members_through_years(looking(), Through((2019,), lines(crowd, {})), [])
    assert part.picture is None and part.undrawn.startswith("301 schools are too many to draw")
    assert part.long == 301
    assert members_through_years(looking(), Through((2019,), lines(crowd[:60], {})), []).long == 0


def test_a_school_that_changed_its_number_is_one_line_and_schools_that_merged_are_two():
    then, now = (school(name, share(30, 60)) for name in ("Old", "New"))
    past = replace(then, row=row(share(20, 60), 2018, title="Old"))
    stands = {"OLD": "NEW", "NEW": "NEW"}
    (one,) = lines([past, now], stands)
    assert (one.urn, one.name, sorted(one.rows), one.urns) == ("NEW", "New", [2018, 2019], ("NEW", "OLD"))
    assert [each.urn for each in lines([past, then, now], stands)] == ["NEW", "OLD"]


def test_nothing_is_compared_without_an_interval_or_a_value():
    expected, scaled = catalogue.measure("ks2_rwm_expected"), catalogue.measure("ks2_maths_scaled")
    assert standing(expected, share(57, 60), printed(65)) == (Shade.ABOVE, "above")
    assert standing(expected, share(12, 60), printed(65)) == (Shade.BELOW, "below")
    assert standing(expected, share(39, 60), printed(65)) == (Shade.LIKE, "about the same")
    assert standing(expected, share(4, 8), printed(65)) == (Shade.UNSURE, "cannot tell")
    assert standing(expected, hidden(), printed(65)) == (Shade.ABSENT, "suppressed")
    assert standing(scaled, share(39, 60), printed(65)) == (Shade.UNSURE, "not compared")


def test_gaps_only_between_pupils_who_have_nobody_in_common():
    rows = beside(*(row(share(part, 60), pupils=pupils) for pupils, part in (("boys", 20), ("girls", 45), ("eal", 60))))
    told = cells(gaps_table(looking(), rows))
    assert [(each["first"], each["second"], each["told"]) for each in told] == [("Boys", "Girls", "Boys lower")]
    assert len(gap_sentences(looking(), rows)) == 1


def noticed(members: list, own: Figure | None = None) -> Noticed | None:
    measure = catalogue.measure("ks2_rwm_expected")
    key = (measure.code, "all", 2019)
    found = Figures((measure,), {key: row(own)} if own else {}, {key: ENGLAND[0]}, measure, tuple(members), None)
    return stands_out(looking(), family_of(looking(), found), found)


def test_what_stands_out_is_looked_at_together_and_nothing_is_said_plainly():
    together = share(108, 180)
    told = noticed(MEMBERS, together)
    assert told.lead.startswith("2 of 4 figures looked at together stand out")
    assert any(text.startswith("Oak: ") for text, _ in told.clearest) and not told.others
    assert any(href == "/groups/elm/findings/ks2_rwm_expected-all-level-2019-OAK/" for _, href in told.clearest)
    many = noticed(MEMBERS * 6, together)
    assert len(many.clearest) == 5 and len(many.others) == int(many.lead.split()[0]) - 5 > 0
    assert many.folded == f"The other {len(many.others)}, less clear than these"
    assert "Special schools" not in told.lead
    some = noticed([*MEMBERS[1:], replace(MEMBERS[0], kind="special")], together)
    assert "Special schools are not among them" in some.lead and not any("Oak" in text for text, _ in some.clearest)
    alone = noticed([replace(MEMBERS[0], kind="special")], together)
    assert "Special schools" not in alone.lead and any("Oak" in text for text, _ in alone.clearest)
    assert noticed(MEMBERS[1:2], together).lead.startswith("Nothing stands out among 2 figures")
    assert noticed([]) is None
