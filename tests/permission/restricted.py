"""What is not public: results under embargo, agreements, and invitations that wait."""

from __future__ import annotations

from datetime import date, timedelta

from accord.accounts.actions.invitations import invite
from accord.accounts.actions.tokens import make_token
from accord.accounts.rules.invitations import Brought
from accord.accounts.rules.rights import Scope
from accord.intake.actions.intakes import Asked, take_in
from accord.sharing.actions.agreements import Particulars, draw_up, issue
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Condition, LawfulBasis, Source
from accord.sharing.rules.stages import Terms
from tests.factories import school_tables
from tests.permission.viewers import named
from tests.permission.world import ASH, BEFORE, BIRCH, NOW, OAK, SCHOOLS, TODAY, World, belongs

FOR_SCHOOLS, FOR_AUTHORITY = 2019, 2017
"""Summers whose results of 501 each school sees of itself by now; and which the authority sees alone."""


def restrict(world: World) -> None:
    """Add it to a world."""
    terms = Terms(Source.AUTHORITY, to_schools_on=TODAY - timedelta(days=9))
    _embargoed(world, FOR_SCHOOLS, "figure that schools see", terms, 7001)
    later = Terms(Source.AUTHORITY, to_schools_on=TODAY + timedelta(days=9))
    _embargoed(world, FOR_AUTHORITY, "figure that the authority sees", later, 8009)
    _agreement(world, "501", "heron", (ASH, BIRCH))
    _agreement(world, "502", "kestrel", (OAK, BIRCH))
    _invited(world)
    _token(world)


def _embargoed(world: World, year: int, kind: str, terms: Terms, first: int) -> None:
    ours = [urn for urn, (_, la) in SCHOOLS.items() if la == "501"]
    rows = [
        school_tables.school(urn, "501", world.aviary.number(kind, urn, first + 2 * at)) for at, urn in enumerate(ours)
    ]
    name = world.aviary.word("name of an embargoed file", str(year), "embargoed") + ".csv"
    path = school_tables.write(world.home / "staging" / name, rows)
    taken = take_in(path=path, name=name, asked=Asked(year=year, hold=True), by=None, at=BEFORE)
    belongs(taken, "501")
    release = taken.releases.get()
    why = world.aviary.word("reason of terms", str(year), "not yet public")
    set_terms(release=release.public_id, terms=terms, reason=why, by=None, at=BEFORE)
    release.accepted_at = BEFORE
    release.save(update_fields=["accepted_at"])
    taken.progress = "published"
    taken.save(update_fields=["progress"])
    world.names[f"embargoed_{year}"] = str(release.public_id)


def _agreement(world: World, authority: str, group: str, urns: tuple[str, ...]) -> None:
    word, manager = world.aviary.word, world.people[named("data_manager everywhere")]
    made = draw_up(
        name=word("name of an agreement", authority, "Sharing before publication"), group=world.names[group],
        belongs_to=f"authority:{authority}", parties={urn: f"School {urn}" for urn in urns}, by=manager, at=BEFORE,
        particulars=Particulars(
            purpose=word("purpose of an agreement", authority, "To help each other"), families=("ks2_schools",),
            fields=(), lawful_basis=LawfulBasis.PUBLIC_TASK, condition=Condition.NONE, controller="Each school",
            processor="The authority", dpia="", review_on=date(2027, 6, 1), starts_on=date(2026, 9, 1),
            ends_before=date(2027, 9, 1),
        ),
    )  # fmt: skip
    issue(version=made, by=manager, at=BEFORE)
    world.names[f"agreement_{authority}"] = str(made.agreement.public_id)


def _invited(world: World) -> None:
    word = world.aviary.word
    brings = [Brought("teacher", Scope.read(f"school:{ASH}"), word("reason of an invitation", "Ash", "new"), TODAY)]
    address = f"{word('address of an invitation', 'Ash').lower()}@example.org"
    head = world.people[named("headteacher own")]
    made = invite(email=address, name=word("name of an invited", "Ash", "New"), brings=brings, by=head, at=NOW)
    world.names["invitation"] = str(made.public_id)


def _token(world: World) -> None:
    holder = "data_manager own"
    made, _ = make_token(
        name=world.aviary.word("name of a token", holder, "Nightly copy"), scope=Scope.read("authority:501"),
        expires_at=NOW + timedelta(days=30), second_factor=True, by=world.people[named(holder)], at=NOW,
    )  # fmt: skip
    world.names["token"] = str(made.public_id)
