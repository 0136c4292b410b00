"""Which release answers for which school, held to a naive chooser in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from accord.warehouse.counts import Whom, cells, places, printed
from accord.warehouse.editions import ReleaseRef, choose, fingerprint
from tests.factories.overlapping_releases import AUTHORITIES, FAMILY, ORDER, URNS, VARIABLES, Sent, releases, stored


def answered(folder: Path, refs: Sequence[ReleaseRef], la: str | None = None) -> dict[str, tuple[str | None, str]]:
    """URN -> (authority, release) as the warehouse answers, each school once."""
    found = places(folder, list(choose(refs).values()), Whom("school", authority=la))
    assert len({place.code for place in found}) == len(found), "a school is listed twice"
    return {place.code: (place.authority, place.release) for place in found}


def naive_choice(sent: Sequence[Sent]) -> dict[str, tuple[str | None, int]]:
    """URN -> (authority, position of the release that counts), by the rule as ARCHITECTURE 3 words it."""
    everyone = {urn for each in sent for urn in each.rows}
    covering: dict[str, tuple[str | None, int]] = {}
    for urn in everyone:
        for at in sorted(range(len(sent)), key=lambda at: naive_rank(sent[at])):
            if urn not in sent[at].rows:
                continue
            la = sent[at].rows[urn][0]
            if naive_owner(sent, la) == at or (la is None and before_england(sent, at)):
                covering[urn] = la, at
                break
    return covering


def naive_rank(each: Sent) -> tuple[int, int, int]:
    return ORDER.index(each.settled), 999 if each.england else len(each.authorities), -each.day


def naive_owner(sent: Sequence[Sent], la: str | None) -> int | None:
    """The most preferred release with schools that covers an authority, or that covers England."""
    covers = [at for at, each in enumerate(sent) if each.rows and (each.england or la in each.authorities)]
    return min(covers, key=lambda at: naive_rank(sent[at]), default=None)


def before_england(sent: Sequence[Sent], at: int) -> bool:
    england = [naive_rank(each) for each in sent if each.england and each.rows]
    return not england or naive_rank(sent[at]) <= min(england)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=releases())
def test_random_overlaps_are_decided_as_the_naive_chooser_decides_them(tmp_path: Path, sent: list[Sent]):
    folder = tmp_path / uuid4().hex
    refs = stored(folder, sent)
    expected = {urn: (la, refs[at].id) for urn, (la, at) in naive_choice(sent).items()}
    assert answered(folder, refs) == expected
    by_authority = [answered(folder, refs, la) for la in AUTHORITIES]
    together = [urn for each in by_authority for urn in each]
    assert sorted(together) == sorted(urn for urn, (la, _) in expected.items() if la)
    check_cells(folder, refs, sent)


def check_cells(folder: Path, refs: Sequence[ReleaseRef], sent: Sequence[Sent]) -> None:
    editions = list(choose(refs).values())
    found = cells(folder, editions, Whom("school"), URNS, VARIABLES)
    shown = printed(folder, editions, Whom("school"), URNS, VARIABLES)
    expected = naive_choice(sent)
    assert len(shown) == len(expected) * len(VARIABLES)
    for urn, (_, at) in expected.items():
        number = sent[at].rows[urn][1]
        for name in VARIABLES:
            values, status = found.column(2018, name)
            assert values[URNS.index(urn)] == number
            assert status[URNS.index(urn)] > 0
    assert {(each.code, each.release) for each in shown} == {(urn, refs[at].id) for urn, (_, at) in expected.items()}


def one(la: str | None, number: int = 1, urn: str = "100001") -> dict[str, tuple[str | None, int]]:
    return {urn: (la, number)}


BESIDE = [
    pytest.param(Sent("final", True, one("201")), Sent("provisional", False, one("201"), 9), id="final first"),
    pytest.param(Sent("revised", True, one("201")), Sent("provisional", False, one("201"), 9), id="then revised"),
    pytest.param(Sent("final", False, one("201")), Sent("final", True, one("201"), 9), id="then narrower"),
    pytest.param(
        Sent("final", False, one("201")),
        Sent("final", False, one("201") | one("202", urn="100002"), 9),
        id="one authority beats two",
    ),
    pytest.param(Sent("final", True, one("201"), 9), Sent("final", True, one("201")), id="then newer"),
]


@pytest.mark.parametrize(("preferred", "other"), BESIDE)
def test_final_then_narrower_then_newer(tmp_path: Path, preferred: Sent, other: Sent):
    refs = stored(tmp_path, [other, preferred])
    assert answered(tmp_path, refs)["100001"] == ("201", refs[1].id)


def test_a_school_under_two_authorities_counts_under_one(tmp_path: Path):
    england = Sent("final", True, one("201") | one("201", urn="100002"))
    moved = Sent("final", False, one("202"), 1)
    refs = stored(tmp_path, [england, moved])
    assert answered(tmp_path, refs) == {"100001": ("202", refs[1].id), "100002": ("201", refs[0].id)}
    assert set(answered(tmp_path, refs, "201")) == {"100002"}
    assert set(answered(tmp_path, refs, "202")) == {"100001"}


def test_a_school_without_an_authority_is_neither_doubled_nor_lost(tmp_path: Path):
    """England's row lacks the authority, or the authority's own row does: either way it counts once."""
    for england_la, own_la in ((None, "201"), ("201", None)):
        folder = tmp_path / str(england_la)
        own = Sent("final", False, one(own_la) | one("201", urn="100002"), 1)
        refs = stored(folder, [Sent("final", True, one(england_la)), own])
        assert answered(folder, refs)["100001"] == (own_la, refs[1].id)


def test_the_cells_of_a_school_come_from_one_release(tmp_path: Path):
    """The preferred file has no column of percentages: that is not filled in from the other."""
    own = Sent("final", False, one("202", 40), 1, variables=("TELIG",))
    refs = stored(tmp_path, [Sent("final", True, one("201", 99)), own])
    found = cells(tmp_path, list(choose(refs).values()), Whom("school"), ["100001"], VARIABLES)
    assert found.column(2018, "TELIG")[0].tolist() == [40]
    assert found.column(2018, "PTRWM_EXP")[1].tolist() == [0]


def test_an_authority_speaks_for_itself_and_england_for_england(tmp_path: Path):
    more = [("authority", "201", "201", 7), ("england", "E92000001", None, 8)]
    england = Sent("final", True, one("201"), more=more)
    own = replace(england, england=False, day=1)
    refs = stored(tmp_path, [england, own])
    editions = list(choose(refs).values())
    chosen = {level: places(tmp_path, editions, Whom(level))[0].release for level in ("authority", "england")}
    assert chosen == {"authority": refs[1].id, "england": refs[0].id}


def test_years_do_not_mix(tmp_path: Path):
    newer = Sent("final", False, one("201", 5), year=2019)
    refs = stored(tmp_path, [Sent("final", True, one("201")), newer, Sent("final", True, one("202"), year=2019)])
    found = places(tmp_path, list(choose(refs).values()), Whom("school"))
    assert [(each.year, each.authority, each.release) for each in found] == [
        (2018, "201", refs[0].id),
        (2019, "201", refs[1].id),
    ]


def test_a_file_without_schools_covers_no_school(tmp_path: Path):
    rows_of_authorities = Sent("final", False, {}, 1, more=[("authority", "201", "201", 7)])
    refs = stored(tmp_path, [Sent("provisional", True, one("201")), rows_of_authorities])
    edition = choose(refs)[FAMILY, 2018]
    assert answered(tmp_path, refs)["100001"] == ("201", refs[0].id)
    assert edition.covers("201")
    assert edition.covers(None)
    assert not choose(refs[1:])[FAMILY, 2018].covers("201")


def test_the_fingerprint_follows_the_releases(tmp_path: Path):
    refs = stored(tmp_path, [Sent("final", True, one("201")), Sent("final", False, one("201"), 1)])
    both, first = choose(refs), choose(refs[:1])
    assert fingerprint(both.values()) == fingerprint(choose(refs[::-1]).values())
    assert fingerprint(both.values()) != fingerprint(first.values())
