"""What a reader is shown of a release, by stage, right and agreement; expectations written by hand."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.accounts.choices import Stage
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import OPERATOR
from accord.register.actions.group_lists import import_groups
from accord.register.models.groups import Membership
from accord.register.models.schools import Establishment
from accord.sharing.models.agreements import Version
from accord.sharing.queries.shown import Facts, Shown, shown
from tests.factories.agreements import AFTER, AT, FIRST, agreement, embargoed
from tests.factories.people import nobody, somebody
from tests.factories.register_schools import school

ELM, OAK, ASH, YEW, FAR = "100001", "100002", "100003", "100004", "200001"
OLD_OAK = "090002"
KS2 = Facts("ks2_schools", england=False, authorities=("501",))
NATION = Facts("ks2_schools", england=True, authorities=())
ON = date(2026, 10, 1)
LONG_BEFORE, LONG_AFTER = date(2026, 1, 1), date(2030, 1, 1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(home) -> None:
    """Elm, Oak, Ash and Yew of authority 501; the first three in an alliance; Far of 502. Oak was another school."""
    for urn, name in ((ELM, "Elm"), (OAK, "Oak"), (ASH, "Ash"), (YEW, "Yew")):
        school(urn, name, la_code="501")
    oak = Establishment.objects.get(urn=OAK).school
    school(OLD_OAK, "Oak Infants", la_code="501", place=oak, status="closed", closed_on=date(2020, 9, 1))
    school(FAR, "Far", la_code="502")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"Trees,alliance,{urn},,2020-09-01,," for urn in (ELM, OAK, ASH)]
    lines += [f"Woods,trust,{urn},,2020-09-01,," for urn in (ELM, YEW)]
    import_groups(text="\n".join(lines), by=None, at=AT)


def seen(right: str, release: str, facts: Facts = KS2, on: date = ON) -> Shown:
    """What somebody with one right is shown."""
    person = somebody(f"{uuid.uuid4()}@example.org", right, ends=LONG_AFTER)
    return shown(rights_of(person, on), {release: facts}, on)[release]


def test_a_release_without_terms_is_everybodys() -> None:
    release = str(uuid.uuid4())
    assert seen("teacher school:100001", release) == Shown(Stage.PUBLIC, everything=True)
    assert not seen("teacher school:100001", release).restricted
    assert shown(rights_of(nobody(), ON), {release: KS2}, ON)[release].everything


OWN_OAK = frozenset({OAK, OLD_OAK})
COUNTY = frozenset({ELM, OAK, OLD_OAK, ASH, YEW})
NONE = frozenset[str]()
EVERYTHING = None
BY_STAGE = [
    # right, what is shown with the authority, with the schools, and with the members (no agreement)
    ("data_manager everywhere", EVERYTHING, EVERYTHING, EVERYTHING),
    ("data_manager authority:501", EVERYTHING, EVERYTHING, EVERYTHING),
    ("data_manager authority:502", {FAR}, {FAR}, {FAR}),
    ("school_improvement_officer authority:501", EVERYTHING, EVERYTHING, EVERYTHING),
    ("adviser school:100002", OWN_OAK, OWN_OAK, OWN_OAK),
    ("external_adviser school:100002", NONE, OWN_OAK, OWN_OAK),
    ("rise_adviser school:100001", NONE, {ELM}, {ELM}),
    ("headteacher school:100002", NONE, OWN_OAK, OWN_OAK),
    ("headteacher school:090002", NONE, OWN_OAK, OWN_OAK),
    ("chair school:100001", NONE, {ELM}, {ELM}),
    ("governor school:100001", NONE, {ELM}, {ELM}),
    ("trust_officer group:woods", NONE, {ELM, YEW}, {ELM, YEW}),
    ("alliance_lead group:trees", NONE, NONE, NONE),
    ("diocesan_officer group:trees", NONE, NONE, NONE),
    ("teacher school:100001", NONE, NONE, NONE),
    ("councillor authority:501", NONE, NONE, NONE),
    ("lead_member authority:501", NONE, NONE, NONE),
    ("platform_administrator everywhere", NONE, NONE, NONE),
    ("data_protection_officer authority:501", NONE, NONE, NONE),
    ("governor_services authority:501", NONE, NONE, NONE),
]


@pytest.mark.once
@pytest.mark.parametrize(("right", "authority", "schools", "members"), BY_STAGE)
def test_each_role_at_each_stage(right: str, authority, schools, members) -> None:
    looks = 0
    for dates, expected in (((), authority), ((ON,), schools), ((ON, ON), members), ((ON, ON, ON), EVERYTHING)):
        for source in ("own", "authority", "national"):
            found = seen(right, embargoed(*dates, source=source))
            assert found.everything is (expected is EVERYTHING), (right, dates)
            assert expected is EVERYTHING or found.urns == expected, (right, dates)
            assert found.restricted is (len(dates) < 3)
            looks += 1
    assert looks == 12


def test_before_its_day_a_step_is_not_taken() -> None:
    release = embargoed(ON)
    assert seen("headteacher school:100001", release, on=ON - DAY).urns == NONE
    assert seen("headteacher school:100001", release, on=ON).urns == {ELM}
    assert not seen("headteacher school:100001", embargoed(public=ON), on=ON - DAY).everything


def test_of_a_nations_release_an_authority_sees_its_own_schools() -> None:
    found = seen("data_manager authority:501", embargoed(), NATION)
    assert not found.everything and found.urns == COUNTY
    both = Facts("ks2_schools", False, ("501", "502"))
    assert seen("data_manager authority:501", embargoed(), both).urns == COUNTY


def test_pools_come_with_the_members_and_for_those_who_see_results() -> None:
    for right, expected in (
        ("alliance_lead group:trees", True),
        ("headteacher school:100001", True),
        ("councillor authority:501", False),
        ("teacher school:100001", False),
    ):
        assert seen(right, embargoed(ON, ON)).pools is expected
        assert not seen(right, embargoed(ON)).pools


def test_the_operator_is_shown_everything_and_nobody_nothing() -> None:
    release = embargoed()
    assert shown(OPERATOR, {release: KS2}, ON)[release].everything
    bare = shown(rights_of(nobody(), ON), {release: KS2}, ON)[release]
    assert not bare.everything and bare.urns == NONE and not bare.grants


def test_the_right_by_which_something_is_shown_is_named() -> None:
    person = somebody("head@example.org", "headteacher school:100001", "teacher school:100002")
    release = embargoed(ON)
    found = shown(rights_of(person, ON), {release: KS2}, ON)[release]
    assert found.grants == (str(person.grants.get(role="headteacher").public_id),)


TREES = frozenset({ELM, OAK, OLD_OAK, ASH})
"""All parties, with the number that Oak went by before."""


def _unissue(version: Version) -> None:
    Version.objects.filter(pk=version.pk).update(issued_at=None)


def _withdraw(version: Version, urn: str = OAK) -> None:
    version.parties.filter(urn=urn).update(withdrawn_at=AT)


def _supersede(version: Version) -> None:
    Version.objects.filter(pk=version.pk).update(superseded_at=AT)


def _leave(version: Version) -> None:
    Membership.objects.filter(urn=OAK, group__slug="trees").update(ends_before=ON)


def _close(version: Version) -> None:
    Establishment.objects.filter(urn=OAK).update(status="closed", closed_on=ON)


def _nothing(version: Version) -> None:
    pass


STATES = [
    # what, how it is drawn up, what happened, the day, what Elm's head and the alliance's lead see
    ("all signed", {}, _nothing, ON, TREES, TREES),
    ("draft", {"issued": False, "signed": ()}, _nothing, ON, {ELM}, NONE),
    ("signed and taken back to draft", {}, _unissue, ON, {ELM}, NONE),
    ("none has signed", {"signed": ()}, _nothing, ON, {ELM}, NONE),
    ("one signature", {"signed": (ELM,)}, _nothing, ON, {ELM}, NONE),
    ("the others signed", {"signed": (OAK, ASH)}, _nothing, ON, {ELM}, {OAK, OLD_OAK, ASH}),
    ("two signatures", {"signed": (ELM, ASH)}, _nothing, ON, {ELM, ASH}, {ELM, ASH}),
    ("day before the first", {}, _nothing, FIRST - DAY, {ELM}, NONE),
    ("first day", {}, _nothing, FIRST, TREES, TREES),
    ("last day", {}, _nothing, AFTER - DAY, TREES, TREES),
    ("day after the last", {}, _nothing, AFTER, {ELM}, NONE),
    ("withdrawn", {}, _withdraw, ON, {ELM, ASH}, {ELM, ASH}),
    ("I withdrew", {}, lambda v: _withdraw(v, ELM), ON, {ELM}, {OAK, OLD_OAK, ASH}),
    ("left the group", {}, _leave, ON, {ELM, ASH}, {ELM, ASH}),
    ("day before it leaves", {}, _leave, ON - DAY, TREES, TREES),
    ("closed", {}, _close, ON, {ELM, ASH}, {ELM, ASH}),
    ("other data set", {"families": ("absence",)}, _nothing, ON, {ELM}, NONE),
    ("superseded", {}, _supersede, ON, {ELM}, NONE),
]


@pytest.mark.once
@pytest.mark.parametrize(("what", "drawn", "happened", "day", "head", "lead"), STATES, ids=[each[0] for each in STATES])
def test_every_state_of_an_agreement(what, drawn, happened, day, head, lead) -> None:
    version = agreement((ELM, OAK, ASH), group="trees", **drawn)
    happened(version)
    release = embargoed(LONG_BEFORE, LONG_BEFORE)
    answers = {
        "headteacher school:100001": head,
        "chair school:100001": head,
        "external_adviser school:100001": head,
        "trust_officer group:woods": frozenset(head) | {ELM, YEW},
        "alliance_lead group:trees": lead,
        "alliance_member group:trees": lead,
        "headteacher school:100004": {YEW},
        "teacher school:100001": NONE,
        "councillor authority:501": NONE,
        "alliance_lead group:woods": NONE,
    }
    for right, expected in answers.items():
        found = seen(right, release, on=day)
        assert found.urns == expected, (what, right)
        assert not found.everything
        # Before the members' day, and for another data set, an agreement shows nothing at all.
        early = seen(right, embargoed(LONG_BEFORE, LONG_AFTER), on=day)
        assert set(early.covers) == set(), (what, right)
        other = seen(right, release, Facts("census", False, ("501",)), on=day)
        assert set(other.covers) == set(), (what, right)
    print(f"{what}: {3 * len(answers)} answers")


def test_a_planted_leak_is_found(monkeypatch) -> None:
    """With a rule that forgets signatures, the states above see what they should not."""
    monkeypatch.setattr("accord.sharing.queries.shown.sharing", lambda facts, on: {p.urn for p in facts.parties})
    leaks = 0
    for what, drawn, happened, day, head, _ in STATES:
        version = agreement((ELM, OAK, ASH), group="trees", name=what, **drawn)
        happened(version)
        leaks += seen("headteacher school:100001", embargoed(LONG_BEFORE, LONG_BEFORE), on=day).urns != head
        Version.objects.filter(pk=version.pk).update(superseded_at=AT)
        Membership.objects.filter(urn=OAK, group__slug="trees").update(ends_before=None)
        Establishment.objects.filter(urn=OAK).update(closed_on=None)
    print(f"{leaks} planted leaks found")
    assert leaks >= 6


def test_an_agreement_that_covers_one_measure_shows_that_one() -> None:
    version = agreement((ELM, OAK), group="trees", fields=("ks2_rwm_expected",))
    found = seen("headteacher school:100001", embargoed(LONG_BEFORE, LONG_BEFORE))
    assert found.urns == {ELM}
    assert found.named("ks2_rwm_expected") == {ELM, OAK, OLD_OAK}
    assert found.named("ks2_maths_progress") == {ELM}
    assert found.agreement(OAK, "ks2_rwm_expected") == str(version.agreement.public_id)
    assert found.agreement(OAK, "ks2_maths_progress") is None
    assert found.agreement(ELM, "ks2_maths_progress") == ""
    assert found.under == {ELM: "", OAK: str(version.agreement.public_id), OLD_OAK: str(version.agreement.public_id)}


def test_whom_one_saw_before_is_remembered() -> None:
    """Elm, Oak and Ash shared; what each may take out of a sum now, whoever has left since."""
    version = agreement((ELM, OAK, ASH), group="trees", signed=(ELM, OAK))
    release = embargoed(LONG_BEFORE, LONG_BEFORE)
    both_signed, head, lead = {ELM, OAK, OLD_OAK}, "headteacher school:100001", "alliance_lead group:trees"
    assert seen(head, release).remembered == both_signed
    for happens in (_withdraw, lambda v: _withdraw(v, ELM), _supersede, _leave, _close):
        happens(version)
        found = seen(head, release)
        assert found.urns == {ELM} and found.remembered == both_signed
    assert seen(head, release, on=AFTER).remembered == both_signed
    assert seen(lead, release).remembered == both_signed
    # Nobody else saw anything by it; before its first day nobody did, and before the members' day it is not asked.
    assert seen("headteacher school:100003", release).remembered == NONE
    assert seen("headteacher school:100004", release).remembered == NONE
    assert seen(head, release, on=FIRST - DAY).remembered == NONE
    assert seen(head, embargoed(LONG_BEFORE)).remembered == NONE
    assert seen(head, release, Facts("census", False, ("501",))).remembered == NONE


def test_between_named_schools_a_group_does_not_matter() -> None:
    agreement((ELM, FAR))
    release = embargoed(LONG_BEFORE, LONG_BEFORE)
    assert seen("headteacher school:100001", release).urns == {ELM, FAR}
    assert seen("headteacher school:200001", release).urns == {ELM, FAR}
    assert seen("alliance_lead group:trees", release).urns == NONE
    # An authority is no party: its people see nothing of another authority's school by it.
    assert seen("data_manager authority:501", release, NATION).urns == COUNTY


def test_who_looks_as_somebody_else_is_shown_what_both_are() -> None:
    agreement((ELM, OAK), group="trees", fields=("ks2_rwm_expected",))
    agreement((ELM, ASH), group="trees", name="other")
    release = embargoed(LONG_BEFORE, LONG_BEFORE)
    head = rights_of(somebody("elm@example.org", "headteacher school:100001"), ON)
    lead = rights_of(somebody("lead@example.org", "alliance_lead group:trees"), ON)
    oak = rights_of(somebody("oak@example.org", "headteacher school:100002"), ON)
    officer = rights_of(somebody("so@example.org", "school_improvement_officer authority:501"), ON)
    admin = rights_of(somebody("admin@example.org", "platform_administrator everywhere"), ON)

    def both(viewed, own) -> Shown:
        return shown(viewed.as_seen_by(own), {release: KS2}, ON)[release]

    assert both(head, officer).named("ks2_rwm_expected") == TREES
    assert both(head, officer).urns == {ELM, ASH}
    assert both(officer, head).urns == {ELM, ASH} and both(officer, head).named("ks2_rwm_expected") == TREES
    assert both(head, lead).urns == {ELM, ASH} and both(head, lead).named("ks2_rwm_expected") == TREES
    assert both(head, oak).named("ks2_rwm_expected") == {ELM, OAK, OLD_OAK}
    assert both(head, oak).urns == NONE
    assert both(head, admin).urns == NONE and not both(head, admin).pools
    assert both(officer, officer).everything


def test_many_releases_ask_no_more_than_one() -> None:
    agreement((ELM, OAK, ASH), group="trees")
    rights = rights_of(somebody("elm@example.org", "headteacher school:100001"), ON)

    def asked(number: int) -> int:
        releases = {embargoed(LONG_BEFORE, LONG_BEFORE): KS2 for _ in range(number)}
        with CaptureQueriesContext(connection) as queries:
            shown(rights, releases, ON)
        return len(queries)

    assert asked(30) == asked(1) <= 16
    published = {str(uuid.uuid4()): KS2 for _ in range(30)}
    with CaptureQueriesContext(connection) as queries:
        shown(rights, published, ON)
    assert len(queries) == 1
