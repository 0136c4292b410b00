"""What grants allow: by act, by stage, by authority, and looking as somebody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.choices import Act, ScopeKind, Stage
from accord.accounts.rules.rights import NOBODY, OPERATOR, Held, Rights, Scope
from accord.accounts.rules.roles import load_roles

ROLES = load_roles(settings.ACCORD_DEFINITIONS)


def held(role: str, scope: str) -> Held:
    """A grant without an end."""
    return Held(f"{role} {scope}", ROLES[role], Scope.read(scope), date(2020, 9, 1), None)


def test_a_scope_is_written_and_read() -> None:
    for written in ("everywhere", "authority:501", "group:elm-alliance", "school:100001", "challenge:x"):
        assert str(Scope.read(written)) == written
    for wrong in ("", "authority", "everywhere:501", "moon:1", "501"):
        with pytest.raises(ValueError, match="is no scope"):
            Scope.read(wrong)


def test_several_grants_add_up() -> None:
    both = Rights((held("councillor", "authority:501"), held("alliance_lead", "group:elm")))
    assert both.may(Act.LOOK) and both.may(Act.KEEP_GROUPS) and not both.may(Act.SEND_DATA)
    assert [each.role.code for each in both.by(Act.KEEP_GROUPS)] == ["alliance_lead"]
    assert not NOBODY.may(Act.LOOK) and OPERATOR.may(Act.READ_RECORD)


def test_results_are_seen_from_the_stage_of_the_role_on() -> None:
    rights = Rights((held("adviser", "school:1"), held("headteacher", "school:2"), held("alliance_lead", "group:elm")))
    seen = {stage: [each.role.code for each in rights.seeing_from(stage)] for stage in Stage}
    assert seen == {
        Stage.AUTHORITY: ["adviser"],
        Stage.SCHOOL: ["adviser", "headteacher"],
        Stage.MEMBERS: ["adviser", "headteacher", "alliance_lead"],
        Stage.PUBLIC: ["adviser", "headteacher", "alliance_lead"],
    }


@pytest.mark.parametrize(
    ("scope", "belongs_to", "expected"),
    [
        ("authority:501", "authority:501", True),
        ("authority:501", "authority:502", False),
        ("authority:501", "", True),
        ("everywhere", "authority:502", True),
        ("everywhere", "", True),
    ],
)
def test_what_belongs_to_an_authority(scope: str, belongs_to: str, *, expected: bool) -> None:
    assert Rights((held("data_manager", scope),)).over(Act.SEND_DATA, belongs_to) is expected
    assert Rights((held("alliance_lead", "group:elm"),)).over(Act.KEEP_GROUPS, belongs_to) is False


def test_what_is_made_belongs_to_the_authority_of_its_maker() -> None:
    assert Rights((held("data_manager", "authority:501"),)).home(Act.SEND_DATA) == "authority:501"
    assert Rights((held("data_manager", "everywhere"),)).home(Act.SEND_DATA) == ""


GRANTS = st.lists(
    st.sampled_from(
        [
            held(role.code, f"{kind}:501" if kind is not ScopeKind.EVERYWHERE else "everywhere")
            for role in ROLES.values()
            for kind in role.scope
        ]
    ),
    max_size=4,
).map(tuple)


@given(GRANTS, GRANTS, st.sampled_from(list(Act)), st.sampled_from(["", "authority:501", "authority:502"]))
def test_looking_as_somebody_is_what_both_may(one, other, act, belongs_to) -> None:
    own, theirs = Rights(one), Rights(other)
    together = theirs.as_seen_by(own)
    assert together.may(act) is (own.may(act) and theirs.may(act))
    assert together.over(act, belongs_to) is (own.over(act, belongs_to) and theirs.over(act, belongs_to))
