"""Random journeys through the site: the record says of which schools results were shown that are not public, no more
and no fewer.

Each school has a number of pupils and a percentage, in a release that is not public, which stand nowhere else. What a
page or file shows is found by searching its bytes for them, and held against what the record says of that request.
A dot, a rank or a sum shows a result too without printing it: so each page is asked for again with the results of one
school altered, and it must change if and only if the record says that something of that school was shown; a page that
only says that there are results changes where there are none.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accord.accounts.models.events import Reading
from accord.accounts.models.people import Person
from accord.accounts.queries.whole_record import heads_now, look_through
from accord.intake.models.releases import Release
from accord.performance import gathering, kept
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from accord.warehouse.counts import ABSENT, Cells
from tests.factories.people import AT, somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, publish, school
from tests.fixtures.skipping import thorough

URNS = tuple(f"10000{at}" for at in range(1, 9))
PUPILS = (1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049)
SHARES = (37, 43, 57, 63, 23, 77, 17, 83)
pytestmark = pytest.mark.once

JOURNEYS, FEWER = 500, 15
STEPS = 4
MEMBERS = {"coast": URNS[:7], "three": URNS[4:7], "pair": URNS[:2], "la-501": URNS}
STAGES = ("authority", "schools", "members")
RIGHTS = (
    "data_manager authority:501", "head_of_school_improvement authority:501", "data_manager authority:502",
    "headteacher school:100001", "headteacher school:100008", "chair school:100003", "teacher school:100001",
    "alliance_lead group:coast", "adviser school:100002", "external_adviser school:100002", "councillor authority:501",
)  # fmt: skip
ROOMS = ("groups/coast", "groups/three", "groups/pair", "authorities/501", *(f"schools/{urn}" for urn in URNS[:4]))
PAGES = (
    "", "how/", "measures/", "trend/", "pupils/", "schools/", "coverage/", "data/", "governors/", "chart/trend/",
    "everything.json", "everything.csv", "schools.csv", "measures.csv", "trend.csv", "funnel.svg", "trend.svg",
)  # fmt: skip
ASIDE = ("/", "/groups/", "/compare/?with=groups/coast&with=schools/100001&year=2019", "/measures/", "/data/")
NUMBER = re.compile(r"(?<![\d.,-])(\d{4}|\d,\d{3})(?![\d.])")
BY_PUPILS = dict(zip(PUPILS, URNS, strict=True))


def shown_in(body: str) -> set[str]:
    """The schools whose number of pupils stands in an answer."""
    found = {int(each.replace(",", "")) for each in NUMBER.findall(unescape(body))}
    return {BY_PUPILS[each] for each in found & BY_PUPILS.keys()}


@pytest.fixture
def release(home: Path, tmp_path: Path) -> Release:
    """Eight schools in three groups, and results of 2019 that are not public."""
    for at, urn in enumerate(URNS):
        registered(urn, f"School {at + 1}", la_code="501")
    for name, members in (("Coast", URNS[:7]), ("Three", URNS[4:7]), ("Pair", URNS[:2])):
        group = make(name=name, kind="alliance", belongs_to="authority:501", by=None, at=AT)
        for urn in members:
            join(group=group, urn=urn, starts_on=None, by=None, at=AT)
    rows = [school(urn, "501", n, f"{share}%") for urn, n, share in zip(URNS, PUPILS, SHARES, strict=True)]
    publish(tmp_path, [school(urn, "501", 30, "90%") for urn in URNS], 2018)
    return publish(tmp_path, [*rows, authority("501", sum(PUPILS), "50%")], 2019)


def let_out(release: Release, to: str) -> None:
    today = timezone.localdate()
    reached = STAGES[1 : STAGES.index(to) + 1]
    days: dict[str, Any] = {f"to_{each}_on": today - timedelta(days=5 - at) for at, each in enumerate(reached)}
    set_terms(release=release.public_id, terms=Terms(Source.AUTHORITY, **days), reason="a test", by=None, at=AT)


def people() -> list[Person]:
    long = timezone.localdate() + timedelta(days=300)
    return [
        somebody(f"reader-{at}@example.org", right, name=f"Reader {at}", ends=long if "adviser" in right else None)
        for at, right in enumerate(RIGHTS)
    ]


class Altered:
    """Answers about the cells of releases, in which one school at most has other results than published, or none."""

    def __init__(self, read: Any) -> None:
        self._read = read
        self.urn: str | None = None
        self.gone = False

    def __call__(self, *asked: Any) -> dict[str, Cells]:
        """As the function that it stands for."""
        return {family: self._with_others(cells) for family, cells in self._read(*asked).items()}

    def _with_others(self, cells: Cells) -> Cells:
        if self.urn not in cells.codes or 2019 not in cells.years:
            return cells
        number, status = cells.number.copy(), cells.status.copy()
        at, school_at = cells.years.index(2019), cells.codes.index(self.urn)
        if self.gone:
            number[at, :, school_at], status[at, :, school_at] = np.nan, ABSENT
            return replace(cells, number=number, status=status)
        for which, name in enumerate(cells.variables):
            number[at, which, school_at] += 311 if name == "TELIG" else -11
        return replace(cells, number=number)


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> Altered:
    """Stands where figures read cells."""
    made = Altered(gathering.cells_of_families)
    monkeypatch.setattr(gathering, "cells_of_families", made)
    return made


NOT_FOUND = "Page not found"
CHANGES_ANYHOW = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


def text_of(client: Client, address: str) -> str:
    """The body of an answer, without what is new in each."""
    answer = client.get(address)
    assert answer.status_code in (200, 302, 404), (address, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CHANGES_ANYHOW.sub("", body.decode("utf-8", "ignore"))


@dataclass(frozen=True, slots=True)
class Step:
    """One page or file: the schools whose pupils it prints, those noted by name, those in a sum that was noted."""

    address: str
    printed: set[str]
    noted: set[str]
    summed: set[str]

    @classmethod
    def at(cls, client: Client, address: str) -> Step:
        """Ask for an address."""
        last = Reading.objects.count()
        text = text_of(client, address)
        noted = Reading.objects.filter(sequence__gt=last).values_list("kind", "subject_id")
        sums = [MEMBERS[subject] for kind, subject in noted if kind == "figure"]
        # A picture that has nothing to draw is not found: then results were read, and nothing of them was shown.
        named = set() if NOT_FOUND in text else {urn for kind, urn in noted if kind == "school"}
        return cls(address, shown_in(text), named, {*chain(*sums)})


def somewhere(chance: random.Random) -> str:
    """An address of some page or file."""
    if chance.random() < 0.9:
        return f"/{chance.choice(ROOMS)}/{chance.choice(PAGES)}?year=2019"
    return chance.choice(ASIDE)


def changes(client: Client, address: str, altered: Altered, urn: str, *, gone: bool = False) -> bool:
    """Whether a page is another one where a school has other results, or none."""
    as_it_is = text_of(client, address)
    kept.forget_everything()
    altered.urn, altered.gone = urn, gone
    otherwise = text_of(client, address)
    altered.urn = None
    kept.forget_everything()
    return as_it_is != otherwise


def faults(client: Client, step: Step, altered: Altered, urn: str, seen: Counter[str]) -> list[tuple[str, str, str]]:
    """What the record says of a step that is not so of one school."""
    changed = changes(client, step.address, altered, urn)
    seen.update(changed=changed, same=not changed)
    if changed and urn not in step.noted | step.summed:
        return [(step.address, urn, "makes a difference and is not noted")]
    if urn in step.noted - step.printed and not changed and not changes(client, step.address, altered, urn, gone=True):
        return [(step.address, urn, "noted and makes no difference")]
    return []


def test_what_random_journeys_show_is_what_the_record_says(
    release: Release, altered: Altered, capsys: pytest.CaptureFixture[str]
):
    chance, count = random.Random(55), JOURNEYS if thorough() else FEWER
    readers, seen, wrong = people(), Counter[str](), list[tuple[str, str, str]]()
    for _ in range(count):
        let_out(release, chance.choice(STAGES))
        client = Client()
        client.force_login(chance.choice(readers))
        for at in range(STEPS):
            step = Step.at(client, somewhere(chance))
            seen.update(pages=1, shown=len(step.printed), noted=len(step.noted))
            wrong += [(step.address, each, "printed and not noted") for each in step.printed - step.noted]
            if at == 0 or step.noted or thorough():
                urn = chance.choice(sorted(step.noted) or URNS) if chance.random() < 0.5 else chance.choice(URNS)
                wrong += faults(client, step, altered, urn, seen)
    with capsys.disabled():
        print(f"\n{connection.vendor}: {count} journeys over {seen['pages']} pages printed restricted results", end=" ")
        print(f"{seen['shown']} times and noted {seen['noted']}; one school altered, {seen['changed']} pages", end=" ")
        print(f"changed and {seen['same']} did not; {len(wrong)} times the record said otherwise")
    assert seen["shown"] > count // 2 and seen["changed"] >= count // 5 and seen["same"] >= count // 5
    assert wrong == []
    assert look_through(heads_now()).faults == ()


@pytest.mark.parametrize("page", ["", "schools.csv"])
def test_a_note_that_is_left_out_or_too_many_is_found(release: Release, altered: Altered, page: str):
    let_out(release, "authority")
    client, address = Client(), f"/groups/three/{page}?year=2019"
    client.force_login(people()[0])
    step = Step.at(client, address)
    assert "100005" in step.noted | step.summed and faults(client, step, altered, "100005", Counter()) == []
    found = faults(client, replace(step, noted=set(), summed=set()), altered, "100005", Counter())
    assert [why for _, _, why in found] == ["makes a difference and is not noted"]
    found = faults(client, replace(step, noted={"100001"}), altered, "100001", Counter())
    assert [why for _, _, why in found] == ["noted and makes no difference"]
