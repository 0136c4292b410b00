"""A file that came by itself counts at once only where everything that was asked for holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accord.meaning.acceptance import Content, edition_in_name, reasons_to_wait
from accord.meaning.sources import Condition, FileOffered, Form

OFFERED = FileOffered(
    "ks2", "Key Stage 2", ("ks2_schools",), "ks2_results", "https://data.example/ks2", (Form.CSV,),
    date(2026, 9, 1), {}, {}, 2016, tuple(Condition),
)  # fmt: skip
BEFORE = Content("ks2_schools", "wide", ("England",), 1000)


def reasons(came: Content = BEFORE, offered: FileOffered = OFFERED, warnings: int = 0, told: bool = True) -> list[str]:
    before = {BEFORE.family: BEFORE}
    return reasons_to_wait(offered, [came], before, warnings=warnings, edition_told=told)


def test_what_is_like_the_one_before_counts():
    assert reasons() == [] and reasons(replace(BEFORE, size=1100)) == [] and reasons(replace(BEFORE, size=900)) == []


def test_each_condition_has_its_own_reason():
    assert "its form is tidy" in reasons(replace(BEFORE, form="tidy"))[0]
    assert "other authorities" in reasons(replace(BEFORE, extent=("201",)))[0]
    assert "1,101 schools" in reasons(replace(BEFORE, size=1101))[0]
    assert "2 things worth knowing" in reasons(warnings=2)[0]
    assert "how settled" in reasons(told=False)[0]
    assert "address works" in reasons(offered=replace(OFFERED, verified=None))[0]
    assert reasons(replace(BEFORE, family="census"))[0] == "it holds census, which is not expected from there"


CONTENTS = st.builds(
    Content, st.sampled_from(["ks2_schools", "census"]), st.sampled_from(["wide", "tidy"]),
    st.sampled_from([("England",), ("201",)]), st.integers(0, 2000),
)  # fmt: skip


@given(st.lists(CONTENTS, min_size=1, max_size=3), st.sets(st.sampled_from(list(Condition))), st.booleans(),
       st.integers(0, 3), st.booleans())  # fmt: skip
def test_nothing_counts_unlooked_at_that_anything_speaks_against(came, conditions, verified, warnings, told):
    offered = replace(OFFERED, accept_when=tuple(conditions), verified=OFFERED.verified if verified else None)
    found = reasons_to_wait(offered, came, {BEFORE.family: BEFORE}, warnings=warnings, edition_told=told)
    wrong = not conditions or not verified or any(each.family != "ks2_schools" for each in came)
    wrong |= Condition.NO_WARNINGS in conditions and warnings > 0
    wrong |= Condition.EDITION_IS_TOLD in conditions and not told
    wrong |= Condition.SAME_FORM in conditions and any(each.form != "wide" for each in came)
    wrong |= Condition.SAME_EXTENT in conditions and any(each.extent != ("England",) for each in came)
    many = Condition.SCHOOLS_ABOUT_AS_MANY in conditions
    wrong |= many and any(not 900 <= each.size <= 1100 for each in came)
    assert bool(found) == wrong


def test_an_edition_is_told_by_a_name_that_says_one():
    assert edition_in_name("england_ks2Revised.csv") == "revised"
    assert edition_in_name("england_ks2.csv") == edition_in_name("revised_and_final.csv") == ""
