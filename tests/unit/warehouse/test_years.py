"""The year of a file, from suffixes, from a column, and where they contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.meaning.definitions import folders
from accord.warehouse.datasets import families
from accord.warehouse.years import summer, summer_within, year_by_suffixes

FORMS = {f"{form.family}/{form.code}": form for family in families(folders(None)) for form in family.forms}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2018", 2018), ("201718", 2018), ("2017/18", 2018), ("2017-18", 2018), ("2017–18", 2018),
        ("2017/2018", 2018), ("202425", 2025), ("209900", 2100), ("201719", None), ("2017/17", None),
        ("17/18", None), ("0", None), ("", None), ("2025 (Rev)", None),
    ],
)  # fmt: skip
def test_a_year_is_its_summer(text: str, year: int | None):
    assert summer(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2018", 2018), ("2015/16", 2016), ("2016-17 (OT)", 2017), ("2025 (Rev)", 2025), ("2025 (prov)", 2025),
        ("2025-26", 2026), ("2014-16", 2014), ("2013/14-15/16", 2014), ("0", None), ("", None), ("Rev", None),
    ],
)  # fmt: skip
def test_a_free_text_of_years_holds_a_year_or_none(text: str, year: int | None):
    assert summer_within(text) == year


@pytest.mark.parametrize(
    ("headers", "year"),
    [
        (["PTRWM_EXP_17", "PTRWM_EXP_16"], 2018),
        (["TELIG_18", "TELIG_17"], 2019),
        (["READPROG_LOWER_19"], 2023),
        (["TELIG_22", "TELIG_19"], 2023),
        (["TELIG_23", "TELIG_22"], 2024),
        (["READPROG_DESCR_16"], 2017),
        (["TELIG", "TAB15", "TELIG_3YR"], None),
        (["UNHEARD_OF_17"], None),
    ],
)
def test_the_newest_prior_year_tells_the_year(headers: list[str], year: int | None):
    told = year_by_suffixes(FORMS["ks2_schools/ks2final"], {name: name for name in headers})
    assert (told[0] if told else None) == year


@given(st.text(alphabet="0129-/ –(OTRev)", max_size=16))
def test_a_year_within_a_text_is_one_that_stands_there(text: str):
    year = summer_within(text)
    if year is None:
        assert not any(text[at : at + 2] == "20" and text[at : at + 4].isdigit() and len(text[at : at + 4]) == 4
                       for at in range(len(text)))  # fmt: skip
    else:
        assert str(year) in text or str(year - 1) in text
