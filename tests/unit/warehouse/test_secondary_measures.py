"""Measures of secondary schools and of 16 to 18 study: when each was taken, and where its line breaks."""

from __future__ import annotations

import pytest

from accord.meaning.definitions import folders
from accord.warehouse.datasets import families
from accord.warehouse.forms import Form
from accord.warehouse.measure_kinds import COLUMN_ROLES
from accord.warehouse.measures import Measure, load_measures
from accord.warehouse.years import year_by_suffixes

TEN = ("all", "boys", "girls", "disadvantaged", "other", "eal", "non_mobile", "prior_low", "prior_middle", "prior_high")
THREE = ("all", "disadvantaged", "other")
TAKEN = {
    # code: years of 2010 to 2027 in which it was taken, groups of pupils
    "ks4_attainment8": ([*range(2016, 2020), *range(2022, 2028)], TEN),
    "ks4_progress8": ([*range(2016, 2020), 2022, 2023, 2024, 2027], TEN),
    "ks4_basics_94": ([*range(2017, 2020), *range(2022, 2028)], TEN),
    "ks4_basics_95": ([*range(2017, 2020), *range(2022, 2028)], TEN),
    "ks4_basics_ac": ([*range(2011, 2017)], TEN),
    "ks4_5ac_em": ([*range(2011, 2017)], TEN),
    "ks4_ebacc_entry": ([*range(2011, 2020), *range(2022, 2028)], TEN),
    "ks4_ebacc_aps": ([2018, 2019, *range(2022, 2028)], TEN),
    "ks4_destinations_sustained": ([*range(2010, 2028)], THREE),
    "ks5_aps_entry_alevel": ([*range(2016, 2020), *range(2022, 2028)], THREE),
}
BROKEN = {
    # code: pairs of years that may not share a line, and pairs that may
    "ks4_attainment8": ([(2016, 2017), (2019, 2022), (2022, 2023)], [(2017, 2019), (2023, 2025)]),
    "ks4_progress8": ([(2017, 2018), (2019, 2022)], [(2018, 2019), (2022, 2024)]),
    "ks4_basics_94": ([(2019, 2022), (2022, 2023)], [(2017, 2019)]),
    "ks4_5ac_em": ([(2013, 2014), (2014, 2015)], [(2011, 2013), (2015, 2016)]),
    "ks5_aps_entry_alevel": ([(2019, 2022), (2022, 2023)], [(2016, 2019)]),
}


def shipped() -> dict[str, Measure]:
    return load_measures(folders(None)[:1])


def form(family: str, code: str) -> Form:
    (found,) = [each for each in families(folders(None)[:1]) if each.code == family]
    return next(each for each in found.forms if each.code == code)


def test_every_secondary_measure_is_looked_at_here():
    assert {code for code, each in shipped().items() if each.stage.code[:3] in ("ks4", "ks5")} == set(TAKEN)


@pytest.mark.parametrize("code", TAKEN)
def test_a_measure_is_taken_in_its_years_and_no_others(code: str):
    measure = shipped()[code]
    assert [year for year in range(2010, 2028) if measure.gap(year) is None] == TAKEN[code][0]
    assert measure.pupils == TAKEN[code][1]
    assert all((measure.why_it_matters, measure.owner, measure.checked_by, measure.review_due))


@pytest.mark.parametrize("code", BROKEN)
def test_a_line_breaks_where_figures_may_not_be_compared(code: str):
    measure = shipped()[code]
    apart, together = BROKEN[code]
    assert all(measure.series(one) != measure.series(other) for one, other in apart)
    assert all(measure.series(one) == measure.series(other) for one, other in together)


@pytest.mark.parametrize("code", TAKEN)
def test_every_column_of_a_measure_is_one_that_its_files_can_carry(code: str):
    measure = shipped()[code]
    (place,) = measure.stage.forms
    fed = {
        column.variable
        for each in families(folders(None)[:1])
        if each.code == place.results_family
        for one in each.forms
        for column in one.columns.values()
    }
    needed = [role for role in measure.columns["performance_tables"] if role != "count"]
    asked = [measure.column("performance_tables", role, group) for role in needed for group in measure.pupils]
    assert len(asked) >= len(measure.pupils)
    assert set(asked) <= fed
    assert set(measure.columns["performance_tables"]) <= COLUMN_ROLES[measure.kind]
    assert {columns.whole for group in measure.stage.pupil_groups.values() for columns in group.columns.values()} <= fed


def test_the_number_behind_an_average_is_that_of_the_group():
    measure = shipped()["ks4_attainment8"]
    assert measure.column("performance_tables", "number", "all") == "TPUP"
    assert measure.column("performance_tables", "number", "boys") == "BPUP"
    assert measure.column("performance_tables", "score", "boys") == "ATT8SCR_BOYS"


@pytest.mark.parametrize(
    ("header", "variable"),
    [
        ("PTAC5EM", "PTAC5EM"),
        ("PTAC5EM_PTQ", "PTAC5EM"),
        ("PTAC5EM_PTQ_EE", "PTAC5EM"),
        ("PTL2BASICS_LL_PTQ_EE", "PTL2BASICS"),
        ("PBL2BASICS_94", "PTL2BASICS_94_BOYS"),
        ("PTNOTFSM6CLA1ABASICS_95", "PTL2BASICS_95_NFSM6CLA1A"),
        ("TBASICSLO_94", "TL2BASICS_94_LO"),
        ("PTEBACC_ENFSM_PTQ", "PTEBACC_E_NFSM6CLA1A"),
        ("PTEBACC_ENFSM6CLA1A_PTQ_EE", "PTEBACC_E_NFSM6CLA1A"),
        ("TEBACC_EMID_PTQ_EE", "TEBACC_E_AV"),
        ("EBACCAPS_MID", "EBACCAPS_AV"),
        ("TFSMCLA", "TFSM6CLA1A"),
        ("PTEBACC_E_16_PTQ_EE", "PTEBACC_E_16"),
        ("P8PUP_FSM6CLA1A__16", "P8PUP_FSM6CLA1A__16"),
        ("PTmultiLan_E", "PTMULTILAN_E"),
    ],
)
def test_headers_of_all_years_feed_one_variable(header: str, variable: str):
    column = form("ks4_schools", "attainment8").column_for(header)
    assert column is not None
    assert column.variable == variable


@pytest.mark.parametrize(
    ("family", "code", "headers", "year"),
    [
        ("ks4_schools", "attainment8", ["ATT8SCR", "ATT8SCR_16", "ATT8SCR_17", "PT5EM_94_17", "PT5EM_94_18"], 2018),
        ("ks4_schools", "attainment8", ["ATT8SCR", "P8MEA_FSM6CLA1A__16", "PTEBACC_E_15_PTQ_EE"], 2017),
        ("ks4_schools", "attainment8", ["ATT8SCR", "ATT8SCR_18", "ATT8SCR_19"], 2022),
        ("ks4_schools", "five_good_passes", ["PTAC5EM_PTQ", "AC5EM14_PTQ", "TFSMCLA_13"], 2014),
        ("ks4_schools", "attainment8", ["ATT8SCR", "PT5EM_94_18"], None),
        ("ks5_schools", "ks5final", ["TALLPPE_ALEV_1618", "TALLPPE_ALEV_1618_20", "TALLPPE_ALEV_1618_22"], 2023),
        ("ks4_destinations", "pupdest", ["COHORT", "COHORT_20", "COHORT_21"], 2021),
        ("ks4_destinations", "pupdest", ["COHORT"], None),
    ],
)
def test_the_prior_years_tell_the_year(family: str, code: str, headers: list[str], year: int | None):
    told = year_by_suffixes(form(family, code), {header: header for header in headers})
    assert (told[0] if told else None) == year
