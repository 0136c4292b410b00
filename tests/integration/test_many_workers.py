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
    """The record, read from its start, gives what is there; a school is in a group once at a time, while it lives."""
    kept: dict[tuple[str, str, str], tuple[str, str]] = {}
    verbs: Counter[str] = Counter()
    for verb, kind, slug, detail in told["record"]:
        if kind != "group":
            continue
        verbs[verb] += 1
        if verb == "joined":
            key = slug, detail["urn"], detail["starts_on"]
            if key in kept:
                yield f"{key} joined twice"
            kept[key] = detail["ends_before"], detail["role"]
        elif verb in ("changed", "removed"):
            before = detail["before"] if verb == "changed" else detail
            key = slug, detail["urn"], detail["starts_on"]
            if kept.get(key) != (before["ends_before"], before["role"]):
                yield f"{key} was {verb} from what it was not: {kept.get(key)} {before}"
            kept.pop(key, None)
            if verb == "changed":
                after = detail["after"]
                kept[slug, detail["urn"], after["starts_on"]] = after["ends_before"], after["role"]
    ended = sum(each[2] for worker in told["did"] for each in worker if each[0] == "ended")
    counted = {"joined": did["joined"] + did["moved"], "ended": did["ended"]}
    counted["changed or removed"] = did["left"] + did["amended"] + did["moved"] + ended
    verbs["changed or removed"] = verbs["changed"] + verbs["removed"]
    for verb, times in counted.items():
        if verbs[verb] != times:
            yield f"{times} were {verb}, and the record has {verbs[verb]}"
    there = {(slug, urn, start): (end, role) for slug, urn, start, end, role in told["memberships"]}
    if there != kept or len(there) != len(told["memberships"]):
        yield f"the memberships are not those of the record: {sorted(set(there.items()) ^ set(kept.items()))[:4]}"
    yield from _at_once(told)


def _at_once(told: dict[str, Any]) -> Iterator[str]:
    by_place: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for slug, urn, start, end, _ in told["memberships"]:
        by_place.setdefault((slug, urn), []).append((start, end or "9999"))
        if (end or "9999") > told["ended"].get(slug, "9999"):
            yield f"{urn} is in {slug} after its end"
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
    each, sendings, to_a_file = (5000, 2000, 12) if thorough() else (8, 20, 1)
    told = let_work(
        environment, tmp_path, seed=7, workers=WORKERS, operations=each, sendings=sendings, to_a_file=to_a_file,
        stale=False,
    )  # fmt: skip
    did = Counter(one[0] for worker in told["did"] for one in worker)
    with capsys.disabled():
        print(f"\n{settings.DATABASES['default']['ENGINE'].rsplit('.')[-1]}: {WORKERS} workers, {sum(did.values())}"
              f" operations in {told['seconds']:.0f} s: {dict(did.most_common())}")  # fmt: skip
    assert sum(did.values()) == WORKERS * each
    assert faults(told) == []
    kinds = ("accepted", "joined", "left", "amended", "moved", "ended", "read", "withdrew")
    assert all(did[kind] for kind in kinds), did
    # The checker sees what is planted in this very history.
    lost = json.loads(json.dumps(told))
    lost["memberships"].pop()
    assert any("not those of the record" in fault for fault in faults(lost))
    over = told | {"ended": {told["memberships"][0][0]: "2020-09-01"}}
    assert any("after its end" in fault for fault in faults(over))
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
