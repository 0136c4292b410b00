"""Giving a right, moving its end, and ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.actions.ending import Leaving, change_end, end_right
from accord.accounts.choices import Act
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.permission import needs, rights
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Scope
from accord.register.actions.people import Wanted
from accord.register.actions.welcoming import Welcomed, welcome
from accord.register.forms.people import ChangeEndForm, EndForm, GiveForm
from accord.register.presenters.rights import titled
from accord.register.queries.people import may_keep_grant
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.queries.scope_search import Meant, givable
from accord.register.rules.memberships import spelled
from accord.register.views.inviting import hand_links
from accord.register.views.one_person import NOT_FOUND, seen
from accord.register.views.people import is_post, known_roles, named

READ_AND_SEND = ["GET", "HEAD", "POST"]
OTHERWISE_CALLED = {"reason": "because", "ends_before": "on", "scope": "over"}
"""Fields of forms here that are about what a refusal calls by another name."""


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def give_right(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """A role over a place for somebody: known by the address of their page, or by their e-mail address."""
    who = seen(request, public_id) if public_id else None
    form = _give_form(request, who)
    if request.method == "POST":
        found = _places(request, form)
        form.offer(found)
        if form.is_valid() and _one_is_meant(form, found):
            given = done(form, lambda: _give(request, form, who))
            if given is not None:
                return _given(request, form, given)
    context = {"section": "people", "who": who, "form": form, "offers": bool(form.fields["scope"].choices)}
    return render(request, "register/people/give.html", context)


def _given(request: HttpRequest, form: forms.Form, given: Welcomed) -> HttpResponse:
    day = spelled(form.cleaned_data["starts_on"])
    if given.person is None:
        said = f"{given} is invited, with the right from {day}."
        return hand_links(request, [given], said, reverse("register:people"))
    messages.success(request, f"{given.person} has the right from {day}.")
    return redirect("register:person", given.person.public_id)


def _give_form(request: HttpRequest, who: Person | None) -> GiveForm:
    roles = known_roles()
    mine = rights(request).gives()
    initial: dict[str, Any] = {"starts_on": timezone.localdate()} | ({"email": who.email} if who else {})
    form = GiveForm(
        request.POST or None,
        initial=initial,
        roles=named(roles, mine),
        names_somebody=any(roles[each].on_behalf for each in mine if each in roles),
    )
    if who:
        del form.fields["email"], form.fields["name"]
    return form


def _places(request: HttpRequest, form: forms.Form) -> list[Meant]:
    """What the place written may mean, of those over which the role may be given."""
    role = known_roles().get(request.POST.get("role", ""))
    if role is None:
        return []
    return givable(rights(request), role.code, role.scope, request.POST.get("over", ""), timezone.localdate())


def _one_is_meant(form: forms.Form, found: list[Meant]) -> bool:
    given = form.cleaned_data
    if not found:
        kinds = " or ".join(known_roles()[given["role"]].scope)
        what = "was found there" if given["over"] else "of your own is one"
        form.add_error("over", f"This role is given over {kinds}, and none {what} over which you may give it")
        return False
    if not given["scope"] and len(found) == 1:
        given["scope"] = str(found[0].scope)
    if not given["scope"]:
        form.add_error("scope", f"{len(found)} were found. Choose the one that is meant")
        return False
    return True


def _give(request: HttpRequest, form: forms.Form, who: Person | None) -> Welcomed:
    given = form.cleaned_data
    wanted = Wanted(
        given["role"], Scope.read(given["scope"]), given["reason"], given["starts_on"], given["ends_before"],
        given.get("on_behalf_of", ""),
    )  # fmt: skip
    email, name = (who.email, who.name) if who else (given["email"], given["name"])
    return welcome(
        email=email, name=name, wanted=wanted, rights=rights(request), by=request.user, at=timezone.now()
    )


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What an act gave, or None where it was refused; the reason goes to the field it is about."""
    try:
        with transaction.atomic():
            return act()
    except NotGiven as reason:
        called = OTHERWISE_CALLED.get(reason.field, "")
        field = called if called in form.fields else reason.field
        form.add_error(field if field in form.fields else None, reason.message)
        return None


def _grant(request: HttpRequest, public_id: UUID, grant_id: UUID) -> Grant:
    """A grant that the reader may change, or the page that says there is none."""
    who = seen(request, public_id)
    found = Grant.objects.filter(person=who, public_id=grant_id).select_related("person").first()
    if found is None or not may_keep_grant(rights(request), found, timezone.localdate()):
        raise Http404(NOT_FOUND)
    return found


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def end_a_right(request: HttpRequest, public_id: UUID, grant_id: UUID) -> HttpResponse:
    """One right ends, for a reason; a post does not become empty by it unless somebody says so."""
    grant = _grant(request, public_id, grant_id)
    form = EndForm(request.POST or None, is_post=is_post(known_roles().get(grant.role)))
    if request.method == "POST" and form.is_valid() and done(form, lambda: _end(request, form, grant)):
        messages.success(request, "The right ends.")
        if public_id == request.user.public_id:
            return redirect("register:own_rights")
        return redirect("register:person", public_id)
    return _right_page(request, grant, form, "End this right", "End it", "warning")


def _end(request: HttpRequest, form: forms.Form, grant: Grant) -> bool:
    given, at = form.cleaned_data, timezone.now()
    on = given["on"] or timezone.localdate(at)
    leaving = Leaving(grant, on, given["because"], given.get("vacant_because", ""))
    end_right(leaving=leaving, by=request.user, at=at)
    return True


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def change_an_end(request: HttpRequest, public_id: UUID, grant_id: UUID) -> HttpResponse:
    """The last day of a right is moved, or taken away."""
    grant = _grant(request, public_id, grant_id)
    post = is_post(known_roles().get(grant.role))
    form = ChangeEndForm(request.POST or None, initial={"on": grant.ends_before}, is_post=post)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _change(request, form, grant)):
        messages.success(request, "The end was moved.")
        return redirect("register:person", public_id)
    return _right_page(request, grant, form, "Change the end of this right", "Save")


def _change(request: HttpRequest, form: forms.Form, grant: Grant) -> bool:
    given = form.cleaned_data
    change_end(
        grant=grant, ends_before=given["on"], because=given["because"], by=request.user, at=timezone.now(),
        vacant_because=given.get("vacant_because", ""),
    )  # fmt: skip
    return True


def _right_page(
    request: HttpRequest, grant: Grant, form: forms.Form, title: str, button: str, kind: str = ""
) -> HttpResponse:
    scope = scope_of(grant)
    right = titled(known_roles().get(grant.role), grant.role, names_of_scopes([scope])[scope])
    context = {"section": "people", "who": grant.person, "grant": grant, "right": right, "form": form}
    return render(request, "register/people/right.html", context | {"title": title, "button": button, "kind": kind})
