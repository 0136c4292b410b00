"""Data sets that describe themselves: any of them loads, as a series, by its own conventions."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.readers import Reader
from accord.cli.main import accord
from accord.config import opening
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.pairs import packed
from accord.intake.models.files import Intake
from accord.meaning.definitions import folders
from accord.performance.selections import UnknownSelection
from accord.performance.series import ENGLAND_CODE, data_set, data_sets, series, words_of_filters
from accord.warehouse.datasets import families
from accord.warehouse.described import described_by, description_of

HEAD = ("time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
        "new_la_code,la_name")  # fmt: skip
SOUTH = "E92000001,England,E12000008,South East"
ELM = f"{SOUTH},501,E10000501,Elmshire"
DATA = f"""{HEAD},kind_group,kind,age,visits,visit_rate,colour
201718,Academic year,National,E92000001,England,,,,,,Total,Total,5,900,12.5,red
201718,Academic year,Regional,{SOUTH},,,,Total,Total,5,90,low,red
201718,Academic year,Local authority,{ELM},Total,Total,5,10,c,red
201718,Academic year,Local authority,{ELM},Total,Total,6,11,z,red
201718,Academic year,Local authority,{ELM},Kind,Fern,5,1,x,red
201819,Academic year,Local authority,{ELM},Total,Total,5,"1,012",4.8E-2,red
201819,Academic year,Local authority,{SOUTH},,E10000999,Nowhere,Total,Total,5,3,3.5,red
201819,Academic year,Ward,{ELM},Total,Total,5,1,1,red
"""
META = """col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
kind,Filter,Kind of visitor,,,,,kind_group
age,Filter,Age,,,,,
visits,Indicator,Number of visits,,,,,
visit_rate,Indicator,Visits to a hundred pupils,,%,2,,
"""


def archive(tmp_path: Path, data: str = DATA, meta: str | None = META, name: str = "garden_visits_2018") -> Path:
    sent = tmp_path / f"{name}.zip"
    with zipfile.ZipFile(sent, "w") as packed_here:
        if meta is not None:
            packed_here.writestr(f"{name}.meta.csv", meta)
        packed_here.writestr(f"{name}.csv", data)
    return sent


def take(path: Path) -> Intake:
    return take_in(path=path, name=path.name, asked=Asked(), by=None, at=timezone.now())


@pytest.mark.django_db
def test_a_data_set_with_its_description_is_a_series(home: Path, tmp_path: Path) -> None:
    intake = take(archive(tmp_path))
    assert sorted(each.year for each in intake.releases.all()) == [2018, 2019]
    (found,) = data_sets(Reader.operator())
    assert found.family.startswith("ees_garden_visits_") and found.years == (2018, 2019)
    assert [each.label for each in found.filters] == ["kind_group", "Kind of visitor", "Age"]
    assert [(each.label, each.unit) for each in found.indicators] == [
        ("Number of visits", ""), ("Visits to a hundred pupils", "%"),
    ]  # fmt: skip
    assert words_of_filters(found, "authority", Reader.operator())["KIND"] == ["Total"]  # of the newest year
    rows = series(found, "visits", {"kind": "Total", "age": "5"}, "authority", "501", Reader.operator())
    assert [(each.year, each.value) for each in rows] == [(2018, 10), (2019, 1012)]
    rates = series(found, "visit_rate", {}, "authority", "501", Reader.operator())
    assert {(each.year, each.chosen["kind"], each.chosen["age"], each.status, each.value) for each in rates} == {
        (2018, "Total", "5", "suppressed", None),
        (2018, "Total", "6", "not_applicable", None),
        (2018, "Fern", "5", "not_available", None),
        (2019, "Total", "5", "value", 0.048),
    }
    (south,) = series(found, "visit_rate", {}, "region", "E12000008", Reader.operator())
    assert (south.status, south.text) == ("rounds_to_zero", "low")
    (nation,) = series(found, "visits", {}, "england", ENGLAND_CODE, Reader.operator())
    assert nation.value == 900
    said = [each["message"] for each in intake.warnings]
    assert any("colour" in each.lower() for each in said)
    assert any("1 rows of the level “Local authority”" in each for each in said)
    assert any("level “Ward”" in each for each in said)


@pytest.mark.django_db
def test_the_same_data_set_of_another_year_is_one_with_it_and_other_columns_are_another(
    home: Path, tmp_path: Path
) -> None:
    take(archive(tmp_path))
    take(archive(tmp_path, DATA.replace("201718", "201920").replace("201819", "202021"), name="garden-visits-2020"))
    (one,) = data_sets(Reader.operator())
    assert one.years == (2018, 2019, 2020, 2021)
    take(archive(tmp_path, DATA.replace("visit_rate", "visit_share"), META.replace("visit_rate", "visit_share")))
    assert len(data_sets(Reader.operator())) == 2


@pytest.mark.django_db
def test_without_a_description_columns_tell_themselves(home: Path, tmp_path: Path) -> None:
    plain = tmp_path / "garden_visits.csv"
    # An age is a number, so two ages of one authority would be the same row twice: refused, and said why.
    plain.write_text(DATA, encoding="utf-8")
    refused = take(plain)
    assert [each["code"] for each in refused.problems] == ["twice_with_different_figures"]
    plain.write_text(DATA.replace(",5,", ",five,").replace(",6,", ",six,"), encoding="utf-8")
    intake = take(plain)
    assert [each["code"] for each in intake.warnings][0] == "no_description"
    (found,) = data_sets(Reader.operator())
    assert [each.name for each in found.filters] == ["KIND_GROUP", "KIND", "AGE", "COLOUR"]
    assert [each.name for each in found.indicators] == ["VISITS", "VISIT_RATE"]


@pytest.mark.django_db
def test_terms_of_one_year_are_told_apart(home: Path, tmp_path: Path) -> None:
    autumn = DATA.replace("Academic year", "Autumn term")
    spring = "\n".join(autumn.replace("Autumn term", "Spring term").splitlines()[1:])
    take(archive(tmp_path, autumn + spring + "\n"))
    (found,) = data_sets(Reader.operator())
    rows = series(found, "visits", {"time_identifier": "spring term", "kind": "Total", "age": "5"},
                  "authority", "501", Reader.operator())  # fmt: skip
    assert [(each.year, each.chosen["time_identifier"]) for each in rows] == [
        (2018, "Spring term"), (2019, "Spring term"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_asked_in_vain_is_said(home: Path, tmp_path: Path) -> None:
    take(archive(tmp_path))
    (found,) = data_sets(Reader.operator())
    with pytest.raises(UnknownSelection, match="no indicator kind.*visits, visit_rate"):
        series(found, "kind", {}, "authority", "501", Reader.operator())
    with pytest.raises(UnknownSelection, match="no filter tall"):
        series(found, "visits", {"tall": "yes"}, "authority", "501", Reader.operator())
    with pytest.raises(UnknownSelection, match="no data set ees_garden"):
        data_set("ees_garden", Reader.operator())


@pytest.mark.django_db
def test_a_pair_of_files_goes_in_as_one_and_comes_out_by_command(home: Path, tmp_path: Path) -> None:
    data, meta = tmp_path / "visits.csv", tmp_path / "visits.meta.csv"
    data.write_text(DATA, encoding="utf-8")
    meta.write_text(META, encoding="utf-8")
    other = tmp_path / "other.csv"
    for order in ([data, meta, other], [other, meta, data]):
        names = [each.name for each in packed(order, lambda: tmp_path)]
        assert sorted(names) == ["other.csv", "visits.zip"]
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    asked = CliRunner()
    done = asked.invoke(accord, ["intake", str(data), str(meta)])
    assert done.exit_code == 0, done.output
    assert "visits.zip: published" in done.output and "meta" not in done.output
    listed = asked.invoke(accord, ["series"])
    name = listed.output.splitlines()[-1].split()[0]
    shown = asked.invoke(accord, ["series", name, "--indicator", "visits", "--la", "501", "--only", "kind=Fern"])
    assert shown.output.splitlines()[0] == "Elmshire (501): visits, as printed"
    assert shown.output.splitlines()[-1].split() == ["Kind", "Fern", "5", "2018", "1"]
    assert "Number of visits" in asked.invoke(accord, ["series", name]).output


def test_names_of_descriptions() -> None:
    assert described_by("a/rates.meta.csv") == "a/rates.csv"
    assert described_by("rates_meta.csv") == "rates.csv"
    assert described_by("rates.csv") is None and described_by("meta") is None


RULE = next(
    form.described_by
    for family in families(folders(None))
    for form in family.forms
    if form.described_by is not None
)


@given(st.lists(st.tuples(st.integers(1, 99), st.lists(st.text(max_size=12), max_size=9)), max_size=12))
def test_a_description_is_read_or_is_none_whatever_its_cells_are(rows: list[tuple[int, list[str]]]) -> None:
    head = (0, ["col_name", "col_type", "label", "filter_grouping_column"])
    assert description_of(rows, RULE) is None or rows
    found = description_of([head, *rows], RULE)
    assert found is not None
    assert len(found) <= len(rows) and all(found)
