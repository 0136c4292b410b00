"""Keeping a group: schools join, leave, move and change their part; the group is renamed, placed and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.register.actions.groups import end, place, rename, take_out
from accord.register.actions.memberships import amend, join
from accord.register.actions.several import give_role, leave_several, move_several
from accord.register.forms.groups import EndForm, NameForm, PlaceForm, TakeOutForm
from accord.register.forms.members import JoinForm, MembershipForm, SeveralForm
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.presenters.days import counted
from accord.register.queries.group_members import ever_members, memberships_of
from accord.register.queries.school_names import names_of, schools_meant
from accord.register.rules.memberships import NotSense, spelled
from accord.register.views.one_group import group_page, keeps, kept

READ_AND_SEND = ["GET", "HEAD", "POST"]


def _done(form: forms.Form, field: str | None, act: Callable[[], Any]) -> bool:
    """Whether an act was done; a reason why not goes to the field it is about."""
    try:
        with transaction.atomic():
            act()
    except NotSense as reason:
        form.add_error(field, f"{reason.message} {reason.fix}")
        return False
    return True


def _page(request: HttpRequest, group: Group, form: forms.Form, title: str, button: str, **more: Any) -> HttpResponse:
    context = {"section": "groups", "group": group, "form": form, "title": title, "button": button}
    return render(request, "register/keep_group.html", context | more)


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def join_school(request: HttpRequest, slug: str) -> HttpResponse:
    """A school is looked for, chosen among those found, and joins."""
    group = kept(request, slug)
    form = JoinForm(request.POST or None)
    if request.method == "POST":
        found = schools_meant(request.POST.get("school", "").strip())
        form.offer(found)
        if form.is_valid() and _one_is_meant(form, [each.urn for each in found]):
            urn = form.cleaned_data["urn"]
            given = {key: form.cleaned_data[key] for key in ("role", "starts_on", "ends_before")}
            who = {"by": request.user, "at": timezone.now()}
            if _done(form, "school", lambda: join(group=group, urn=urn, **given, **who)):
                messages.success(request, f"{names_of([urn])[urn]} joined {group.name}.")
                return redirect("register:group", slug)
    return render(
        request,
        "register/join.html",
        {"section": "groups", "group": group, "form": form, "offers": bool(form.fields["urn"].choices)},
    )


def _one_is_meant(form: JoinForm, urns: list[str]) -> bool:
    if not urns:
        form.add_error("school", "No school was found. Try its URN, or fewer words of its name")
        return False
    if not form.cleaned_data["urn"] and len(urns) == 1:
        form.cleaned_data["urn"] = urns[0]
    if not form.cleaned_data["urn"]:
        form.add_error("urn", f"{len(urns)} schools were found. Choose the one that is meant")
        return False
    return True


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def change_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One membership: its part, its dates, and why it ended."""
    group = kept(request, slug)
    known = next((each for each in ever_members(group) if each.pk == pk), None)
    if known is None:
        raise Http404("There is no such membership in this group.")
    begun, ended = known.period
    initial = {"role": known.role, "starts_on": begun, "ends_before": ended, "left_because": known.left_because}
    form = MembershipForm(request.POST or None, initial=initial)
    one = memberships_of(group, [pk])[0]
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": timezone.now()}
        if _done(form, "starts_on", lambda: amend(membership=one, **form.cleaned_data, **who)):
            messages.success(request, f"The membership of {known.name} was changed.")
            return redirect("register:group", slug)
    lead = "What is written here takes the place of what was written before; the history keeps both."
    return _page(request, group, form, f"{known.name} in {group.name}", "Save", lead=lead)


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def keep_several(request: HttpRequest, slug: str) -> HttpResponse:
    """One act on the members ticked: all of it, or nothing. Who comes back to the address sees the group."""
    group = kept(request, slug)
    if request.method != "POST":
        return redirect("register:group", slug)
    everyone = memberships_of(group)
    ticks = [each.pk for each in everyone]
    form = SeveralForm(request.POST, group=group, ticks=ticks, today=timezone.localdate(), keeps=keeps(request))
    if form.is_valid():
        ticked = [each for each in everyone if str(each.pk) in form.cleaned_data["ticked"]]
        if _done(form, "ticked", lambda: _several(request, form.cleaned_data, ticked)):
            messages.success(request, _several_words(form.cleaned_data, len(ticked)))
            return redirect("register:group", slug)
    return group_page(request, group, form)


def _several(request: HttpRequest, given: dict[str, Any], ticked: list[Membership]) -> None:
    who = {"by": request.user, "at": timezone.now()}
    if given["act"] == "leave":
        leave_several(memberships=ticked, on=given["on"], because=given["because"], **who)
    elif given["act"] == "move":
        move_several(memberships=ticked, to=given["to"], on=given["on"], because=given["because"], **who)
    else:
        give_role(memberships=ticked, role=given["role"], on=given["on"], **who)


def _several_words(given: dict[str, Any], number: int) -> str:
    schools, day = counted(number, "school"), spelled(given["on"])
    if given["act"] == "leave":
        return (
            f"{schools} will have left by {day}." if given["on"] > timezone.localdate() else f"{schools} left on {day}."
        )
    if given["act"] == "move":
        return f"{schools} moved to {given['to'].name} from {day}."
    return f"{schools} changed part from {day}."


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def rename_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Another name; the address stays."""
    group = kept(request, slug)
    form = NameForm(request.POST or None, initial={"name": group.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if _done(form, "name", lambda: rename(group=group, name=name, by=request.user, at=timezone.now())):
            messages.success(request, f"The group is called {name} now. Its address stays.")
            return redirect("register:group", slug)
    lead = "Its address stays, so that links to it go on working."
    return _page(request, group, form, f"Rename {group.name}", "Rename", lead=lead)


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def place_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group is put inside another from a day on."""
    group = kept(request, slug)
    form = PlaceForm(request.POST or None, group=group, today=timezone.localdate(), keeps=keeps(request))
    if request.method == "POST" and form.is_valid():
        outer, starts_on = form.cleaned_data["outer"], form.cleaned_data["starts_on"]
        who = {"by": request.user, "at": timezone.now()}
        if _done(form, "outer", lambda: place(inner=group, outer=outer, starts_on=starts_on, **who)):
            messages.success(request, f"{group.name} lies in {outer.name}.")
            return redirect("register:group", slug)
    return _page(request, group, form, f"Put {group.name} inside another group", "Put it inside")


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def take_group_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A group is taken out of another on a day."""
    group = kept(request, slug)
    nesting = Nesting.objects.filter(inner=group, pk=pk).select_related("inner", "outer").first()
    if nesting is None:
        raise Http404("This group does not lie there.")
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if _done(form, "on", lambda: take_out(nesting=nesting, on=on, by=request.user, at=timezone.now())):
            messages.success(request, f"{group.name} is no longer inside {nesting.outer.name} from {spelled(on)}.")
            return redirect("register:group", slug)
    return _page(request, group, form, f"Take {group.name} out of {nesting.outer.name}", "Take it out")


@needs(Act.KEEP_GROUPS)
@require_http_methods(READ_AND_SEND)
def end_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group ends on a day, for a reason, and may be followed by others."""
    group = kept(request, slug)
    form = EndForm(request.POST or None, group=group, today=timezone.localdate(), keeps=keeps(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = {"by": request.user, "at": timezone.now()}
        act = {"on": given["on"], "because": given["because"], "followed_by": list(given["followed_by"])}
        if _done(form, "on", lambda: end(group=group, **act, **who)):
            messages.success(request, f"{group.name} ends on {spelled(given['on'])}, and its memberships with it.")
            return redirect("register:group", slug)
    lead = "Its memberships and its places in other groups end on the same day. Figures of earlier years stay."
    return _page(request, group, form, f"End {group.name}", "End the group", lead=lead, kind="warning")
