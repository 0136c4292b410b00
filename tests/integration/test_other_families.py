"""Absence, census and workforce from files to figures: each pools in its own way, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures, school_figures
from accord.performance.selections import Selection, Who

CENSUS = """URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,PSENELSE,TSENELK,PSENELK,NUMEAL,PNUMEAL,NUMFSMEVER,\
NORFSMEVER,PNUMFSMEVER
100001,501,2001,State-funded primary,200,4,2.0%,30,15.0%,50,25.0%,40.5,180,22.5%
100002,501,2002,State-funded primary,"1,000",5,0.5%,100,10.0%,50,5.0%,100,,10.0%
100003,501,7001,State-funded special school,80,80,100.0%,0,0.0%,8,10.0%,40,80,50.0%
100004,501,6001,Independent school,300,3,1.0%,3,1.0%,0,0.0%,,,
100005,501,2005,State-funded primary,NP,NP,NP,NP,NP,NP,NP,NP,,NP
NAT,,PRI,State-funded primary,1200,9,0.8%,130,10.8%,100,8.3%,140.5,,11.9%
"""
ABSENCE = """LA,ESTAB,URN,PERCTOT,PPERSABS10
501,2001,100001,4.0,8.0
501,2002,100002,5.5,12.5
501,7001,100003,10.0,SUPP
NAT,PRI,,5.3,11.7
"""
WORKFORCE = """LA Number,Establishment Number,URN,Total Number of Teachers (Headcount),\
Total Number of Teachers (Full-Time Equivalent),Pupil:     Teacher Ratio,Mean Gross FTE Salary of All Teachers (£s)
501,2001,100001,12,10.0,20.0,"£38,885"
501,2002,100002,"1,051",50.0,20.6,"£39,000"
501,7001,100003,20,16.0,5.0,SUPP
NAT,PRI,,"247,455","219,859",20.9,"£38,697"
"""


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Path:
    for name, text in (("census", CENSUS), ("absence", ABSENCE), ("workforce", WORKFORCE)):
        sent = tmp_path / f"{name}.csv"
        sent.write_text(text, encoding="utf-8")
        outcome = take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
        assert outcome.releases.count() == 1
    return home


def one(who: Who, measure: str, special: bool | None = None) -> FigureRow:
    (row,) = figures(Selection(who, (measure,), (2018,), special=special), Reader.operator())
    return row


PRIMARIES = Who.of_urns(["100001", "100002"])
ALL = Who.of_urns(["100001", "100002", "100003"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measure", "who", "value", "status"),
    [
        ("census_roll", ALL, 1280, "measured"),
        ("census_eal", PRIMARIES, 100 * 100 / 1200, "measured"),
        ("census_sen_support", PRIMARIES, 100 * 130 / 1200, "measured"),
        ("census_ehcp", ALL, 100 * 89 / 1280, "measured"),
        # 40.5 of 180; of the second school only its share is printed, which stands for 100 of 1,000.
        ("census_fsm6", PRIMARIES, 100 * 140.5 / 1180, "approximate"),
        ("absence_overall", PRIMARIES, (4.0 * 200 + 5.5 * 1000) / 1200, "approximate"),
        ("absence_overall", ALL, (4.0 * 200 + 5.5 * 1000 + 10 * 80) / 1280, "approximate"),
        # What is suppressed of the special school brings nothing.
        ("absence_persistent", ALL, (8.0 * 200 + 12.5 * 1000) / 1200, "approximate"),
        ("workforce_pupil_teacher_ratio", PRIMARIES, (20.0 * 10 + 20.6 * 50) / 60, "measured"),
        ("workforce_pupil_teacher_ratio", ALL, (20.0 * 10 + 20.6 * 50 + 5.0 * 16) / 76, "measured"),
    ],
)
def test_each_pools_in_its_own_way(filled: Path, measure: str, who: Who, value: float, status: str) -> None:
    figure = one(who, measure).figure
    assert (str(figure.status), figure.value) == (status, pytest.approx(value))


@pytest.mark.django_db
def test_an_authority_has_its_special_schools_in_and_its_independent_ones_out(filled: Path) -> None:
    row = one(Who.authority("501"), "census_roll")
    # One school’s roll is not published, so there is no sum; all the same four schools are waited for, not five.
    assert (str(row.figure.status), row.figure.value) == ("incomplete", None)
    assert (row.figure.coverage.schools_counted, row.figure.coverage.schools_expected) == (3, 4)
    assert row.figure.coverage.pupils_counted == 1280
    # Who names an independent school has it in.
    assert one(Who.of_urns(["100001", "100004"]), "census_roll").figure.value == 500
    # And special schools go out where that is asked.
    assert one(ALL, "census_roll", special=False).figure.value == 1200


@pytest.mark.django_db
def test_a_sum_over_some_schools_is_none(filled: Path) -> None:
    row = one(Who.of_urns(["100001", "100009"]), "census_roll")
    # The file covers all of England’s authorities that it names; of a school it does not list nothing is known.
    assert (str(row.figure.status), row.figure.value) == ("incomplete", None)


@pytest.mark.django_db
def test_each_school_stands_by_itself(filled: Path) -> None:
    rows = school_figures(Selection(ALL, ("absence_persistent",), (2018,)), Reader.operator())
    assert [(each.urn, each.row.figure.value, str(each.state)) for each in rows] == [
        ("100001", 8.0, "counted"),
        ("100002", 12.5, "counted"),
        ("100003", None, "suppressed"),
    ]
