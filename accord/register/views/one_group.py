"""One group: its members on a day, and everything that happened to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.register.choices import KeptBy
from accord.register.forms.groups import DayForm
from accord.register.forms.members import SeveralForm
from accord.register.models.groups import Group
from accord.register.presenters.history import history_table, national_table, sentences
from accord.register.presenters.members import members_table, opening, own_columns
from accord.register.queries.group_history import history_of, national_changes
from accord.register.queries.group_members import (
    ever_members,
    followed_by,
    follows,
    members_of,
    places_in,
    places_of,
)
from accord.register.queries.groups import group_called
from accord.register.queries.reach import kept_by_reader, may_keep
from accord.register.rules.day_words import for_how_long
from accord.register.rules.memberships import spelled
from accord.register.views.files import table_file
from accord.ui.tables.tables import Table


def called(slug: str) -> Group:
    """The group at an address, or the page that says there is none."""
    found = group_called(slug)
    if found is None:
        raise Http404(f"There is no group at the address {slug}.")
    return found


def keeps(request: HttpRequest) -> Q:
    """The groups that the reader may change today."""
    return kept_by_reader(rights(request), timezone.localdate())


def kept(request: HttpRequest, slug: str) -> Group:
    """The group at an address, for somebody who may change it; whoever may only look is told so."""
    found = called(slug)
    if not may_keep(rights(request), found, timezone.localdate()):
        raise Refused(Act.KEEP_GROUPS)
    return found


def asked_day(request: HttpRequest) -> tuple[DayForm, date]:
    """The day in the address; today where there is none, or where it is no day."""
    today = timezone.localdate()
    form = DayForm({"on": request.GET.get("on") or today.strftime("%d/%m/%Y")}, auto_id="day-%s")
    form.is_valid()
    return form, form.cleaned_data.get("on") or today


@needs(Act.LOOK)
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The members of a group on a day, and what may be done with them."""
    return group_page(request, called(slug), None)


def group_page(request: HttpRequest, found: Group, several: SeveralForm | None) -> HttpResponse:
    """The page of a group, with the act on several members as it was sent if it was refused."""
    today = timezone.localdate()
    day_form, on = asked_day(request)
    members = members_of(found, on)
    own = [each for each in members if each.pk]
    national = found.kept_by != KeptBy.PEOPLE
    editable = not national and may_keep(rights(request), found, today)
    if several is None and editable and own:
        several = SeveralForm(group=found, ticks=[each.pk for each in own], today=today, keeps=keeps(request))
    wanted = several.wanted if several is not None else ()
    context: dict[str, Any] = {
        "section": "groups",
        "group": found,
        "on": on,
        "today": today,
        "day_form": day_form,
        "sentence": opening(found, members, on, today),
        "own": [(each, f"id_ticked_{at}", str(each.pk) in wanted) for at, each in enumerate(own)],
        "own_columns": own_columns(can_tick=several is not None, editable=editable),
        "brought": members_table("brought", [each for each in members if not each.pk], "Schools of groups inside it"),
        "table": members_table("members", members, "Members"),
        "national": national,
        "editable": editable,
        "goes_on": editable and (found.ends_before is None or found.ends_before > today),
        "outer": [(each, for_how_long(each.period)) for each in places_of(found, on)],
        "inner": [(each, for_how_long(each.period)) for each in places_in(found, on)],
        "follows": follows(found),
        "followed_by": followed_by(found),
        "form": several if several is not None and several.is_bound else None,
        "several": several,
    }
    return render(request, "register/group.html", context)


@needs(Act.LOOK)
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change to a group and who made it, and its memberships as periods."""
    found = called(slug)
    tables = _tables(found)
    return render(
        request,
        "register/group_history.html",
        {
            "section": "groups",
            "group": found,
            "acts": sentences(history_of(found)),
            "national": tables.get("national"),
            "periods": tables["periods"],
            "day_form": DayForm(auto_id="day-%s"),
        },
    )


def _tables(found: Group) -> dict[str, Table]:
    ever = ever_members(found)
    tables = {"periods": members_table("periods", ever, "Every membership there was")}
    if found.kept_by != KeptBy.PEOPLE:
        names = {each.urn: each.name for each in ever}
        tables["national"] = national_table(national_changes(found), names)
    return tables


@needs(Act.LOOK)
@require_safe
def group_file(request: HttpRequest, slug: str, code: str, form: str) -> HttpResponse:
    """A table of a group to take away: members on a day, periods, or the history."""
    found = called(slug)
    asked: tuple[tuple[str, str], ...] = (("Group", found.name),)
    stem = f"{found.slug}-{code}"
    if code == "members":
        _, on = asked_day(request)
        table = members_table("members", members_of(found, on), "Members")
        asked, stem = (*asked, ("On", spelled(on))), f"{stem}-{on}"
    elif code == "history":
        table = history_table(sentences(history_of(found)))
    else:
        known = _tables(found)
        if code not in known:
            raise Http404("There is no such table.")
        table = known[code]
    return table_file(table, form, stem, f"{found.name}: {table.caption}", asked)
