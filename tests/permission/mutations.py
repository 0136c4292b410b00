"""Mistakes that a policy may come to have: each is made on purpose, and the tables have to notice.

A mistake replaces the body of one function, or one line of a definition, for the length of a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.urls import resolve
from django.utils import timezone

from accord.accounts import permission
from accord.accounts.choices import Act, Stage
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.queries import belonging
from accord.accounts.queries import rights as asked_rights
from accord.accounts.rules import rights as held_rights
from accord.accounts.rules.roles import Role
from accord.register.queries import people as people_queries
from accord.register.queries import reach
from accord.sharing.queries import agreements as agreement_queries
from accord.sharing.queries import shown as shown_queries
from accord.ui.openness import SIGNED_IN
from tests.permission.world import World

Mistake = Callable[[pytest.MonkeyPatch, World], None]
MISTAKES: dict[str, tuple[str, Mistake]] = {}
"""Each with the route of the slice that is asked first."""


def mistake(route: str) -> Callable[[Mistake], Mistake]:
    """Keep a mistake under its name."""

    def keep(made: Mistake) -> Mistake:
        MISTAKES[made.__name__.replace("_", " ")] = route, made
        return made

    return keep


def instead(patch: pytest.MonkeyPatch, function: Callable[..., Any], body: Callable[..., Any]) -> None:
    """Have a function do something else, for whoever has imported it already."""
    patch.setattr(function, "__code__", body.__code__)


def with_roles(patch: pytest.MonkeyPatch, change: Callable[[dict[str, Role]], None]) -> None:
    """Have the roles say something else to the one who asks for rights."""
    real = asked_rights.load_roles

    def changed(folders: Any) -> Mapping[str, Role]:
        roles = dict(real(folders))
        change(roles)
        return roles

    patch.setattr(asked_rights, "load_roles", changed)


def needing(patch: pytest.MonkeyPatch, address: str, wanted: object) -> None:
    """Have a page ask for something else."""
    patch.setattr(resolve(address).func, "needs", wanted)


@mistake("register:rename_group")
def a_councillor_may_keep_groups(patch: pytest.MonkeyPatch, world: World) -> None:
    with_roles(patch, lambda roles: roles.update(councillor=_more(roles["councillor"], Act.KEEP_GROUPS)))


@mistake("register:people")
def a_teacher_may_give_rights(patch: pytest.MonkeyPatch, world: World) -> None:
    with_roles(patch, lambda roles: roles.update(teacher=_more(roles["teacher"], Act.GIVE_ROLES)))


@mistake("dashboards:json")
def a_teacher_sees_results(patch: pytest.MonkeyPatch, world: World) -> None:
    with_roles(
        patch, lambda r: r.update(teacher=replace(_more(r["teacher"], Act.SEE_RESULTS), sees_from=Stage.SCHOOL))
    )


@mistake("intake:sent")
def a_protection_officer_sends_files(patch: pytest.MonkeyPatch, world: World) -> None:
    code = "data_protection_officer"
    with_roles(patch, lambda roles: roles.update({code: _more(roles[code], Act.SEND_DATA)}))


@mistake("intake:sent")
def a_data_manager_may_no_longer_send(patch: pytest.MonkeyPatch, world: World) -> None:
    code = "data_manager"
    with_roles(patch, lambda r: r.update({code: replace(r[code], may=r[code].may - {Act.SEND_DATA})}))


def _more(role: Role, act: Act) -> Role:
    return replace(role, may=role.may | {act})


@mistake("register:lists")
def lists_ask_only_to_look(patch: pytest.MonkeyPatch, world: World) -> None:
    needing(patch, "/register/lists/", Act.LOOK)


@mistake("dashboards:groups")
def groups_ask_only_for_sign_in(patch: pytest.MonkeyPatch, world: World) -> None:
    needing(patch, "/groups/", SIGNED_IN)


@mistake("register:people")
def people_ask_only_to_look(patch: pytest.MonkeyPatch, world: World) -> None:
    needing(patch, "/people/", Act.LOOK)


@mistake("register:list")
def whose_a_thing_is_is_ignored_by_lists(patch: pytest.MonkeyPatch, world: World) -> None:
    def every(rights: Any, act: Any) -> Any:
        return EVERY if rights.may(act) else NONE  # type: ignore[name-defined]  # noqa: F821

    instead(patch, belonging.belonging_to, every)


@mistake("register:people_over")
def whose_a_thing_is_is_ignored_one_by_one(patch: pytest.MonkeyPatch, world: World) -> None:
    def owned(scope: Any, belongs_to: Any) -> Any:
        return True

    instead(patch, held_rights.owns, owned)


@mistake("intake:upload")
def an_ended_right_still_holds(patch: pytest.MonkeyPatch, world: World) -> None:
    def begun(on: Any) -> Any:
        return Grant.objects.filter(starts_on__lte=on)

    instead(patch, asked_rights.grants_on, begun)


@mistake("intake:upload")
def a_right_holds_before_it_begins(patch: pytest.MonkeyPatch, world: World) -> None:
    def not_ended(on: Any) -> Any:
        return Grant.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on))

    instead(patch, asked_rights.grants_on, not_ended)


@mistake("intake:upload")
def who_may_not_sign_in_stays_in(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(ModelBackend, "user_can_authenticate", lambda self, user: True)


@mistake("intake:upload")
def looking_as_somebody_adds_their_rights(patch: pytest.MonkeyPatch, world: World) -> None:
    def either(self: Any, act: Any) -> Any:
        return bool(self.by(act)) or (self.also is not None and self.also.may(act))

    instead(patch, held_rights.Rights.may, either)


@mistake("intake:upload")
def looking_as_somebody_puts_their_rights_in_place(patch: pytest.MonkeyPatch, world: World) -> None:
    def theirs(self: Any, other: Any) -> Any:
        return other

    instead(patch, held_rights.Rights.as_seen_by, theirs)


@mistake("dashboards:follow")
def whoever_looks_as_somebody_may_change_things(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr(permission, "SAFE", ("GET", "HEAD", "OPTIONS", "POST"))


@mistake("intake:upload")
def anybody_may_look_as_somebody(patch: pytest.MonkeyPatch, world: World) -> None:
    def instead_of_own(request: Any) -> Any:
        viewed = request.session.get(permission.VIEWING_AS)
        person = Person.objects.filter(public_id=viewed).first() if viewed else None
        return asked_rights.rights_of(person or request.user, timezone.localdate())

    patch.setattr(permission, "_rights", instead_of_own)


@mistake("intake:accept")
def business_support_may_all_that_another_may(patch: pytest.MonkeyPatch, world: World) -> None:
    every = frozenset(Act)
    with_roles(patch, lambda r: r.update(business_support=replace(r["business_support"], may=every)))


@mistake("register:rename_group")
def every_group_lies_in_every_other(patch: pytest.MonkeyPatch, world: World) -> None:
    def everywhere(slug: Any, on: Any) -> Any:
        return Q(pk__isnull=False)

    instead(patch, reach.inside, everywhere)


@mistake("sharing:sign")
def a_school_reaches_its_neighbours(patch: pytest.MonkeyPatch, world: World) -> None:
    def everybody(urns: Any) -> Any:
        return frozenset(Establishment.objects.values_list("urn", flat=True))  # type: ignore[name-defined]  # noqa: F821

    instead(patch, reach.with_older, everybody)


@mistake("register:person")
def everybody_is_seen_by_whoever_gives_rights(patch: pytest.MonkeyPatch, world: World) -> None:
    def anything(scope: Any, on: Any) -> Any:
        return Q()

    instead(patch, people_queries.within, anything)


@mistake("register:end_right")
def whoever_sees_a_right_may_end_it(patch: pytest.MonkeyPatch, world: World) -> None:
    def always(rights: Any, grant: Any, on: Any) -> Any:
        return True

    instead(patch, people_queries.may_keep_grant, always)


@mistake("sharing:agreement")
def every_agreement_is_read_by_all(patch: pytest.MonkeyPatch, world: World) -> None:
    def every(rights: Any, on: Any) -> Any:
        return EVERY  # type: ignore[name-defined]  # noqa: F821

    instead(patch, agreement_queries._readable, every)


@mistake("sharing:sign")
def whoever_signs_signs_for_any_school(patch: pytest.MonkeyPatch, world: World) -> None:
    def always(rights: Any, urn: Any, on: Any) -> Any:
        return True

    instead(patch, agreement_queries.may_sign, always)


@mistake("dashboards:json")
def an_embargo_holds_nobody_back(patch: pytest.MonkeyPatch, world: World) -> None:
    def public(terms: Any, day: Any) -> Any:
        return Stage.PUBLIC

    patch.setattr(shown_queries, "stage_on", public)


@mistake("dashboards:csv")
def the_schools_see_what_the_authority_sees(patch: pytest.MonkeyPatch, world: World) -> None:
    def early(self: Any, stage: Any) -> Any:
        return self.by(Act.SEE_RESULTS)

    instead(patch, held_rights.Rights.seeing_from, early)
