"""What is published for authorities and not by school: their figures as printed, a reason for everybody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.insight.sentences.level import level
from accord.insight.sentences.topic import Topic
from accord.intake.actions.intakes import Asked, take_in
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name"
)
PLACES = {
    "National": "E92000001,England,,,,",
    "Local authority": "E92000001,England,E12000008,South East,501,Elmshire",
}


def sheet(columns: str, *rows: str) -> str:
    lines = [f"{HEAD},{columns}"]
    for row in rows:
        year, place, cells = row.split(" ", 2)
        name = {"N": "National", "L": "Local authority"}[place]
        lines.append(f"{year},Academic year,{name},{PLACES[name]},{cells}")
    return "\n".join(lines) + "\n"


FILES = {
    "exclusions": sheet(
        "school_type,num_schools,headcount,perm_excl,perm_excl_rate,fixed_excl,fixed_excl_rate",
        "201718 L Total,9,2000,3,0.15,120,6", "201718 L Special,1,100,1,1,90,90",
        "201718 N Total,99,80000,80,0.1,4000,5",
    ),
    "profile": sheet(
        "characteristic_type,characteristic,gender,children_number,gld_number,gld_percentage",
        "202122 L Total,Total,Total,200,130,65.0", "202122 L Total,Total,Boys,101,c,z",
        "202122 N Total,Total,Total,600000,390000,65.0",
    ),
    "old profile": sheet(
        "characteristic_group,characteristic,number_of_children,gld_number,gld_percent",
        "201718 L Total,Total,190,133,70.0", "201718 L Gender,Gender Male,90,60,66.7",
    ),
    "phonics": sheet(
        "breakdown_topic,breakdown,sex,phonics_eligible_pupils,phonics_met_expected_standard,"
        "phonics_met_expected_standard_percent",
        "202223 L Total,Total,Total,400,316,79",
    ),
    "tables": sheet(
        "breakdown_topic,breakdown,sex,eligible_pupil_count,pupils_full_marks,pupils_full_marks_percent",
        "202223 L Total,Total,Total,410,119,29",
    ),
}  # fmt: skip


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Path:
    for name, text in FILES.items():
        sent = tmp_path / f"{name}.csv"
        sent.write_text(text, encoding="utf-8")
        intake = take_in(path=sent, name=sent.name, asked=Asked(), by=None, at=timezone.now())
        assert intake.problems == [] and intake.releases.count() == 1
    return home


def rows(who: Who, measure: str, year: int, pupils: str = "all") -> dict[str, FigureRow]:
    found = figures(Selection(who, (measure,), (year,), (pupils,)), Reader.operator())
    return {str(row.basis): row for row in found}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measure", "year", "value"),
    [
        ("suspensions_rate", 2018, 6),
        ("exclusions_rate", 2018, 0.15),
        ("eyfs_gld", 2022, 65),
        ("eyfs_gld", 2018, 70),
        ("phonics_y1", 2023, 79),
        ("mtc_full_marks", 2023, 29),
    ],
)
def test_an_authority_has_its_printed_figure_and_a_group_the_reason(
    filled: Path, measure: str, year: int, value: float
) -> None:
    own = rows(Who.authority("501"), measure, year)
    assert own["published"].figure.value == value
    assert (str(own["pooled"].figure.status), own["pooled"].figure.value) == ("not_by_school", None)
    group = rows(Who.of_urns(["100001", "100002"]), measure, year)
    assert list(group) == ["pooled"]
    figure = group["pooled"].figure
    assert (str(figure.status), figure.value, figure.low, figure.part_low) == ("not_by_school", None, None, None)
    assert level(Topic("percentage", "x", "pupils", year), figure) == (
        "This is published for authorities and not by school, so there is no figure for these schools."
    )


@pytest.mark.django_db
def test_england_and_pupil_groups_come_from_their_own_rows(filled: Path) -> None:
    assert rows(Who.england(), "suspensions_rate", 2018)["published"].figure.value == 5
    boys = rows(Who.authority("501"), "eyfs_gld", 2018, "boys")["published"].figure
    assert (boys.value, boys.whole) == (66.7, 90)
    hidden = rows(Who.authority("501"), "eyfs_gld", 2022, "boys")["published"].figure
    assert hidden.value is None
