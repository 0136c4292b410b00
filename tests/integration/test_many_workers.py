"""Twenty workers at once: nothing that one of them did is lost, and nobody sees half of what another did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from tests.fixtures.homes import REPOSITORY
from tests.fixtures.skipping import thorough

START = "from accord.config.opening import open_home; open_home(); from tests.factories import many_workers as m;"
WORKERS = 20


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home of its own, with SQLite or with a database of its own in PostgreSQL."""
    env = os.environ | {"ACCORD_HOME": str(tmp_path / "home"), "OPENBLAS_NUM_THREADS": "1"}
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        env.pop("DATABASE_URL", None)
        yield env
        return
    name, url = f"workers_{uuid4().hex}", os.environ["DATABASE_URL"]
    at = {"host": given["HOST"], "user": given["USER"], "dbname": "postgres", "autocommit": True}
    with psycopg.connect(**at) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield env | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def let_work(env: dict[str, str], folder: Path, **asked: Any) -> dict[str, Any]:
    """What the workers did, and what was there afterwards."""
    done = subprocess.run(
        [sys.executable, "-c", f"{START} m.main({str(folder)!r})"], input=json.dumps(asked), capture_output=True,
        text=True, env=env, cwd=REPOSITORY, timeout=7200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    assert set(told["statuses"]) == {0}, done.stderr[-3000:]
    return told


def faults(told: dict[str, Any]) -> list[str]:
    """Everything in a history that no order of whole acts explains."""
    did = Counter(each[0] for worker in told["did"] for each in worker)
    assert sum(did.values()) == sum(map(len, told["did"]))
    return [*_of_releases(told), *_of_memberships(told, did), *_of_reads(told)]


def _of_releases(told: dict[str, Any]) -> Iterator[str]:
    accepted = Counter(each[1] for worker in told["did"] for each in worker if each[0] == "accepted")
    withdrew = Counter(each[1] for worker in told["did"] for each in worker if each[0] == "withdrew")
    entries = Counter((verb, subject) for verb, _, subject, _ in told["record"])
    for sending, times in accepted.items():
        states = [(live, gone) for of, _, live, gone in told["releases"].values() if of == sending]
        if times > 1 or entries["published", sending] != 1 or not all(live for live, _ in states):
            yield f"sending {sending} was accepted {times} times: {states}"
    for release, (sending, _, live, gone) in told["releases"].items():
        if withdrew[release] != int(gone) or entries["withdrew", release] != int(gone):
            yield f"release {release} is {gone=}, withdrawn {withdrew[release]} times"
        if live and sending not in accepted and entries["published", sending] != 1:
            yield f"release {release} is published and nobody accepted it"


def _of_memberships(told: dict[str, Any], did: Counter[str]) -> Iterator[str]:
    """The record, read from its start, gives what is there; a school is in a group once at a time."""
    kept: dict[tuple[str, str, str], str] = {}
    joined = 0
    for verb, kind, slug, detail in told["record"]:
        if kind == "group" and verb == "joined":
            joined += 1
            key = slug, detail["urn"], detail["starts_on"]
            if key in kept:
                yield f"{key} joined twice"
            kept[key] = detail["ends_before"]
        elif kind == "group" and verb == "changed":
            key = slug, detail["urn"], detail["before"]["starts_on"]
            if kept.get(key) != detail["before"]["ends_before"]:
                yield f"{key} was changed from what it was not: {kept.get(key)} {detail['before']}"
            kept[key] = detail["after"]["ends_before"]
    if joined != did["joined"]:
        yield f"{did['joined']} joined, and the record has {joined}"
    there = {(slug, urn, start): end for slug, urn, start, end in told["memberships"]}
    if there != kept or len(there) != len(told["memberships"]):
        yield f"the memberships are not those of the record: {sorted(set(there.items()) ^ set(kept.items()))[:4]}"
    by_place: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for slug, urn, start, end in told["memberships"]:
        by_place.setdefault((slug, urn), []).append((start, end or "9999"))
    for place, periods in by_place.items():
        periods.sort()
        if any(end > start for (_, end), (start, _) in zip(periods, periods[1:], strict=False)):
            yield f"{place} is in the group twice at a time: {periods}"


def _of_reads(told: dict[str, Any]) -> Iterator[str]:
    for worker in told["did"]:
        for each in worker:
            if each[0] == "read":
                behind = {told["releases"][release][0] for _, release in each[1]}
                if len(behind) != 1 or len(each[1]) != 2:
                    yield f"a reader saw a mixture: {each[1]}"


@pytest.mark.once
@pytest.mark.postgresql
def test_twenty_workers_lose_nothing_and_see_no_mixture(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    each, sendings = (5000, 2000) if thorough() else (8, 40)
    told = let_work(
        environment, tmp_path, seed=7, workers=WORKERS, operations=each, sendings=sendings, stale=False
    )
    did = Counter(one[0] for worker in told["did"] for one in worker)
    with capsys.disabled():
        print(f"\n{settings.DATABASES['default']['ENGINE'].rsplit('.')[-1]}: {WORKERS} workers, {sum(did.values())}"
              f" operations in {told['seconds']:.0f} s: {dict(did.most_common())}")  # fmt: skip
    assert sum(did.values()) == WORKERS * each
    assert faults(told) == []
    assert all(did[kind] > 1 for kind in ("accepted", "joined", "left", "read", "withdrew")), did
    # The checker sees what is planted in this very history.
    lost = json.loads(json.dumps(told))
    lost["memberships"].pop()
    assert any("not those of the record" in fault for fault in faults(lost))
    mixed = json.loads(json.dumps(told))
    reads = [one for worker in mixed["did"] for one in worker if one[0] == "read"]
    other = next(name for name, (of, *_) in told["releases"].items() if of != told["releases"][reads[0][1][0][1]][0])
    reads[0][1][0][1] = other
    assert any("mixture" in fault for fault in faults(mixed))


@pytest.mark.thorough
@pytest.mark.postgresql
def test_a_lost_update_is_found(environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Who accepts believes what was read before its turn came: two accept the same sending, and one act is lost."""
    told = let_work(environment, tmp_path, seed=8, workers=8, operations=12, sendings=6, stale=True)
    found = faults(told)
    with capsys.disabled():
        print(f"\n  believing what was read before: {found[0] if found else 'nothing found'}")
    assert any("was accepted" in fault for fault in found)
