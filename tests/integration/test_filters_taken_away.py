"""With the application's own filter taken away in each of these places, PostgreSQL still gives no row of somebody else.

And each place would: its rows are somebody else's where there is no second wall, and its filter keeps them off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, models, transaction

from accord.accounts.actions.events import record
from accord.accounts.actions.reading import Under, note_read
from accord.accounts.actions.tokens import make_token
from accord.accounts.actions.watching import follow
from accord.accounts.models.invitations import Invitation, WaitingGrant
from accord.accounts.models.people import Person
from accord.accounts.models.tokens import ApiToken
from accord.accounts.queries.rights import rights_of
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import Rights, Scope
from accord.accounts.rules.roles import load_roles
from accord.intake.models.files import Intake, SourceFile
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.queries.record import Wanted
from accord.sharing.models.agreements import Agreement, Party, Version
from accord.sharing.models.signatures import Scan
from tests.factories.people import somebody
from tests.factories.unfiltered import Place
from tests.factories.wall import as_the_site

pytestmark = pytest.mark.usefixtures("postgresql")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
TODAY = date.today()


@dataclass
class Holder:
    """Somebody, and the rows that are theirs."""

    person: Person
    rights: Rights
    own: dict[str, Any] = field(default_factory=dict)


def holder(name: str, code: str, urn: str) -> Holder:
    """A data manager of one authority with a row of their own in every protected table."""
    person = somebody(f"{name}@example.org", f"data_manager authority:{code}", name=name)
    found, belongs = Holder(person, rights_of(person, TODAY)), f"authority:{code}"
    own = found.own
    own["grant"] = person.grants.get()
    own["event"] = record("went", kind="person", subject=person.public_id, by=person, at=NOW)
    note_read(reader=Reader.person(person, found.rights), kind="school", subject=urn, rows=3, under=Under("g"), at=NOW)
    follow(address=f"groups/{name}", name=name, by=person, at=NOW)
    until = NOW + timedelta(days=9)
    own["invitation"] = Invitation.objects.create(
        email=f"new-{name}@example.org", invited_by=person, invited_at=NOW, expires_at=until, token_digest=name
    )
    WaitingGrant.objects.create(
        invitation=own["invitation"], role="teacher", scope_kind="school", scope_id=urn, starts_on=TODAY, reason="x",
        given_by=person,
    )  # fmt: skip
    own["token"], own["secret"] = make_token(
        name=name, scope=Scope.read(belongs), expires_at=datetime.now(UTC) + timedelta(9), second_factor=True,
        by=person, at=datetime.now(UTC),
    )  # fmt: skip
    own["list"] = BroughtList.objects.create(
        name=name, default_kind="alliance", brought_at=NOW, brought_by=person, belongs_to=belongs
    )
    BroughtRow.objects.create(brought=own["list"], line=1, group=name, kind="alliance", certainty="certain")
    file = SourceFile.objects.create(sha256=name.ljust(64, "0"), name=name, size=1, received_at=NOW)
    own["intake"] = Intake.objects.create(
        file=file, name=name, received_at=NOW, received_by=person, belongs_to=belongs, progress="refused"
    )
    own["agreement"] = Agreement.objects.create(name=name, belongs_to=belongs, drawn_up_at=NOW, drawn_up_by=person)
    version = Version.objects.create(
        agreement=own["agreement"], number=1, purpose=name, lawful_basis="public_task", condition="none",
        controller=name, processor=name, review_on=TODAY, starts_on=TODAY - timedelta(9),
        ends_before=TODAY + timedelta(9), drawn_up_at=NOW, issued_at=NOW,
    )  # fmt: skip
    Party.objects.create(version=version, urn=urn, name=name)
    Scan.objects.create(version=version, sha256="0" * 64, kind="pdf", size=1, added_at=NOW, added_by=person)
    return found


@pytest.fixture
def two(home: Any) -> tuple[Holder, Holder]:
    """Anna, who asks, and Ben, whose rows are none of hers."""
    return holder("anna", "201", "900001"), holder("ben", "202", "900002")


ACCOUNTS, REGISTER, SHARING = "accord.accounts.queries", "accord.register.queries", "accord.sharing.queries"
Call = Callable[[Callable[..., Any], Holder, Holder], Any]
PLACES: list[tuple[Place, Call]] = [
    (Place(f"{ACCOUNTS}.rights", "_grants", "person__in=people, "),
     lambda ask, me, _: ask([me.person.pk], TODAY, load_roles(settings.ACCORD_DEFINITIONS))),
    (Place(f"{ACCOUNTS}.events", "of_subject", ".filter(subject_kind=kind, subject_id=str(subject))", ".all()"),
     lambda ask, me, _: ask("person", me.person.public_id)),
    (Place(f"{ACCOUNTS}.watching", "followed_by", "filter(person=person)", "all()"),
     lambda ask, me, _: ask(me.person)),
    (Place(f"{ACCOUNTS}.watching", "follows", "filter(person=person, address=address)", "filter(address=address)"),
     lambda ask, me, other: ["ben"] if ask(me.person, "groups/ben") else []),
    (Place(f"{ACCOUNTS}.invitations", "sent_by", "filter(invited_by=person)", "all()"),
     lambda ask, me, _: ask(me.person)),
    (Place(f"{ACCOUNTS}.invitations", "invitation", "filter(public_id=public_id)", "exclude(public_id=public_id)"),
     lambda ask, me, _: ask(me.own["invitation"].public_id)),
    (Place(f"{ACCOUNTS}.invitations", "open_for", "filter(email__iexact=email.strip())", "exclude(email=email)"),
     lambda ask, me, _: ask("new-anna@example.org")),
    (Place(f"{ACCOUNTS}.invitations", "by_digest", "filter(token_digest=digest)", "exclude(token_digest=digest)"),
     lambda ask, me, _: ask("anna")),
    (Place(f"{ACCOUNTS}.tokens", "tokens_of", "filter(person=person)", "all()"),
     lambda ask, me, _: ask(me.person)),
    (Place(f"{ACCOUNTS}.tokens", "shown_token", ".filter(digest=", ".exclude(digest="),
     lambda ask, me, _: ask(me.own["secret"])),
    (Place(f"{REGISTER}.brought_lists", "_lists", "filter(belonging_to(rights, Act.BRING_LISTS))", "all()"),
     lambda ask, me, _: ask(me.rights)),
    (Place(f"{REGISTER}.brought_lists", "_standings", "filter(brought__in=list(lists))", "all()"),
     lambda ask, me, other: ["ben"] if other.own["list"].pk in ask([me.own["list"].pk]) else []),
    (Place(f"{REGISTER}.brought_lists", "rows_of", "brought.rows.select_related", "BroughtRow.objects.select_related"),
     lambda ask, me, _: ask(me.own["list"])),
    (Place(f"{REGISTER}.record", "acts", '_seen(rights, on, "subject_kind"), '),
     lambda ask, me, _: ask(me.rights, TODAY, Wanted(kind="person"))),
    (Place(f"{REGISTER}.record", "reads", '_seen(rights, on, "kind"), '),
     lambda ask, me, _: ask(me.rights, TODAY, Wanted())),
    (Place(f"{REGISTER}.record", "looked_at", ", subject_id__in=sorted(urns)"),
     lambda ask, me, _: ask(frozenset(["900001"]), Wanted())),
    (Place("accord.intake.queries.intakes", "_sent", "filter(belonging_to(rights, Act.SEND_DATA))", "all()"),
     lambda ask, me, _: ask(me.rights)),
    (Place(f"{SHARING}.agreements", "readable", ".filter(pk__in=Agreement.objects.filter(_readable(rights, on))"
           '.values("pk"))', ".all()"),
     lambda ask, me, _: ask(me.rights, TODAY)),
    (Place(f"{SHARING}.agreements", "scans_of", "filter(version__agreement=agreement)", "all()"),
     lambda ask, me, _: ask(me.own["agreement"])),
    (Place(f"{SHARING}.agreements", "party_of", "filter(version__agreement=agreement, urn=urn)", "exclude(urn=urn)"),
     lambda ask, me, _: ask(me.own["agreement"], "900001")),
    (Place(f"{SHARING}.agreements", "newest", "rows = Version.objects.filter(agreement__in=list(found))",
           "found = __import__('collections').defaultdict(list); rows = Version.objects"),
     lambda ask, me, _: [each for some in ask([me.own["agreement"]]).values() for each in some]),
]  # fmt: skip
WRITES: list[tuple[Place, Call, type[models.Model]]] = [
    (Place("accord.accounts.actions.watching", "stop_following", "filter(person=by, address=address)", "all()"),
     lambda ask, me, _: ask(address="groups/anna", by=me.person), Person),
    (Place("accord.accounts.actions.tokens", "revoke_token", "filter(pk=token.pk, revoked_at=None)", "all()"),
     lambda ask, me, _: ask(token=me.own["token"], by=me.person, at=NOW), ApiToken),
    (Place("accord.accounts.actions.granting", "confirm", "filter(pk=grant.pk)", "all()"),
     lambda ask, me, _: ask(grants=[me.own["grant"]], by=me.person, at=NOW), Person),
]  # fmt: skip
"""Acts that would change or delete what is somebody else's."""


def whose(found: Any, me: Holder, other: Holder) -> int:
    """How many of these rows are not the reader's: they name the other, or something of theirs."""
    theirs = ("ben", other.person.pk, *(row.pk for row in other.own.values() if isinstance(row, models.Model)))
    return sum(_names(row, other, theirs) for row in _rows(found))


def _rows(found: Any) -> Iterable[Any]:
    if found is None:
        return []
    if isinstance(found, Mapping):
        return list(found.values())
    return [found] if isinstance(found, models.Model) else list(found)


def _names(row: Any, other: Holder, theirs: tuple[Any, ...]) -> bool:
    if not isinstance(row, models.Model):
        return row == "ben"
    if isinstance(row, BroughtRow):
        return row.group == "ben"
    if isinstance(row, Scan):
        return row.added_by_id == other.person.pk
    people = ("person_id", "invited_by_id", "brought_by_id", "received_by_id", "drawn_up_by_id")
    if any(getattr(row, name, None) == other.person.pk for name in people):
        return True
    return getattr(row, "name", None) == "ben" or getattr(row, "controller", None) == "ben"


def ids() -> list[str]:
    """A name for each place."""
    return [str(place) for place, _ in PLACES]


@pytest.mark.parametrize(("place", "call"), PLACES, ids=ids())
def test_no_row_of_another_is_given(two: tuple[Holder, Holder], place: Place, call: Call):
    me, other = two
    module = __import__(place.module, fromlist=[place.function])
    assert whose(call(getattr(module, place.function), me, other), me, other) == 0, "the first wall"
    assert whose(call(place.without(), me, other), me, other) > 0, "its filter is not what keeps rows off"
    with as_the_site(me.person):
        assert whose(call(place.without(), me, other), me, other) == 0, "the second wall"


def changed(other: Holder) -> tuple[Any, ...]:
    """What of the other could have been changed."""
    return (
        list(other.person.follows.values_list("address", flat=True)),
        ApiToken.objects.get(pk=other.own["token"].pk).revoked_at,
        other.person.grants.get().confirmed_at,
    )


@pytest.mark.parametrize(("place", "call", "_"), WRITES, ids=[str(place) for place, _, _ in WRITES])
def test_nothing_of_another_is_changed(two: tuple[Holder, Holder], place: Place, call: Call, _: Any):
    me, other = two
    before = changed(other)
    with as_the_site(me.person):
        call(place.without(), me, other)
    assert changed(other) == before
    with transaction.atomic():
        call(place.without(), me, other)
        assert changed(other) != before, "its filter is not what keeps changes off"


def test_there_are_enough_places_and_a_hole_is_found(two: tuple[Holder, Holder]):
    me, other = two
    print(f"{len(PLACES)} places that read, {len(WRITES)} that write")
    assert len(PLACES) >= 20
    leaks = []
    for place, call in PLACES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("accounts_grant", "accounts_apitoken", "register_broughtlist", "sharing_agreement"):
                cursor.execute(f"DROP POLICY shown ON {table}")
                cursor.execute(f"CREATE POLICY shown ON {table} FOR SELECT TO accord_web USING (true)")
            with as_the_site(me.person):
                if whose(call(place.without(), me, other), me, other):
                    leaks.append(str(place))
            transaction.set_rollback(True)
    print(f"with four policies open: {len(leaks)} leak")
    assert len(leaks) >= 5


def test_a_place_that_has_changed_is_noticed():
    with pytest.raises(LookupError):
        Place(f"{ACCOUNTS}.tokens", "tokens_of", f"filter({uuid4()})").without()
