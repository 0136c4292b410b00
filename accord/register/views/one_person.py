"""One person: the rights they hold where the reader gives rights, and what may be done with them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.permission import needs, rights
from accord.register.presenters.people import person_sentence
from accord.register.presenters.rights import holds_later, rights_shown
from accord.register.queries.people import grants_kept, grants_seen, person_seen
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.views.people import known_roles
from accord.ui.components.lists import Action

NOT_FOUND = "There is nobody at this address, or nobody whom you may see."


def seen(request: HttpRequest, public_id: UUID, act: Act = Act.GIVE_ROLES) -> Person:
    """A person whom the reader may see, or the page that says there is none."""
    found = person_seen(rights(request), public_id, timezone.localdate(), act)
    if found is None:
        raise Http404(NOT_FOUND)
    return found


@needs(Act.GIVE_ROLES)
@require_safe
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person and the rights they hold, held and will hold within the reader's own."""
    who, today = seen(request, public_id), timezone.localdate()
    grants = list(grants_seen(rights(request), today).filter(person=who).order_by("starts_on", "pk"))
    kept = set(grants_kept(rights(request), today).filter(person=who).values_list("pk", flat=True))
    names, roles = names_of_scopes(map(scope_of, grants)), known_roles()
    now = [each for each in grants if holds_later(each, today)]
    ended = [each for each in grants if not holds_later(each, today)]
    actions = {each.pk: _actions(who, each) for each in now if each.pk in kept}
    context = {
        "section": "people",
        "who": who,
        "sentence": person_sentence(who, now, ended, today),
        "rights": rights_shown(now, roles, names, today, actions, linked=True),
        "ended": rights_shown(ended, roles, names, today),
        "own": who == request.user,
        "may_view_as": _may_view_as(request, who, today),
    }
    return render(request, "register/people/person.html", context)


def _actions(who: Person, grant: Grant) -> list[Action]:
    return [
        Action("Change the end", reverse("register:change_end", args=[who.public_id, grant.public_id])),
        Action("End", reverse("register:end_right", args=[who.public_id, grant.public_id])),
    ]


def _may_view_as(request: HttpRequest, who: Person, today: date) -> bool:
    found = rights(request)
    if who == request.user or not found.may(Act.VIEW_AS) or found.also is not None:
        return False
    return person_seen(found, who.public_id, today, Act.VIEW_AS) is not None
