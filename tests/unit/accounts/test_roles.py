"""Roles as data: every role of the trade is there, and a wrong definition is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from accord.accounts.choices import Act, ScopeKind, Stage
from accord.accounts.rules.roles import load_roles
from accord.meaning.definitions import DefinitionError

ROLES = [
    "platform_administrator", "data_manager", "data_protection_officer", "director",
    "head_of_school_improvement", "school_improvement_officer", "adviser", "external_adviser",
    "governor_services", "business_support", "headteacher", "senior_leader", "teacher", "chair", "governor",
    "alliance_lead", "alliance_member", "partnership_officer", "commissioned_officer", "trust_officer",
    "diocesan_officer", "peer_challenge_member", "rise_adviser", "lead_member", "councillor", "public",
    "api_client",
]  # fmt: skip


def test_every_role_of_the_trade_is_defined() -> None:
    found = load_roles(settings.ACCORD_DEFINITIONS)
    assert sorted(found) == sorted(ROLES)
    assert found["public"].may == frozenset() and found["public"].scope == ()
    assert found["lead_member"].may == found["councillor"].may == {Act.LOOK}
    assert {code for code, role in found.items() if role.ends} == {
        "adviser", "external_adviser", "commissioned_officer", "peer_challenge_member", "rise_adviser", "api_client",
    }  # fmt: skip
    assert {code for code, role in found.items() if role.never_without} == {
        "headteacher", "chair", "platform_administrator",
    }  # fmt: skip
    assert found["platform_administrator"].gives == set(ROLES) - {"public"}
    assert found["chair"].gives == {"chair", "governor"}
    assert found["headteacher"].scope == (ScopeKind.SCHOOL,) and found["headteacher"].sees_from is Stage.SCHOOL


def test_whoever_sees_what_is_not_public_needs_a_second_factor() -> None:
    found = load_roles(settings.ACCORD_DEFINITIONS)
    seeing = [role for role in found.values() if Act.SEE_RESULTS in role.may]
    assert len(seeing) == 17
    assert [role.code for role in seeing if not role.second_factor] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("scope: [moon]", "scope: 'moon' is not one of"),
        ("may: [fly]", "may: 'fly' is not one of"),
        ("gives: [nobody_known]\n  may: [give_roles]", "gives: there is no role nobody_known"),
        ("may: [see_results]\n  sees_from: school", "second_factor: whoever sees results"),
        ("may: [see_results]\n  second_factor: true", "sees_from: say from which stage"),
        ("may: [look]\n  sees_from: school", "sees_from: say from which stage"),
        ("gives: [sweeper]", "gives: say which roles"),
        ("flies: true", "flies: no such key"),
        ("ends: maybe", "ends: this must be true or false"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_place(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "roles").mkdir()
    file = tmp_path / "roles" / "others.yaml"
    file.write_text(f"sweeper:\n  name: Sweeper\n  says: Sweeps.\n  {written}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_roles((tmp_path,))
    assert f"{file}: sweeper.{said}" in str(refused.value)
