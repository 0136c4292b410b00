"""Which pupils carry a group's distance: parts that add up, and schools that nobody can tell apart."""

from __future__ import annotations

import pytest

from accord.analytics.pupil_shares import NOBODY, LeftOver, Partition, School, Untold, cells_of, share_out
from accord.analytics.rates import Rate

SEXES = Partition(("boys", "girls"), LeftOver.NOBODY)
PRIOR = Partition(("low", "high"), LeftOver.IN_NONE)
EAL = Partition(("eal",), LeftOver.EVERYONE_ELSE)


def exact(part: int, whole: int) -> Rate:
    return Rate(part, part, part, whole, None)


def group(*schools: School) -> Rate:
    return exact(sum(each.all.central for each in schools), sum(each.all.whole for each in schools))


ASH = School(exact(30, 60), {"boys": exact(10, 30), "girls": exact(20, 30), "low": exact(2, 20), "high": exact(24, 30)})
ELM = School(exact(12, 20), {"boys": exact(12, 17), "girls": None})


def test_boys_and_girls_share_the_whole_distance() -> None:
    found = share_out(group(ASH), [ASH], SEXES, 60)
    assert found.untold is None and found.told_pupils == 60
    assert {code: each.pupils for code, each in found.parts.items()} == pytest.approx({"boys": -8, "girls": 2})
    assert {code: each.points for code, each in found.parts.items()} == pytest.approx(
        {"boys": -800 / 60, "girls": 200 / 60}
    )
    assert found.total.points == pytest.approx(-10) and found.not_told.whole == found.left_over.whole == 0


def test_a_school_with_a_hidden_part_is_left_whole_so_that_the_part_stays_hidden() -> None:
    found = share_out(group(ASH, ELM), [ASH, ELM], SEXES, 60)
    assert (found.not_told.part, found.not_told.whole) == (12, 20), "the school's own figure, and not its 3 girls"
    assert (found.parts["boys"].part, found.parts["boys"].whole) == (10, 30)
    assert found.told_pupils == 60


def test_nothing_is_told_where_less_than_half_of_the_pupils_are_told_apart() -> None:
    crowd = School(exact(40, 90), {"boys": None, "girls": exact(30, 60)})
    found = share_out(group(ASH, crowd), [ASH, crowd], SEXES, 60)
    assert found.untold is Untold.TOO_LITTLE_PUBLISHED and not found.parts
    assert (found.not_told, found.told_pupils) == (found.total, 60)
    assert share_out(group(ELM), [ELM], SEXES, 60).untold is Untold.TOO_LITTLE_PUBLISHED


def test_pupils_in_none_of_the_parts_have_a_term_of_their_own_unless_they_are_few() -> None:
    found = share_out(group(ASH), [ASH], PRIOR, 60)
    assert (found.left_over.part, found.left_over.whole) == (4, 10)
    few = School(exact(30, 60), {"low": exact(2, 26), "high": exact(26, 30)})
    assert share_out(group(few), [few], PRIOR, 60).untold is Untold.TOO_FEW_LEFT_OVER
    none = School(exact(28, 56), {"low": exact(2, 26), "high": exact(26, 30)})
    assert share_out(group(none), [none], PRIOR, 60).untold is None
    assert share_out(group(none), [none], SEXES, 60).untold is Untold.TOO_LITTLE_PUBLISHED


def test_everyone_else_is_told_only_from_six_pupils_on() -> None:
    for outside, untold in ((6, None), (5, Untold.TOO_FEW_LEFT_OVER), (0, None)):
        school = School(exact(20 + outside, 40 + outside), {"eal": exact(20, 40)})
        assert share_out(group(school), [school], EAL, 50).untold is untold


def test_counts_of_parts_give_way_within_what_is_published() -> None:
    parts = {"boys": Rate(60, 61, 62, 120, None), "girls": Rate(70, 70, 71, 130, None)}
    assert cells_of(School(exact(133, 250), parts), SEXES) == {"boys": (62, 120), "girls": (71, 130), "": (0, 0)}
    assert cells_of(School(exact(130, 250), parts), SEXES) == {"boys": (60, 120), "girls": (70, 130), "": (0, 0)}
    assert cells_of(School(exact(134, 250), parts), SEXES) is None, "no counts fit: another denominator was used"


def test_a_school_without_such_pupils_is_told_apart() -> None:
    only_boys = School(exact(5, 10), {"boys": exact(5, 10), "girls": NOBODY})
    assert share_out(group(only_boys), [only_boys], SEXES, 60).parts["girls"].points == 0
