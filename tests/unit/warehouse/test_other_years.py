"""Published files of years that are not at hand: headers as printed, invented rows, and what comes of each cell.

A row of a table is the family and form wanted, the year given, the file, and some of its cells by level, code and
variable: a number, or the word for why there is none. Where the shape of a year is known from stands beside it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from accord.warehouse.outcomes import Outcome
from tests.factories.preparing import of_bytes

ENGLAND = "E92000001"
HEADS = ("Total Number of Teachers (Headcount)", "Total Number of Teachers (Full-Time Equivalent)")
PLACE = {"country_code": ENGLAND, "country_name": "England", "old_la_code": "501", "new_la_code": "E06000001",
         "la_name": "Somewhere", "geographic_level": "Local authority", "time_identifier": "Academic year"}  # fmt: skip


def written(*rows: dict[str, Any], encoding: str = "utf-8") -> bytes:
    """A table with the columns of all its rows, in the order in which they come."""
    text = io.StringIO()
    lines = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue().encode(encoding)


def cells(outcome: Outcome) -> dict[tuple[str, str, str], float | str]:
    """Every cell of every release, as a number or as the word for why there is none."""
    found: dict[tuple[str, str, str], float | str] = {}
    for each in outcome.candidates:
        for row in pl.read_parquet(each.folder / "cells.parquet").to_dicts():
            number = row["number"] if row["status"] == "value" else row["status"]
            found[row["level"], row["code"], row["variable"]] = number
    return found


def swf(teachers: str, fte: str, ratio: str, salary: str, **more: str) -> dict[str, str]:
    return {"LA Number": "501", "Establishment Number": "2001", "URN": "100001", **more, HEADS[0]: teachers,
            HEADS[1]: fte, ratio: "19.6", salary: "£38,885"}  # fmt: skip


def national(row: dict[str, str], **what: str) -> dict[str, str]:
    return {**row, **what}


SWF_2018 = swf("12", "11.5", "Pupil:     Teacher Ratio", "Mean Gross FTE Salary of All Teachers (£s)")
TAKEN: list[tuple[str, str, int | None, tuple[dict[str, Any], ...], dict[tuple[str, str, str], float | str]]] = [
    # Absence: 2011 from public loaders (two thresholds in one file), 2014 and 2024 from metadata.
    ("absence", "england_abs", 2011,
     ({"LA": "501", "ESTAB": "2001", "URN": "100001", "PERCTOT": "4.1", "PERCUA": "0.2", "PPERSABS15": "6.1",
       "PPERSABS20": "2.2"},
      {"LA": "NAT", "ESTAB": "PRI", "PERCTOT": "5", "PERCUA": "0.6", "PPERSABS15": "5.2", "PPERSABS20": "1.9"}),
     {("school", "100001", "PPERSABS"): 6.1, ("school", "100001", "PPERSABS20"): 2.2,
      ("school", "100001", "PERCUA"): 0.2, ("england_primary", ENGLAND, "PPERSABS"): 5.2}),
    ("absence", "england_abs", 2010,
     ({"LA": "501", "ESTAB": "2001", "URN": "100001", "PERCTOT": "4.1", "PPERSABS20": "2.2"},),
     {("school", "100001", "PPERSABS"): 2.2}),
    ("absence", "england_abs", 2024,
     ({"LA": "501", "ESTAB": "2001", "URN": "100001", "PERCTOT": "6.7%", "PPERSABS10": "SUPP"},
      {"LA": "NAT", "ESTAB": "SPE", "PERCTOT": "12.8", "PPERSABS10": "37.5"},
      {"LA": "NAT", "ESTAB": "AP", "PERCTOT": "40.1", "PPERSABS10": "80"}),
     {("school", "100001", "PERCTOT"): 6.7, ("school", "100001", "PPERSABS"): "suppressed",
      ("england_special", ENGLAND, "PPERSABS"): 37.5}),
    # Census: 2011 to 2014 and the misprint from public loaders; 2024 as printed, with schools that have no pupils.
    ("census", "england_census_2011", 2012,
     ({"URN": "100001", "LAESTAB": "5012001", "NUMFTE": "200.5", "TOTPUPSENDN": "210", "TSENSAP": "20", "TSENA": "30",
       "TOTSENST": "5", "TOTSENAP": "15", "PTOTSENST": "2.4", "TOTPUPEALDN": "190", "NUMEAL": "10", "PNUMEAL": "5.3",
       "TOTPUPFSMDN": "200", "NUMFSM": "20", "NUMNOFSM": "180", "PNUMFSM": "10", "PNUMFSMEVER": "22.5"},
      {"URN": "NAT", "LAESTAB": "PRI", "TOTPUPSENDN": "4000000", "NUMEAL": "700000", "PNUMEAL": "17.5"}),
     {("school", "100001", "NOR"): 210, ("school", "100001", "TSENELSE"): 5, ("school", "100001", "PSENELSE"): 2.4,
      ("school", "100001", "NUMFTE"): 200.5, ("england_primary", ENGLAND, "NOR"): 4000000}),
    ("census", "england_census", 2015,
     ({"URN": "100001", "LA": "501", "ESTAB": "2001", "NOR": "SP", "PNUMEAL": "5.3", "PNUMUNCLF": "0.1"},
      {"URN": "NAT", "ESTAB": "SEC", "NOR": "3,184,730", "PNUMEAL": "15", "PNUMUNCLF": "0.3"}),
     {("school", "100001", "NOR"): "small", ("school", "100001", "PNUMUNCFL"): 0.1,
      ("england_secondary", ENGLAND, "NOR"): 3184730}),
    ("census", "england_census", 2024,
     ({"URN": "100001", "LA": "501", "ESTAB": "2001", "SCHOOLTYPE": "State-funded primary", "NOR": "33",
       "PNUMEAL": "6.1%", "NUMFSM": "15", "NUMFSMEVER": "16", "NORFSMEVER": "33", "PNUMFSMEVER": "48.5%"},
      {"URN": "100002", "LA": "501", "ESTAB": "1101", "SCHOOLTYPE": "State-funded AP school", "NOR": "0",
       "PNUMEAL": "0.0%", "NUMFSM": "0", "NUMFSMEVER": "NA", "NORFSMEVER": "NA", "PNUMFSMEVER": "NA"},
      {"URN": "NAT", "ESTAB": "SPE", "SCHOOLTYPE": "Special school", "NOR": "160420", "PNUMEAL": "14.4%",
       "NUMFSM": "75504", "NUMFSMEVER": "71064", "NORFSMEVER": "140633", "PNUMFSMEVER": "50.5%"}),
     {("school", "100001", "PNUMFSMEVER"): 48.5, ("school", "100002", "NOR"): 0,
      ("school", "100002", "NUMFSMEVER"): "not_applicable", ("england_special", ENGLAND, "NORFSMEVER"): 140633}),
    # Workforce: short names of 2011 and later from public loaders and metadata; heads of 2016, 2018, 2019 as printed.
    ("workforce", "england_swf_2011", 2011,
     ({"LA": "501", "URN": "100001", "NTEA": "12", "NTEAAS": "SUPP", "NFTETEA": "11.5", "RATPUPTEA": "19.6",
       "SALARY": "38885"},
      {"LA": "NAT", "URN": "PRI", "NTEA": "200000", "NTEAAS": "1", "NFTETEA": "190000", "RATPUPTEA": "21.0",
       "SALARY": "36000"}),
     {("school", "100001", "NTEA"): 12, ("school", "100001", "NTEAAS"): "suppressed",
      ("school", "100001", "SALARY"): 38885, ("england_primary", ENGLAND, "RATPUPTEA"): 21.0}),
    ("workforce", "england_swf_short", 2014,
     ({"LA": "501", "ESTAB": "2001", "URN": "100001", "NTEA": "1,012", "NFTETEA": "11.5", "RATPUPTEA": "19.6",
       "SALARY": "£38,885"},
      {"LA": "NAT", "ESTAB": "SEC", "NTEA": "2", "NFTETEA": "2", "RATPUPTEA": "15.0", "SALARY": "£37,000"}),
     {("school", "100001", "NTEA"): 1012, ("school", "100001", "SALARY"): 38885,
      ("england_secondary", ENGLAND, "RATPUPTEA"): 15.0}),
    ("workforce", "england_swf", 2016,
     (swf("12", "11.5", "Pupil:     Teacher Ratio", "Mean Gross FTE Salary of All Teachers"),),
     {("school", "100001", "RATPUPTEA"): 19.6, ("school", "100001", "SALARY"): 38885}),
    ("workforce", "england_swf", 2017,
     (swf("12", "11.5", "Pupil:\n Teacher Ratio", "Mean Gross FTE Salary of All Teachers (Â£s)"),),
     {("school", "100001", "NFTETEA"): 11.5, ("school", "100001", "SALARY"): 38885}),
    ("workforce", "england_swf", 2019,
     ({**SWF_2018, "School Phase": "Primary"},
      national(SWF_2018, **{"LA Number": "NAT", "Establishment Number": "PRI", "URN": "", HEADS[0]: "260,096"})),
     {("school", "100001", "NTEA"): 12, ("england_primary", ENGLAND, "NTEA"): 260096}),
    ("workforce", "england_swf", 2023,
     ({"LA Number": "501", "Establishment Number": "2001", "URN": "100001", "School Phase": "Primary",
       "Total Number of Classroom Teachers and Teachers in the Leadership Group (Headcount)": "12",
       "Total Number of Teachers (FTE)": "11.5", "Pupil:Teacher Ratio": "19.6"},),
     {("school", "100001", "NTEA"): 12, ("school", "100001", "NFTETEA"): 11.5,
      ("school", "100001", "RATPUPTEA"): 19.6}),
    # Key Stage 2: metadata of 2017 to 2024; in 2024 the columns of progress are there and empty.
    ("ks2_schools", "ks2final", 2016,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "2001", "URN": "100001", "TELIG": "30", "PTRWM_EXP": "53%",
       "READPROG": "LOWCOV", "READCOV": "40%"},
      {"RECTYPE": "3", "LEA": "501", "TELIG": "3000", "PTRWM_EXP": "54%"}),
     {("school", "100001", "PTRWM_EXP"): 53, ("school", "100001", "READPROG"): "low_coverage",
      ("authority", "501", "TELIG"): 3000}),
    ("ks2_schools", "ks2final", 2024,
     ({"RECTYPE": "2", "LEA": "501", "ESTAB": "7001", "URN": "100003", "TELIG": "12", "PTRWM_EXP": "SUPP",
       "READPROG": "", "READPROG_DESCR": "", "TELIG_23": "10"},
      {"RECTYPE": "5", "TELIG": "650000", "PTRWM_EXP": "61%"}),
     {("school", "100003", "PTRWM_EXP"): "suppressed", ("school", "100003", "READPROG"): "blank",
      ("england", ENGLAND, "PTRWM_EXP"): 61}),
    # Key Stage 4: from metadata of 2014 to 2024, public loaders for 2011, and the short provisional file of 2019.
    ("ks4_schools", "five_good_passes", 2011,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "NFTYPE": "CY", "TPUP": "100", "KS2APS": "27.5",
       "PTAC5EM": "58%", "PTL2BASICS": "60%", "PTEBACC_E": "22%", "PTFSMCLA": "15%", "AC5EM08": "50%"},
      {"RECTYPE": "4", "LEA": "501", "TPUP": "1000", "PTAC5EM": "57%"}),
     {("school", "100001", "PTAC5EM"): 58, ("school", "100001", "PTFSM6CLA1A"): 15,
      ("authority", "501", "PTAC5EM"): 57}),
    ("ks4_schools", "five_good_passes", 2014,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "NFTYPE": "IND", "TPUP": "100",
       "PTAC5EM_PTQ": "NE", "PTL2BASICS_PTQ": "60%", "PTEBACC_EFSM_PTQ": "9%"},),
     {("school", "100001", "PTAC5EM"): "no_entries", ("school", "100001", "PTL2BASICS"): 60,
      ("school", "100001", "PTEBACC_E_FSM6CLA1A"): 9}),
    ("ks4_schools", "attainment8", 2015,   # both eras in one file
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "TPUP": "100", "PTAC5EM_PTQ_EE": "58%",
       "ATT8SCR": "48.1", "P8MEA": "0.05", "SEN_ALL": "12", "PSEN_ALL": "12%"},),
     {("school", "100001", "PTAC5EM"): 58, ("school", "100001", "ATT8SCR"): 48.1,
      ("school", "100001", "SEN_ALL4"): 12}),
    ("ks4_schools", "attainment8", 2016,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "TPUP": "100", "PTL2BASICS_LL_PTQ_EE": "61%",
       "ATT8SCR": "49.9", "P8MEA_AV": "0.1"},),
     {("school", "100001", "PTL2BASICS"): 61, ("school", "100001", "P8MEA_AV"): 0.1}),
    ("ks4_schools", "attainment8", 2019,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "SCHNAME": "A", "ICLOSE": "0", "NFTYPE": "IND",
       "TPUP": "NA", "ATT8SCR": "NA", "PTL2BASICS_94": "NA", "PTL2BASICS_95": "NA", "PT5EM_94": "NA"},
      {"RECTYPE": "4", "LEA": "501", "TPUP": "1571", "ATT8SCR": "48.5", "PTL2BASICS_94": "67.4%",
       "PTL2BASICS_95": "46.2%", "PT5EM_94": "63.3%"},
      {"RECTYPE": "7", "TPUP": "540000", "ATT8SCR": "46.6", "PTL2BASICS_94": "64.6%", "PTL2BASICS_95": "43.2%"}),
     {("school", "100001", "TPUP"): "not_applicable", ("authority", "501", "PTL2BASICS_94"): 67.4,
      ("england", ENGLAND, "PTL2BASICS_95"): 43.2}),
    ("ks4_schools", "attainment8", 2022,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "TPUP": "100", "KS2ASS": "104.1",
       "ATT8SCR": "UNAVAIL", "ATT8SCR_MID": "45.5", "P8_BANDING": "Well above average",
       "TTOTENT_E_COVID_IMPACTED": "3"},),
     {("school", "100001", "KS2ASS"): 104.1, ("school", "100001", "ATT8SCR"): "not_available",
      ("school", "100001", "ATT8SCR_AV"): 45.5, ("school", "100001", "P8_BANDING"): 1}),
    ("ks5_schools", "ks5final", 2016,
     ({"RECTYPE": "3", "LEA": "501", "URN": "100001", "NFTYPE/FESITYPE": "FESI", "TALLPUP_ALEV_1618": "40",
       "TALLPPE_ALEV_1618": "31.5", "TALLPPEGRD_ALEV_1618": "C"},),
     {("school", "100001", "TALLPPE_ALEV_1618"): 31.5}),
    # Destinations: provisional names of 2018's tables (who left in 2016) and the record types of the metadata.
    ("ks4_destinations", "pupdest", 2016,
     ({"RECTYPE": "1", "LEA": "501", "ESTAB": "4001", "URN": "100001", "COHORT": "8", "OVERALL_DEST": "5",
       "6TH_COL": "2", "OVERALL_DESTPER": "63%", "6TH_COLPER": "SP", "6TH_COLPER_DIS": "SUPP"},
      {"RECTYPE": "7", "COHORT": "500000", "OVERALL_DESTPER": "94%"}),
     {("school", "100001", "SIXTH_COL"): 2, ("school", "100001", "SIXTH_COLPER"): "small",
      ("school", "100001", "SIXTH_COLPER_DIS"): "suppressed", ("england", ENGLAND, "OVERALL_DESTPER"): 94}),
    ("ks4_destinations", "pupdest", None,   # the newest prior year of destination is that in which these pupils left
     ({"RECTYPE": "LA", "LEA": "501", "URN": "", "COHORT": "1513", "OVERALL_DESTPER": "93%", "COHORT_18": "1422",
       "OVERALL_DESTPER_18": "92%"},),
     {("authority", "501", "COHORT"): 1513, ("authority", "501", "COHORT_18"): 1422}),
    # Trusts with Key Stage 4: the header of 2024 as printed.
    ("ks4_trusts", "trusts", None,
     ({"TIME_PERIOD": "202324", "TIME_IDENTIFIER": "Academic year", "TRUST_GROUP_TYPE": "Multi-academy trust",
       "TRUST_NAME": "A", "TRUST_UID": "2046", "INSTITUTIONS_MATPTINC": "100001;100002", "TPUP_MATPTINC": "611",
       "KS2ASS_MATPTINC": "103.9", "PSEN_ALL4_MATPTINC": "11%", "ATT8SCR_WGTAVG": "47", "P8MEACOV": "92%",
       "P8MEA_WGTAVG": "0.14", "P8CILOW": "0.02", "P8CIUPP": "0.25", "P8_BANDING": "Above average",
       "PTEBACC_E_PTQ_EE_WGTAVG_NFSM6CLA1A": "43%"},),
     {("trust", "2046", "TPUP_MATPTINC"): 611, ("trust", "2046", "P8MEA_WGTAVG"): 0.14,
      ("trust", "2046", "P8_BANDING"): 2, ("trust", "2046", "PTEBACC_E_PTQ_EE_WGTAVG_NFSM6CLA1A"): 43}),
    # Explore Education Statistics: columns as the department's own programs ask for them.
    ("phonics", "year_1_2012", None,
     ({**PLACE, "time_period": "202122", "characteristic_group": "Total", "characteristic": "Total", "gender": "Total",
       "t_phonics_y1_eligible_pupils": "1200", "t_phonics_y1_met_expected_standard": "900",
       "pt_phonics_y1_met_expected_standard": "75"},),
     {("authority", "501", "PUPILS|TOTAL|TOTAL|TOTAL"): 1200, ("authority", "501", "MET|TOTAL|TOTAL|TOTAL"): 900}),
    ("phonics", "year_1_2023", None,
     ({**PLACE, "time_period": "202223", "breakdown_topic": "All pupils", "breakdown": "All pupils", "gender": "Total",
       "t_phonics_y1_eligible_pupils": "1200", "t_phonics_y1_met_expected_standard": "c",
       "pt_phonics_y1_met_expected_standard": "!"},),
     {("authority", "501", "PUPILS|TOTAL|TOTAL|TOTAL"): 1200,
      ("authority", "501", "MET|TOTAL|TOTAL|TOTAL"): "suppressed",
      ("authority", "501", "MET_PERCENT|TOTAL|TOTAL|TOTAL"): "not_available"}),
    ("suspensions", "by_phase", None,   # rows of a term stand beside those of the year, and are left out
     tuple({**PLACE, "time_period": "202223", "time_identifier": when, "education_phase": "Total", "headcount": "1000",
            "perm_excl": "2", "suspension": number, "susp_rate": "1"}
           for when, number in (("Autumn term", "70"), ("Academic year", "190"))),
     {("authority", "501", "SUSPENSIONS|TOTAL"): 190}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("family", "form", "year", "rows", "wanted"), TAKEN, ids=[f"{each[0]}-{each[2]}-{each[1]}" for each in TAKEN]
)
def test_a_file_of_another_year_is_taken_in_rightly(
    tmp_path: Path, family: str, form: str, year: int | None, rows: tuple[dict[str, Any], ...], wanted: dict[Any, Any]
) -> None:
    outcome = of_bytes(written(*rows), tmp_path, year=year)
    assert [(each.code, each.message) for each in outcome.problems] == []
    told = {"ks4_destinations": 2018, "ks4_trusts": 2024, "suspensions": 2023, "year_1_2012": 2022, "year_1_2023": 2023}
    wanted_year = year or told.get(family) or told[form]
    assert [(each.family, each.form, each.year) for each in outcome.candidates] == [(family, form, wanted_year)]
    found = cells(outcome)
    assert {key: found.get(key) for key in wanted} == wanted
    assert [each.code for each in outcome.warnings if each.code == "unknown_columns"] == [], outcome.warnings


def test_none_of_them_says_more_of_england_than_its_rows_do() -> None:
    told = {key[0] for each in TAKEN for key in each[4]}
    assert {"england", "england_primary", "england_secondary", "england_special"} <= told


SCHOOL = {"URN": "100001", "School name": "A", "Publication date": "01/03/2020"}
REFUSED: list[tuple[str, int | None, dict[str, Any], str]] = [
    # What would be taken for something else, or of another year, has to be refused, and told apart.
    ("16 to 18 of 2011", 2011, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "TPUP1618": "100", "TALLPUPA": "90",
                                "TALLPPSA": "700", "TALLPPEA": "210"}, "key_stage_5_file"),
    ("16 to 18 destinations", 2019, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "TOT_COHORT": "100",
                                     "TOT_OVERALLPER": "90%"}, "destinations_16_to_18_file"),
    ("progress to higher education", 2019, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "ALL_COHORT": "100",
                                            "ALL_PROGRESSED": "60%"}, "destinations_16_to_18_file"),
    ("finance of 2011", 2011, {"URN": "100001", "LANUMBER": "501", "MEDIAN": "Primary", "PUPILS": "200",
                               "GRANTFUNDING": "4000", "TOTALINCOME": "4100", "TOTALEXPENDITURE": "4000"},
     "not_recognised"),
    ("independent schools since 2025", None,
     {**SCHOOL, "Inspectorate": "Ofsted", "Latest OEIF overall effectiveness": "2",
      "Publication date of latest OEIF standard inspection": "01/03/2020"}, "independent_schools_file"),
    ("independent schools before", None,
     {**SCHOOL, "Inspectorate": "Ofsted", "First day of inspection": "01/02/2020", "Overall effectiveness": "2",
      "Overall standards - Standard inspections": "Met"}, "independent_schools_file"),
    ("further education", None, {"Provider UKPRN": "10000001", "Provider URN": "130001", "Provider type": "College",
                                 "Overall effectiveness": "2"}, "further_education_file"),
    ("a term of suspensions", None,
     {**PLACE, "time_period": "202223", "time_identifier": "Autumn term", "education_phase": "Total",
      "headcount": "1000", "perm_excl": "2", "suspension": "70"}, "part_of_a_year"),
    ("results by school of 2021", 2021, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "TPUP": "100", "ATT8SCR": "50"},
     "year_without_results"),
    ("results of Key Stage 2 of 2022", 2022, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "TELIG": "30",
                                              "PTRWM_EXP": "59%"}, "year_without_results"),
    ("levels after 2015", 2016, {"RECTYPE": "1", "LEA": "501", "URN": "100001", "TAPS": "28.1"}, "year_too_late"),
    ("a national row without its type", 2024, {"LA": "NAT", "ESTAB": "", "URN": "", "PERCTOT": "5", "PPERSABS10": "5"},
     "urn_missing"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "row", "code"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_is_something_else_is_refused_by_its_name(
    tmp_path: Path, year: int | None, row: dict[str, Any], code: str
) -> None:
    outcome = of_bytes(written(row), tmp_path, year=year)
    assert outcome.candidates == ()
    assert code in {each.code for each in outcome.problems}


def test_a_year_in_the_name_is_no_year_and_the_question_says_which_is_meant(tmp_path: Path) -> None:
    row = {"RECTYPE": "1", "LEA": "501", "URN": "100001", "COHORT": "100", "OVERALL_DESTPER": "90%"}
    (problem,) = of_bytes(written(row), tmp_path, "2023-2024_england_ks4-pupdest.csv").problems
    assert problem.code == "year_unknown"
    assert "summer in which the pupils left school, two years before the tables" in problem.fix


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_pound_signs_and_marks_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    outcome = of_bytes(written(SWF_2018, encoding=encoding), tmp_path, "2017-2018_england_swf.csv", year=2018)
    assert cells(outcome)["school", "100001", "SALARY"] == 38885


def test_a_data_set_has_the_years_of_its_periods(tmp_path: Path) -> None:
    told = {("201819", "Academic year"): 2019, ("2018", "Calendar year"): 2018, ("201819", "Financial year"): 2019,
            ("201819", "Autumn term"): 2019, ("2018", "Reporting year"): 2018, ("201819", "Tax year"): 2019,
            ("2018", "January"): 2018, ("2018/19", "Spring term"): 2019}  # fmt: skip
    rows = [{**PLACE, "time_period": period, "time_identifier": identifier, "phase": "Total", "pupils": "100"}
            for period, identifier in told]  # fmt: skip
    outcome = of_bytes(written(*rows), tmp_path)
    assert {each.form for each in outcome.candidates} == {"series"}
    assert {each.year: each.cells for each in outcome.candidates} == {2018: 3, 2019: 5} and len(told) == 8


def test_symbols_of_data_sets_are_no_numbers(tmp_path: Path) -> None:
    meant = {"z": "not_applicable", "c": "suppressed", "x": "not_available", "u": "low_reliability",
             "low": "rounds_to_zero", "k": "rounds_to_zero", ":": "not_available", "~": "rounds_to_zero",
             "!": "not_available", "..": "not_available", "[c]": "suppressed", "*": "suppressed", "7": 7}  # fmt: skip
    rows = [{**PLACE, "time_period": "201819", "phase": f"Phase {at}", "pupils": symbol}
            for at, symbol in enumerate(meant)]  # fmt: skip
    found = cells(of_bytes(written(*rows), tmp_path))
    assert {symbol: found["authority", "501", f"PUPILS|Phase {at}"] for at, symbol in enumerate(meant)} == meant


@pytest.mark.parametrize(
    ("year", "row"),
    [(2011, {"ISPRIMARY": "1", "AGEL": "4", "AGEH": "11", "SFGENDER": "Mixed", "RELDENOM": "None", "NEWACFLAG": "0"}),
     (2022, {"LANAME": "Somewhere", "SCHSTATUS": "Open", "SCHOOLTYPE": "Community school", "AGELOW": "4",
             "AGEHIGH": "11", "RELCHAR": "None", "OFSTEDRATING": "Good", "OFSTEDLASTINSP": "12-03-2019"})],
)  # fmt: skip
def test_school_information_of_two_eras_is_one_record(tmp_path: Path, year: int, row: dict[str, str]) -> None:
    names = {"URN": "100001", "LA": "501", "ESTAB": "2001", "SCHNAME": "A", "MINORGROUP": "Maintained School"}
    outcome = of_bytes(written({**names, **row}), tmp_path, year=year)
    assert [(each.code, each.message) for each in (*outcome.problems, *outcome.warnings)] == []
    (record,) = pl.read_parquet(outcome.candidates[0].folder / "records.parquet").to_dicts()
    assert (record["urn"], record["la_code"], record["lowest_age"], record["religion"]) == ("100001", "501", 4, "None")


@pytest.mark.parametrize(
    ("form", "row", "wanted"),
    [("judgements_2012",
      {"Type of establishment": "Community School", "Phase": "Primary", "Inspection number": "400001",
       "Inspection start date": "12/03/2013", "Overall effectiveness: how good is the school": "2",
       "Achievement of pupils": "2", "Quality of teaching": "3", "Leadership and management": "1",
       "Category of concern": "NULL", "Warning notices in 2013/14 academic year": "0"},
      {"phase": "Primary", "type": "Community School", "overall": "2", "outcomes": "2", "teaching": "3",
       "leadership": "1", "concern": "NULL"}),
     ("ratings",
      {"Ofsted phase": "Primary", "Overall effectiveness": "2", "Quality of education": "2",
       "Inspection number of latest full inspection": "10000001", "Inspection start date": "12/03/2019",
       "Publication date": "02/05/2019", "URN at time of latest full inspection": "100009",
       "Latest section 8 inspection number since last full inspection": "10000077",
       "Date of latest section 8 inspection": "15/06/2022",
       "Section 8 inspection overall outcome": "School remains Good"},
      {"overall": "2", "urn_then": "100009", "number": "10000001", "ungraded_number": "10000077",
       "ungraded_outcome": "School remains Good"})],
    ids=["2012 to 2014", "2019 to 2023"],
)  # fmt: skip
def test_inspections_of_every_era_keep_what_was_printed(
    tmp_path: Path, form: str, row: dict[str, str], wanted: dict[str, str | None]
) -> None:
    outcome = of_bytes(written({"URN": "100001", "School name": "A", **row}, encoding="cp1252"), tmp_path)
    assert [(each.family, each.form) for each in outcome.candidates] == [("ofsted_schools", form)]
    (record,) = pl.read_parquet(outcome.candidates[0].folder / "records.parquet").to_dicts()
    assert {name: record[name] for name in wanted} == wanted
    if form == "ratings":
        assert str(record["ungraded_on"]) == "2022-06-15"
