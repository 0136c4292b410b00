"""Figures as programs are given them: the same as on pages, with what they rest on, in pages that keep their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accord.accounts.readers import Reader
from accord.performance.actions.freezing import freeze
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.actions.memberships import join
from accord.register.models.groups import Group
from tests.factories.people import somebody
from tests.factories.programs import COAST, NOON, URNS, YEARS, Program, publish_three_summers, token_of
from tests.factories.school_tables import RWM, publish, school


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    publish_three_summers(tmp_path)
    return Program(token_of(somebody()))


def test_figures_are_those_of_performance(program: Program):
    rows = program.items(COAST)
    asked = Selection(Who.group("coast"), (RWM,), YEARS)
    expected = {row.year: row for row in figures(asked, Reader.operator())}
    assert [row["year"] for row in rows] == list(YEARS)
    for row in rows:
        told = expected[row["year"]].as_json()
        assert {name: row[name] for name in told if name in row} == {name: told[name] for name in told if name in row}
        assert len(told.keys() & row.keys()) > 18
        assert row["value"] == 80.0 and row["low"] == 60.0 and row["high"] == 85.0
        assert (row["schools_counted"], row["schools_expected"]) == (3, 4) and len(row["releases"]) == 1
        assert row["page"].startswith("http://testserver/groups/coast/?measure=ks2_rwm_expected&year=")
        assert program.client.get(row["how"]).status_code == 302, "a person signs in first"


def test_what_is_hidden_has_a_reason_and_no_number(program: Program):
    (row, *_) = program.items(f"{COAST}&each=school&years=2019&pupils=all")[3:]
    assert row["school"] == URNS[3] and row["status"] == "suppressed"
    assert row["value"] is None and row["part_low"] is None and row["interval_low"] is None
    assert row["reason"] == "Suppressed: too few pupils to publish"


def test_an_authority_and_england_come_with_the_publishers_row(program: Program):
    rows = program.items("figures?of=authorities/201&measures=ks2_rwm_expected&years=2019")
    assert {(row["basis"], row["value"]) for row in rows} == {("pooled", 80.0), ("published", 47.0)}
    rows = program.items("figures?of=england&measures=ks2_rwm_expected&years=2019&basis=published")
    assert [row["value"] for row in rows] == [61.0]


def test_every_measure_and_summer_unless_named(program: Program):
    rows = program.items("figures?of=groups/coast&pupils=every")
    assert len({row["measure"] for row in rows}) > 5 and {row["year"] for row in rows} == set(YEARS)
    assert len({row["pupils"] for row in rows}) > 3
    keys = [(row["measure"], row["pupils"], row["year"], row["basis"]) for row in rows]
    assert keys == sorted(keys) and len(keys) == len(set(keys))


def test_pages_hold_each_row_once(program: Program):
    whole = program.items("figures?of=groups/coast&pupils=all")
    for limit in (2, 7, 1000):
        assert program.items(f"figures?of=groups/coast&pupils=all&limit={limit}") == whole and len(whole) > 10


def test_a_page_keeps_its_place_and_says_when_the_edition_changed(program: Program, tmp_path: Path):
    first = program.get(f"{COAST}&limit=1").json()
    assert [row["year"] for row in first["items"]] == [2017] and not first["edition_changed"]
    publish(tmp_path, [school(urn, "201", 50, "60%") for urn in URNS], 2016)
    second = program.get(first["next"]).json()
    assert [row["year"] for row in second["items"]] == [2018], "a row that came before it moved nothing"
    assert second["edition_changed"] and second["edition"] != first["edition"]
    assert [row["year"] for row in program.items(COAST)] == [2016, *YEARS]


def test_a_cursor_belongs_to_its_question(program: Program):
    first = program.get(f"{COAST}&limit=1").json()
    cursor = first["next"].partition("after=")[2].partition("&")[0]
    other = program.get(f"figures?of=groups/wide&measures=ks2_rwm_expected&after={cursor}")
    assert other.status_code == 422 and "another question" in other.json()["detail"]
    forged = program.get(f"{COAST}&after={cursor[:-4]}AAAA")
    assert forged.status_code == 422 and forged.json()["errors"][0]["field"] == "after"


def test_clocks_and_days_are_those_of_pages(program: Program):
    join(group=Group.objects.get(slug="coast"), urn=URNS[5], starts_on=date(2018, 9, 1), by=None, at=NOON)
    counted = {}
    for clock in ("today", "then", "constant"):
        counted[clock] = [row["schools_expected"] for row in program.items(f"{COAST}&members={clock}")]
    assert counted == {"today": [5, 5, 5], "then": [4, 4, 5], "constant": [4, 4, 4]}
    assert [row["schools_expected"] for row in program.items(f"{COAST}&on=2018-01-01")] == [4, 4, 4]


def test_a_permanent_link_gives_what_was_frozen(program: Program, tmp_path: Path):
    before = program.items(COAST)
    asked = Selection(Who.group("coast"), (RWM,), YEARS)
    kept = freeze(
        asked, address="/groups/coast/?year=2019", title="Coast", reader=Reader.operator(), by=None, at=NOON,
        on=NOON.date(),
    )  # fmt: skip
    publish(tmp_path, [school(urn, "201", 50, "70%") for urn in URNS], 2019)
    now, then = program.items(COAST), program.items(f"{COAST}&frozen={kept.key}")
    assert [row["value"] for row in now] == [80, 80, 70] and [row["value"] for row in then] == [80, 80, 80]
    assert all(f"frozen={kept.key}" in row["page"] for row in then)
    assert [row["page"] for row in now] == [row["page"] for row in before], "a page's address outlives a release"


WRONGLY = (
    ("figures", 422, "of"),
    ("figures?of=groups/nowhere", 404, ""),
    ("figures?of=authorities/999", 404, ""),
    ("figures?of=planets/mars", 422, "of"),
    (f"{COAST}&measures=made_up", 422, "measures"),
    ("figures?of=groups/coast&measures=made_up", 422, "measures"),
    ("figures?of=groups/coast&pupils=giants", 422, "pupils"),
    ("figures?of=groups/coast&years=1066", 422, "years"),
    ("figures?of=groups/coast&yaers=2019", 422, "yaers"),
    ("figures?of=groups/coast&each=school", 422, "each"),
    ("figures?of=england&each=school&measures=ks2_rwm_expected", 422, "each"),
    ("figures?of=groups/coast&frozen=aaaaaaaaaaaa", 422, ""),
    ("figures?of=groups/coast&limit=0", 422, "limit"),
    ("figures?of=groups/coast&format=csv&limit=5", 422, "limit"),
    ("nothing/of/the/kind", 403, ""),
)
"""An address, the status that it should get, and the field that is named first."""


def test_what_is_asked_wrongly_is_said_in_one_shape(program: Program):
    for address, status, field in WRONGLY:
        answer = program.get(address)
        told: dict[str, Any] = answer.json()
        assert answer.status_code == status == told["status"], address
        assert answer["Content-Type"] == "application/problem+json"
        assert told.keys() >= {"type", "title", "status", "detail"} and told["detail"].strip()
        assert [each["field"] for each in told.get("errors", [])][:1] == ([field] if field else []), address
