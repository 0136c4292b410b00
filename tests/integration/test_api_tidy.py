"""Tidy CSV by the department's open data standard: our own reader of such files reads it back, row for row."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.performance.series import data_sets, series
from accord.register.actions.authorities import lay_out_authorities
from accord.register.rules.authorities import Authority
from tests.factories.people import somebody
from tests.factories.programs import COAST, URNS, YEARS, Program, publish_three_summers, token_of
from tests.factories.register_schools import school as listed
from tests.factories.school_tables import RWM

WHERE = ("geographic_level", "country_code", "region_code", "region_name", "old_la_code", "la_name", "school_urn")
LEVELS = {"authorities/201": "authority", "england": "england", f"schools/{URNS[0]}": "school"}


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    publish_three_summers(tmp_path)
    lay_out_authorities({"201": Authority("201", "City of London", "London", None, None, ())})
    for urn in URNS:
        listed(urn, f"=School {urn}", la_code="201")
    return Program(token_of(somebody()))


def test_the_columns_are_the_standards_and_then_what_it_has_none_for(program: Program):
    (row, *_) = program.rows(f"{COAST}&format=csv")
    names = list(row)
    assert names[:5] == ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
    standard = list(program.rows(f"{COAST}&format=csv&columns=standard")[0])
    assert names[: len(standard)] == standard and set(names) - set(standard) >= {"status", "reason", "releases", "how"}
    assert row["time_period"] == "201617" and row["geographic_level"] == "School group" and row["group_code"] == "coast"
    meta = program.rows("figures?of=groups/coast&format=meta")
    told = {each["col_name"] for each in meta}
    assert told < set(standard) and {each["col_type"] for each in meta} == {"Filter", "Indicator"}


def test_a_csv_is_asked_for_by_its_kind_too(program: Program):
    by_name, by_kind = program.get(f"{COAST}&format=csv"), program.get(COAST, accept="text/csv")
    assert by_name.content == by_kind.content and by_kind["Content-Type"].startswith("text/csv")
    assert program.get(COAST, accept="*/*")["Content-Type"] == "application/json"
    assert "Accept" in by_kind["Vary"] and by_name["ETag"] != by_kind["ETag"]


def test_where_a_row_lies(program: Program):
    def where(of: str, more: str = "") -> list[tuple[str, ...]]:
        rows = program.rows(f"figures?of={of}&measures={RWM}&years=2019&format=csv{more}")
        return [tuple(row[name] for name in WHERE) for row in rows]

    london = ("E12000007", "London", "201", "City of London")
    assert set(where("england")) == {("National", "E92000001", "", "", "", "", "")}
    assert set(where("authorities/201")) == {("Local authority", "E92000001", *london, "")}
    assert where(f"schools/{URNS[0]}") == [("School", "E92000001", *london, URNS[0])]
    assert where("groups/coast", "&each=school") == [("School", "E92000001", *london, urn) for urn in URNS[:4]]


def test_a_symbol_stands_where_there_is_no_number(program: Program):
    rows = program.rows(f"{COAST}&each=school&years=2019,2020&format=csv")
    hidden = next(row for row in rows if row["school_urn"] == URNS[3] and row["time_period"] == "201819")
    assert hidden["value"] == hidden["fewest_pupils"] == "c" and hidden["status"] == "suppressed" and hidden["reason"]
    assert not [row for row in rows if row["time_period"] == "201920"], "no row is made for a summer without tests"
    (missing,) = program.rows(f"{COAST}&years=2023&format=csv")
    assert missing["value"] == missing["interval_low"] == "x" and missing["reason"] == "not loaded yet"
    score = program.rows("figures?of=groups/coast&measures=ks2_reading_scaled&years=2019&format=csv")
    assert {row["value"] for row in score} <= {"x", "z", "c"} and score


def test_a_name_that_looks_like_a_formula_is_defused(program: Program):
    rows = program.rows(f"{COAST}&each=school&years=2019&format=csv")
    assert {row["school_name"][0] for row in rows} == {"'"} or not any(row["school_name"][0] in "=+-@" for row in rows)


@pytest.mark.parametrize("of", LEVELS)
def test_our_own_reader_of_the_standard_reads_it_back(program: Program, tmp_path: Path, of: str):
    asked = f"figures?of={of}&measures=ks2_rwm_expected,ks2_reading_scaled&pupils=every"
    data = program.get(f"{asked}&format=csv&columns=standard").content
    meta = program.get(f"{asked}&format=meta").content
    sent = tmp_path / "accord_figures.zip"
    with zipfile.ZipFile(sent, "w") as packed:
        packed.writestr("accord_figures.csv", data)
        packed.writestr("accord_figures.meta.csv", meta)
    intake = take_in(path=sent, name=sent.name, asked=Asked(), by=None, at=timezone.now())
    assert sorted(each.year for each in intake.releases.all()) == list(YEARS), intake.problems
    (found,) = [each for each in data_sets(Reader.operator()) if each.family.startswith("ees_accord_figures")]
    assert [each.label for each in found.filters] == ["Measure", "Pupil group", "Made from", "Members"]
    place = {"england": "E92000001"}.get(of, of.rpartition("/")[2])
    read = {
        (each.year, each.chosen["measure"], each.chosen["pupils"], each.chosen["basis"]): (each.status, each.value)
        for each in series(found, "value", {}, LEVELS[of], place, Reader.operator())
    }
    symbols = {"c": "suppressed", "x": "not_available", "z": "not_applicable", "u": "low_reliability"}
    written = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        key = int(row["time_period"][:2] + row["time_period"][4:]), row["measure"], row["pupils"], row["basis"]
        status = symbols.get(row["value"], "value")
        written[key] = status, float(row["value"]) if status == "value" else None
    assert read == written and len(written) >= 6 and {status for status, _ in written.values()} > {"not_available"}


@given(st.text(max_size=40))
@trying(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_is_answered(program: Program, text: str):
    program.client.raise_request_exception = True
    for name in ("of", "measures", "years", "pupils", "after", "frozen", "on", "each"):
        given = {"of": "groups/coast", name: text}
        answer = program.client.get("/api/v1/figures", given, headers={"authorization": program.head})
        assert answer.status_code in (200, 404, 422, 429)
