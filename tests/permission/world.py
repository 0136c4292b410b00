"""A small world with something of every kind in it, twice: once of authority 501, once of 502.

Every thing carries a canary. Who stands where is written in expected/viewers.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models

from accord.accounts.actions.granting import give
from accord.accounts.actions.watching import follow
from accord.accounts.models.people import Person
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import Scope
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.permanent import of_one
from accord.dashboards.queries.questions import read
from accord.intake.actions.intakes import Asked, receive, take_in
from accord.intake.models.files import Intake
from accord.performance.actions.freezing import freeze
from accord.performance.subjects import subject
from accord.register.actions.brought_lists import bring
from accord.register.actions.corrections import correct
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import join, leave
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.models.schools import Establishment
from tests.factories import school_tables
from tests.factories.register_files import establishment, link, written
from tests.permission.canary import Aviary
from tests.permission.viewers import Holds, Viewer, named, viewers

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
TODAY = date(2026, 11, 30)
BEFORE = NOW - timedelta(days=200)
SUMMER = 2018
OPERATING = Reader.operator()
PASSWORD = "a long password of theirs"
ASH, BIRCH, CEDAR, DOGWOOD, POPLAR, YEW = "110001", "110002", "110003", "110004", "110007", "110008"
OAK, OLD_ASH = "120001", "110091"
SCHOOLS = {
    ASH: ("Ash", "501"), BIRCH: ("Birch", "501"), CEDAR: ("Cedar", "501"), DOGWOOD: ("Dogwood", "501"),
    POPLAR: ("Poplar", "501"), YEW: ("Yew", "501"), OAK: ("Oak", "502"),
}  # fmt: skip
GROUPS = {
    # name, kind, authority, members
    "heron": ("Heron Alliance", "alliance", "501", (ASH, BIRCH, CEDAR)),
    "merlin": ("Merlin Alliance", "alliance", "501", (POPLAR,)),
    "kestrel": ("Kestrel Alliance", "alliance", "502", (OAK,)),
    "northern": ("Northern Area", "area_partnership", "501", ()),
    "southern": ("Southern Area", "area_partnership", "502", ()),
    "wood": ("Wood Federation", "federation", "501", (ASH, DOGWOOD)),
    "tern": ("Tern Trust", "trust", "501", (ASH, BIRCH)),
    "gull": ("Gull Trust", "trust", "502", (OAK,)),
    "wick": ("Diocese of Wick", "diocese", "", (ASH, OAK)),
    "bray": ("Diocese of Bray", "diocese", "", (YEW,)),
}


@dataclass
class World:
    """What there is, by the words that the tables use for it in addresses (``{sent_501}``)."""

    home: Path
    aviary: Aviary = field(default_factory=Aviary)
    people: dict[Viewer, Person] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    intakes: dict[str, Intake] = field(default_factory=dict)

    def filled(self, given: Any) -> Any:
        """An address, or what is sent, with the names of things filled in."""
        if isinstance(given, str):
            return given.format(**self.names)
        if isinstance(given, Mapping):
            return {key: self.filled(value) for key, value in given.items()}
        return [self.filled(each) for each in given] if isinstance(given, list) else given


def belongs(thing: models.Model, authority: str) -> None:
    """Say whose a thing is; ``authority`` is empty for the whole installation."""
    thing.belongs_to = f"authority:{authority}" if authority else ""
    thing.save(update_fields=["belongs_to"])


def build(home: Path) -> World:
    """Everything there is."""
    world = World(home)
    _register(world)
    _people(world)
    _groups(world)
    _results(world)
    for authority in ("501", "502"):
        _brought(world, authority)
        _sent(world, authority)
        _kept(world, authority)
    return world


def _file(world: World, name: str, content: str) -> Path:
    path = world.home / "staging" / name
    path.write_text(content, encoding="cp1252")
    return path


def _take(world: World, name: str, rows: list[dict[str, str]], authority: str = "") -> Intake:
    taken = take_in(path=_file(world, name, written(rows)), name=name, asked=Asked(), by=None, at=BEFORE)
    assert taken.progress == "published", taken.problems
    belongs(taken, authority)
    return taken


def _register(world: World) -> None:
    """Schools as two extracts of the national register know them, the second with a change."""
    rows = []
    for urn, (name, la) in SCHOOLS.items():
        called = world.aviary.word("school", urn, f"{name} Primary School")
        rows.append(establishment(urn, called, la=la, estab=f"2{urn[-3:]}", opened="01/09/2015" if urn == ASH else ""))
    old = world.aviary.word("school", OLD_ASH, "Ash Church School")
    rows.append(
        establishment(OLD_ASH, old, la="501", estab="3091", status="Closed", closed="31/08/2015", opened="01/09/1990")
    )
    _take(world, "edubasealldata20250901.csv", rows)
    renamed = world.aviary.word("school", "Yew's older name", "Yew Tree Primary School")
    rows = [row | {"EstablishmentName": renamed} if row["URN"] == YEW else row for row in rows]
    latest = _take(world, "edubasealldata20260901.csv", rows)
    links = [
        link(ASH, OLD_ASH, "Predecessor", "01/09/2015"),
        link(OLD_ASH, ASH, "Successor", "01/09/2015"),
    ]
    of_502 = _take(world, "links_edubasealldata20260901.csv", links, "502")
    world.names["release_502"] = str(of_502.releases.get().public_id)
    world.names |= {"extract": str(latest.releases.get().public_id)}


def _people(world: World) -> None:
    table = viewers()
    for viewer in table:
        name = world.aviary.word("name of a person", str(viewer), viewer.role.replace("_", " ").title())
        email = f"{world.aviary.word('e-mail of a person', str(viewer)).strip().lower()}@example.org"
        world.names[f"email_{_word(viewer)}"] = email
        world.people[viewer] = Person.objects.create_user(email, PASSWORD, name=name)
        world.names[f"person_{_word(viewer)}"] = str(world.people[viewer].public_id)
    for viewer, holds in table.items():
        _give(world, viewer, holds)


def _word(viewer: Viewer) -> str:
    return re.sub(r"\W+", "_", str(viewer))


def _give(world: World, viewer: Viewer, holds: Holds) -> None:
    person = world.people[viewer]
    for right in holds.rights:
        starts = TODAY + timedelta(days=1) if right.when == "from tomorrow" else date(2020, 9, 1)
        ends = TODAY if right.when == "until yesterday" else TODAY + timedelta(days=200)
        behalf = world.people[named(right.named)] if right.named else None
        given = give(
            person=person, role=right.role, scope=Scope.read(right.scope), on_behalf_of=behalf, by=None, at=BEFORE,
            reason=world.aviary.word("reason of a grant", str(viewer), "asked for by"), starts_on=starts,
            ends_before=ends,
        )  # fmt: skip
        world.names[f"grant_{_word(viewer)}"] = str(given.public_id)
    if not holds.may_sign_in:
        Person.objects.filter(pk=person.pk).update(is_active=False)


def _groups(world: World) -> None:
    by = {"by": world.people[named("data_manager everywhere")], "at": BEFORE}
    for key, (name, kind, authority, members) in GROUPS.items():
        group = make(name=name, kind=kind, starts_on=date(2016, 9, 1), **by)
        group.name = world.aviary.word("group", key, name)
        group.save()
        belongs(group, authority)
        world.groups[key] = group
        world.names[key] = group.slug
        for at, urn in enumerate(members):
            role = "lead" if at == 0 else "member"
            made = join(group=group, urn=urn, role=role, starts_on=date(2016, 9, 1), ends_before=None, **by)
            world.names[f"{key}_{urn}"] = str(made.pk)
    left = Membership.objects.get(pk=world.names[f"heron_{CEDAR}"])
    why = world.aviary.word("reason for leaving", "heron", "moved away")
    leave(membership=left, on=date(2026, 9, 1), because=why, **by)
    for inner, outer in (("heron", "northern"), ("merlin", "northern"), ("kestrel", "southern")):
        place(inner=world.groups[inner], outer=world.groups[outer], starts_on=date(2017, 9, 1), **by)
        nesting = Nesting.objects.get(inner=world.groups[inner])
        world.names[f"place_{inner}"] = str(nesting.pk)


def _results(world: World) -> None:
    """Published results of one summer, of both authorities and of England."""
    pupils = {urn: world.aviary.number("published figure", urn, 4013 + 2 * at) for at, urn in enumerate(SCHOOLS)}
    rows = [
        school_tables.school(urn, SCHOOLS[urn][1], pupils[urn], f"{50 + at}%") for at, urn in enumerate(SCHOOLS)
    ]
    for la in ("501", "502"):
        rows.append(school_tables.authority(la, sum(pupils[urn] for urn in SCHOOLS if SCHOOLS[urn][1] == la), "54%"))
    rows.append(school_tables.england(600_000, "61%"))
    name = world.aviary.word("name of a published file", "results", "ks2final") + ".csv"
    path = school_tables.write(world.home / "staging" / name, rows)
    taken = take_in(path=path, name=name, asked=Asked(year=SUMMER), by=None, at=BEFORE)
    assert taken.progress == "published", taken.problems
    world.names["release"] = str(taken.releases.get().public_id)


def _brought(world: World, authority: str) -> None:
    """A list that somebody of an authority brought, with a row that waits."""
    manager = world.people[named(f"data_manager {'own' if authority == '501' else 'other'}")]
    odd = world.aviary.word("row of a list", authority, "Nobody Knows This School")
    sure = YEW if authority == "501" else OAK
    new = world.aviary.word("group in a list", authority, "New Alliance")
    brought = bring(
        text=f"Group\tSchool\tURN\n{new}\t{odd}\t\n{new}\t\t{sure}\n", kind="alliance", starts_on=date(2026, 9, 1),
        name=world.aviary.word("name of a list", authority, "Autumn list"), by=manager, at=BEFORE,
    )  # fmt: skip
    belongs(brought, authority)
    world.names[f"list_{authority}"] = str(brought.public_id)
    world.names[f"row_{authority}"] = str(brought.rows.order_by("line")[0].pk)


def _sent(world: World, authority: str) -> None:
    """A file that was refused, one that waits for acceptance, and one that nobody has looked at yet."""
    manager = world.people[named(f"data_manager {'own' if authority == '501' else 'other'}")]
    word = world.aviary.word
    bad = [school_tables.school(YEW, authority, word("value in a refused file", authority))]
    urn = BIRCH if authority == "501" else OAK
    pupils = world.aviary.number("figure in a held file", authority, 3001 + int(authority))
    held = [school_tables.school(urn, authority, pupils)]
    held[0]["SCHNAME"] = word("school in a held file", authority, "Held School")
    for code, rows, hold in (("refused", bad, False), ("held", held, True)):
        name = word(f"name of a {code} file", authority, code) + ".csv"
        path = school_tables.write(world.home / "staging" / name, rows)
        taken = take_in(path=path, name=name, asked=Asked(year=2019, hold=hold), by=manager, at=BEFORE)
        assert taken.progress == code, (taken.progress, taken.problems)
        belongs(taken, authority)
        world.intakes[f"{code}_{authority}"] = taken
        world.names[f"{code}_{authority}"] = str(taken.public_id)
        if code == "held":
            world.names[f"held_release_{authority}"] = str(taken.releases.get().public_id)
    name = word("name of a received file", authority, "received") + ".csv"
    path = school_tables.write(world.home / "staging" / name, held)
    received = receive(path=path, name=name, asked=Asked(), by=manager, at=BEFORE)
    belongs(received, authority)
    world.names[f"received_{authority}"] = str(received.public_id)


def _kept(world: World, authority: str) -> None:
    """A correction, a frozen page, and what somebody follows."""
    manager = world.people[named(f"data_manager {'own' if authority == '501' else 'other'}")]
    urn = YEW if authority == "501" else OAK
    why = world.aviary.word("reason of a correction", authority, "the head wrote")
    known = Establishment.objects.get(urn=urn)
    made = correct(establishment=known, what="town", value="Elmham", because=why, by=manager, at=BEFORE)
    world.names[f"correction_{authority}"] = str(made.public_id)
    group = "heron" if authority == "501" else "kestrel"
    found = subject("groups", world.names[group])
    assert found is not None
    looking = Looking(found, read({}, OPERATING, special_by_default=False), OPERATING)
    page = of_one(looking)
    first, *beside = page.selections
    kept = freeze(
        first, beside=beside, address=f"/groups/{world.names[group]}/?year={SUMMER}", title=page.title,
        reader=page.reader, by=manager, at=BEFORE, on=TODAY,
    )  # fmt: skip
    world.names[f"frozen_{authority}"] = kept.key
    followed = world.aviary.word("followed", authority, "A page followed")
    follow(address=f"groups/{world.names[group]}", name=followed, by=manager, at=BEFORE)
