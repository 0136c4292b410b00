"""Pools of results that are not public: allowed only while nobody can subtract a school out of all that were shown."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, connections

from accord.sharing.actions.pools import may_pool
from accord.sharing.actions.terms import set_terms
from accord.sharing.models.pools import PoolShown
from accord.sharing.rules.stages import Terms
from tests.factories.agreements import AT, embargoed

pytestmark = pytest.mark.django_db


def ask(release: str, schools: Iterable[str], named: str = "") -> bool:
    return may_pool(release=UUID(release), urns=list(schools), at=AT, named=list(named))


def test_too_few_schools_are_no_pool(home) -> None:
    release = embargoed()
    assert [ask(release, "ABCDEF"[:number]) for number in range(1, 7)] == [False, False, True, False, False, True]
    assert PoolShown.objects.count() == 2


def test_what_was_shown_counts_for_ever_and_for_everybody(home) -> None:
    release = embargoed()
    assert ask(release, "ABCDEFGH")
    assert ask(release, "HGFEDCBA"), "the same schools in another order"
    assert not ask(release, "ABCDEFG"), "H could be subtracted"
    assert not ask(release, "ABCDEF"), "H could be subtracted by G, who knows its own"
    assert ask(release, "ABCDE")
    assert not ask(release, "ABCDEFG") and PoolShown.objects.count() == 2
    assert ask(embargoed(), "ABCDEFG"), "another release is another matter"


def test_three_pools_that_tell_only_together(home) -> None:
    release = embargoed()
    assert ask(release, "ABC") and ask(release, "CDE")
    assert not ask(release, "ABDE")


def test_who_sees_some_by_name_subtracts_them(home) -> None:
    release = embargoed()
    assert ask(release, "ABCDE")
    assert ask(release, "ABCDE", named="ABC")
    assert not ask(release, "ABCDE", named="ABCD")
    assert not ask(release, "FGHJ", named="FGH") and PoolShown.objects.count() == 1
    assert ask(release, "FGHJ", named="F")


def test_groups_of_pupils_that_add_up_are_looked_at_together(home) -> None:
    release = UUID(embargoed())

    def shown(schools: str, group: str, measure: str = "m", year: int = 2027) -> bool:
        return may_pool(release=release, urns=list(schools), at=AT, column=f"{measure}/{group}/{year}")

    assert shown("ABCDEF", "boys") and shown("ABCDE", "eal") and shown("ABCDEF", "girls")
    assert not shown("ABCDE", "all"), "boys and girls of all six, less all pupils of five, are all of F"
    assert shown("ABCDE", "all", measure="n") and shown("ABCDE", "all", year=2026)
    assert shown("ABCDEF", "all") and not shown("ABCDE", "girls")
    assert shown("ABCDEF", "disadvantaged")
    assert shown("ABCDEF", "prior_low") and shown("ABCDEF", "prior_middle")
    assert not shown("ABCDE", "prior_high"), "what is left of all pupils is known already, and F with it"


def test_published_figures_pool_freely_and_are_not_kept(home) -> None:
    release = embargoed()
    assert not ask(release, "A")
    assert ask(str(uuid.uuid4()), "A")
    set_terms(release=UUID(release), terms=Terms(), reason="it is published", by=None, at=AT)
    assert ask(release, "A") and not PoolShown.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_who_ask_at_once_are_not_both_told(empty_home) -> None:
    """Each of two pools may be shown, and not both: whoever comes second is refused, twenty times out of twenty."""
    refused = 0
    for _ in range(20):
        release, answers, ready = embargoed(public=date(2030, 1, 1)), [], threading.Barrier(2)

        def asks(schools: str, release=release, answers=answers, ready=ready) -> None:
            ready.wait(timeout=20)
            try:
                answers.append(ask(release, schools))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=asks, args=(each,)) for each in ("ABCDEF", "ABCDE")]
        for each in threads:
            each.start()
        for each in threads:
            each.join(timeout=60)
        assert sorted(answers) == [False, True]
        refused += answers.count(False)
    print(f"{refused} refused on {connection.vendor}")
    assert refused == 20
