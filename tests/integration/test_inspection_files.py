"""Ofsted's files of every era, school information and finance: kept as records, grades as printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.utils import timezone

from accord.intake.actions.intakes import Asked, take_in
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release

MANAGEMENT = """Management information as at 31 August 2024,,,,,,,
URN,School name,Ofsted phase,Local authority,Inspection start date,Publication date,Overall effectiveness,\
Quality of education,Safeguarding is effective?,Category of concern,Ungraded inspection overall outcome
100001,Ash – School,Primary,Elmshire,04/06/2024,08/07/2024,2,2,Yes,NULL,NULL
100002,Beech,Primary,Elmshire,10/09/2019,30/09/2019,9,9,Yes,SWK,School remains Good
"""
CARDS = """URN,School name,Ofsted phase,Latest OEIF overall effectiveness,Latest OEIF quality of education,\
Latest OEIF  safeguarding is effective?,Inspection start date of latest OEIF graded inspection,Safeguarding standards,\
Inclusion,Inclusion - date of grade,Achievement,Leadership and governance,Category of concern
100001,Ash,Primary,Not judged,2,Yes,04/06/2024,Met,Strong standard,12/01/2026,Expected standard,Exceptional,NULL
"""


def take(path: Path, text: str, encoding: str = "utf-8", **asked: int) -> Intake:
    path.write_text(text, encoding=encoding)
    return take_in(path=path, name=path.name, asked=Asked(**asked), by=None, at=timezone.now())


def kept(family: str) -> list[dict]:
    """The records of the newest release of a family."""
    release = Release.objects.filter(family=family).order_by("-accepted_at", "-id")[0]
    return pl.read_parquet(Path(settings.ACCORD_RELEASES) / str(release.public_id) / "records.parquet").to_dicts()


@pytest.mark.django_db
def test_management_information_and_report_cards_keep_what_was_printed(home: Path, tmp_path: Path) -> None:
    first = take(tmp_path / "state_funded_schools_20240831.csv", MANAGEMENT, "cp1252")
    assert [(each.form, each.as_of) for each in first.releases.all()] == [("ratings", date(2024, 8, 31))]
    ash, beech = kept("ofsted_schools")
    assert (ash["overall"], ash["quality_of_education"], ash["safeguarding"]) == ("2", "2", "Yes")
    assert (ash["inspected_on"], ash["published_on"]) == (date(2024, 6, 4), date(2024, 7, 8))
    assert (beech["overall"], beech["concern"], beech["ungraded_outcome"]) == ("9", "SWK", "School remains Good")
    second = take(tmp_path / "cards_20260131.csv", CARDS)
    assert [(each.form, each.as_of) for each in second.releases.all()] == [("report_cards", date(2026, 1, 31))]
    (card,) = kept("ofsted_schools")
    assert (card["overall"], card["safeguarding"], card["card_safeguarding"]) == ("Not judged", "Yes", "Met")
    assert (card["card_inclusion"], card["card_inclusion_on"]) == ("Strong standard", date(2026, 1, 12))
    assert (card["card_achievement"], card["card_leadership"]) == ("Expected standard", "Exceptional")
    assert card["card_attendance"] is None  # a column that is not there is no grade


@pytest.mark.django_db
def test_a_history_may_name_a_school_many_times(home: Path, tmp_path: Path) -> None:
    text = "URN,Rating,Inspection Date\n100001,Good,20130418\n100001,Satisfactory,20080926\n100001,Good,20130418\n"
    intake = take(tmp_path / "ratings.csv", text)
    assert [each["code"] for each in intake.warnings] == ["rows_repeated"]
    assert [(each["overall"], each["inspected_on"]) for each in kept("ofsted_schools")] == [
        ("Satisfactory", date(2008, 9, 26)), ("Good", date(2013, 4, 18)),
    ]  # fmt: skip


@pytest.mark.django_db
def test_school_information_is_of_a_year(home: Path, tmp_path: Path) -> None:
    spine = "URN,LA,ESTAB,SCHNAME,MINORGROUP,NFTYPE,OPENDATE,AGEL\n100001,501,2001,Ash,Academy,,01/09/2015,4\n"
    assert [each["code"] for each in take(tmp_path / "spine.csv", spine).problems] == ["year_unknown"]
    taken = take(tmp_path / "spine.csv", spine, year=2018)
    assert [(each.year, each.as_of, each.authorities) for each in taken.releases.all()] == [(2018, None, ["501"])]
    assert kept("school_information")[0]["opened_on"] == date(2015, 9, 1)
    head = "time_period,geographic_level,old_la_code,school_urn,school_name,establishment_type_group,agerange,reldenom"
    ees = f"{head},telnum,t_pupils,t_disadvantaged\n202324,School,501,100001,Ash,Academies,4 to 11,None,0123,60,z\n"
    again = take(tmp_path / "information.csv", ees)
    assert [each.year for each in again.releases.all()] == [2024]
    (row,) = kept("school_information")
    assert (row["stage_pupils"], row["disadvantaged"]) == (60, None) and "telnum" not in row
    wrong = take(tmp_path / "information.csv", ees, year=2022)
    assert [each["code"] for each in wrong.problems] == ["several_years"]


@pytest.mark.django_db
def test_finance_keeps_schools_and_leaves_medians_out(home: Path, tmp_path: Path) -> None:
    head = "LA,URN,MEDIAN,PUPILS,FSM,GRANTFUNDING,TOTALINCOME,SUPPLYTEACHERS,TOTALEXPENDITURE,T1718CAT1"
    rows = ('501,100001,Primary,41,9.3,"7,579","7,753",-239,"£7,891",SUPP', "LA-PRI,,Primary,,,1,2,3,4,5")
    text = "\n".join((head, *rows)) + "\n"
    intake = take(tmp_path / "cfr.csv", text, year=2018)
    assert [each["code"] for each in intake.warnings] == ["rows_left_out"]
    release = intake.releases.get()
    cells = pl.read_parquet(Path(settings.ACCORD_RELEASES) / str(release.public_id) / "cells.parquet")
    found = {row["variable"]: row["number"] for row in cells.to_dicts()}
    assert found == {"PUPILS": 41, "FSM": 9.3, "GRANTFUNDING": 7579, "TOTALINCOME": 7753, "SUPPLYTEACHERS": -239,
                     "TOTALEXPENDITURE": 7891}  # fmt: skip


@pytest.mark.django_db
def test_the_judgements_of_july_2018_are_those_that_ofsted_counted(home: Path, real_data: Path) -> None:
    path = real_data / "ofsted/20180731/england_ofsted-schools.xlsx"
    take_in(path=path, name=path.name, asked=Asked(), by=None, at=timezone.now())
    grades = [row["overall"] for row in kept("ofsted_schools")]
    counted = {grade: grades.count(grade) for grade in "1234"}
    print(f"Ofsted, 31 July 2018: {counted}, {len(grades):,} schools")
    assert counted == {"1": 4498, "2": 14114, "3": 2338, "4": 789} and len(grades) == 21739
