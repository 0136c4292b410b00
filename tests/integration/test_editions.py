"""Overlapping releases through the door: which file counts for which school, and none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.intake.actions.intakes import accept
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.performance.selections import Who
from tests.factories.school_tables import (
    ask,
    ask_one,
    authority,
    england,
    publish,
    school,
    state,
    take,
    write,
)

A, B, C, D = (f"10000{at}" for at in range(1, 5))
ELSEWHERE = [school(f"{120000 + at}", str(300 + at), 10, "50%") for at in range(150)]


def counts(who: Who, year: int = 2018) -> tuple[int | None, int | None]:
    """Pupils who met the standard, of all."""
    figure = ask_one(who, year).figure
    return figure.part_low, figure.whole


def release_of(who: Who) -> tuple[str, ...]:
    return ask_one(who, 2018).releases


def public_id(release: Release) -> str:
    return str(release.public_id)


def drop(release: Release) -> None:
    withdraw(release=release, because="a test", by=None, at=release.accepted_at)


def test_final_beats_revised_beats_provisional_whatever_came_last(home: Path, tmp_path: Path):
    who = Who.of_urns([A])
    final = publish(tmp_path, [school(A, "201", 40, "55%")], 2018, "final")
    revised = publish(tmp_path, [school(A, "201", 40, "50%")], 2018, "revised")
    provisional = publish(tmp_path, [school(A, "201", 40, "45%")], 2018, "provisional")
    seen = []
    for each in (final, revised, provisional):
        seen.append((counts(who), release_of(who)))
        drop(each)
    assert seen == [
        ((22, 40), (public_id(final),)),
        ((20, 40), (public_id(revised),)),
        ((18, 40), (public_id(provisional),)),
    ]
    assert state(ask_one(who, 2018)) == ("not_released", 0, 1, 0, None)


def test_of_equals_the_newer_answers_until_it_is_withdrawn(home: Path, tmp_path: Path):
    who = Who.authority("201")
    older = publish(tmp_path, [school(A, "201", 40, "55%"), authority("201", 40, "55%")], 2018)
    newer = publish(tmp_path, [school(A, "201", 40, "60%"), authority("201", 40, "60%")], 2018)
    shown = ask(who, 2018)
    assert [row.releases for row in shown] == [(public_id(newer),)] * 2
    assert [row.figure.value for row in shown] == [pytest.approx(60), 60]
    drop(newer)
    shown = ask(who, 2018)
    assert [row.releases for row in shown] == [(public_id(older),)] * 2
    assert [row.figure.value for row in shown] == [pytest.approx(55), 55]


def test_one_authority_beats_two_and_two_beat_england(home: Path, tmp_path: Path):
    who = Who.of_urns([A, B])
    one = publish(tmp_path, [school(A, "201", 40, "55%")], 2018)
    two = publish(tmp_path, [school(A, "201", 40, "50%"), school(B, "202", 10, "80%")], 2018)
    all_of_it = publish(tmp_path, [*ELSEWHERE, school(A, "201", 40, "45%"), school(B, "202", 10, "70%")], 2018)
    assert counts(who) == (22 + 8, 50)
    assert release_of(who) == tuple(sorted(map(public_id, (one, two))))
    assert counts(Who.england()) == (750 + 22 + 8, 1550)
    drop(one)
    assert counts(who) == (20 + 8, 50)
    drop(two)
    assert counts(who) == (18 + 7, 50)
    assert release_of(who) == (public_id(all_of_it),)


def test_a_provisional_file_of_an_authority_waits_beside_englands_final_one(home: Path, tmp_path: Path):
    final = publish(tmp_path, [*ELSEWHERE, school(A, "201", 40, "55%")], 2018)
    own = publish(tmp_path, [school(A, "201", 40, "60%"), school(D, "201", 10, "0%")], 2018, "provisional")
    assert counts(Who.authority("201")) == (22, 40)
    assert counts(Who.of_urns([A, D])) == (22, 40)
    drop(final)
    assert counts(Who.authority("201")) == (24, 50)
    assert release_of(Who.authority("201")) == (public_id(own),)


def test_a_school_in_two_files_counts_once(home: Path, tmp_path: Path):
    """Planted: A is in England's file and in two authorities' files, under another authority in each."""
    publish(tmp_path, [*ELSEWHERE, school(A, "203", 40, "45%"), school(B, "201", 10, "80%")], 2018)
    assert counts(Who.england()) == (750 + 18 + 8, 1550)
    publish(tmp_path, [school(A, "201", 40, "55%"), school(B, "201", 10, "80%")], 2018)
    publish(tmp_path, [school(A, "202", 40, "50%"), school(C, "202", 20, "50%")], 2018)
    # The newer of two equals has it: it counts in 202, with that file's figure, and nowhere else.
    assert counts(Who.england()) == (750 + 20 + 8 + 10, 1570)
    assert counts(Who.of_urns([A])) == (20, 40)
    assert counts(Who.authority("202")) == (20 + 10, 60)
    assert counts(Who.authority("201")) == (8, 10)
    assert state(ask_one(Who.authority("203"), 2018))[0] == "not_released"


def test_a_school_without_an_authority_in_englands_file_counts_once(home: Path, tmp_path: Path):
    """England's file names no authority for A; the authority's own file has it."""
    publish(tmp_path, [*ELSEWHERE, school(A, "", 40, "45%"), school(B, "", 10, "80%")], 2018)
    assert counts(Who.england()) == (750 + 18 + 8, 1550)
    publish(tmp_path, [school(A, "201", 40, "55%")], 2018)
    assert counts(Who.england()) == (750 + 22 + 8, 1550)
    assert counts(Who.authority("201")) == (22, 40)


def test_a_school_without_an_authority_in_its_own_file_is_not_lost(home: Path, tmp_path: Path):
    publish(tmp_path, [*ELSEWHERE, school(A, "201", 40, "45%"), school(B, "201", 10, "80%")], 2018)
    publish(tmp_path, [school(A, "", 40, "55%"), school(B, "201", 10, "70%")], 2018)
    assert counts(Who.england()) == (750 + 22 + 7, 1550)
    assert counts(Who.of_urns([A, B])) == (22 + 7, 50)
    assert counts(Who.authority("201")) == (7, 10)


def test_rows_of_england_come_from_englands_release(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40), england(600_000, "63%")], 2018)
    (row,) = [row for row in ask(Who.england(), 2018) if row.basis == "published"]
    assert row.figure.value == 63
    publish(tmp_path, [*ELSEWHERE, england(600_000, "64%")], 2018)
    publish(tmp_path, [school(B, "202", 40), england(600_000, "65%")], 2018)
    (row,) = [row for row in ask(Who.england(), 2018) if row.basis == "published"]
    assert row.figure.value == 64


def test_what_is_held_counts_for_nothing_until_it_is_accepted(home: Path, tmp_path: Path):
    who = Who.of_urns([A])
    publish(tmp_path, [school(A, "201", 40, "55%")], 2018, "revised")
    held = take(write(tmp_path / "held.csv", [school(A, "201", 40, "60%")]), 2018, "final", hold=True)
    assert held.progress == "held"
    assert held.releases.get().accepted_at is None
    assert counts(who) == (22, 40)
    accept(intake=held, by=None, at=held.received_at)
    assert counts(who) == (24, 40)


def test_the_same_figures_twice_are_one_release(home: Path, tmp_path: Path):
    rows = [school(A, "201", 40, "55%"), school(B, "201", 10, "80%")]
    publish(tmp_path, rows, 2018)
    again = take(write(tmp_path / "again.csv", rows[::-1]), 2018)
    assert (again.progress, again.releases.count(), Release.objects.count()) == ("unchanged", 0, 1)
    other_status = take(write(tmp_path / "again.csv", rows), 2018, "provisional")
    assert (other_status.progress, Release.objects.count()) == ("published", 2)
    assert counts(Who.of_urns([A, B])) == (30, 50)


def test_a_file_that_only_waits_can_still_be_published(home: Path, tmp_path: Path):
    path = write(tmp_path / "once.csv", [school(A, "201", 40, "55%")])
    assert take(path, 2018, hold=True).progress == "held"
    assert take(path, 2018).progress == "published"
    assert counts(Who.of_urns([A])) == (22, 40)
