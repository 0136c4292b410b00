"""People: those whom the reader sees, looked for, and to take away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.permission import needs, rights
from accord.accounts.queries.rights import grants_on
from accord.accounts.rules.rights import Rights
from accord.accounts.rules.roles import Role, Roles, load_roles
from accord.register.forms.people import FindForm, PeopleForm, PlaceForm
from accord.register.presenters.people import grouped, people_sentence, people_table
from accord.register.queries.people import grants_seen, people_seen, sees_everybody
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.queries.scope_search import Meant
from accord.register.views.files import table_file
from accord.ui.tables.tables import Table

PAGE = 50


def known_roles() -> Roles:
    """Every role there is."""
    return load_roles(settings.ACCORD_DEFINITIONS)


def named(roles: Roles, codes: Any) -> list[tuple[str, str]]:
    """Codes and names of some roles, in the order of the definitions."""
    return [(code, role.name) for code, role in roles.items() if code in codes]


def own_places(found: Rights) -> list[Meant]:
    """Over what the reader may give rights."""
    scopes = list(dict.fromkeys(each.scope for each in found.by(Act.GIVE_ROLES)))
    names = names_of_scopes(scopes)
    return [Meant(each, names[each], "") for each in scopes]


@needs(Act.GIVE_ROLES)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people who hold a right within the reader's own, a page at a time."""
    form, wanted = _asked(request)
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    which = form.asked("which")
    address = request.GET.copy()
    address.pop("page", None)
    over = [each.name for each in own_places(rights(request))]
    context = {
        "form": form,
        "find": FindForm(),
        "page": page,
        "address": address.urlencode(),
        "sentence": people_sentence(page.paginator.count, over, which),
        "table": _table(list(page), _grants(request, form)),
    }
    return _list_page(request, context)


@needs(Act.GIVE_ROLES)
@require_POST
def find_people(request: HttpRequest) -> HttpResponse:
    """People looked for by name or e-mail address."""
    find, today = FindForm(request.POST), timezone.localdate()
    form, _ = _asked(request)
    found: list[Person] = []
    if find.is_valid():
        text = find.cleaned_data["text"]
        everybody = people_seen(rights(request), today)
        found = list(everybody.filter(Q(name__icontains=text) | Q(email__icontains=text))[:PAGE])
    sentence = f"{len(found)} {'person fits' if len(found) == 1 else 'people fit'} what you wrote, of those you see."
    grants = _seen_of(request, found)
    context = {"form": form, "find": find, "sentence": sentence if find.is_valid() else "Look for somebody."}
    return _list_page(request, context | {"table": _table(found, grants), "looked": True})


def _list_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    places = own_places(rights(request))
    around = {"section": "people", "places": places, "place": PlaceForm()}
    return render(request, "register/people/people.html", around | context)


@needs(Act.GIVE_ROLES)
@require_safe
def people_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same people, all of them, to take away."""
    asked, wanted = _asked(request)
    table = _table(list(wanted), _grants(request, asked))
    return table_file(table, form, "people", "People and their rights", _words(asked))


def _words(form: PeopleForm) -> tuple[tuple[str, str], ...]:
    form.is_valid()
    return tuple((str(form.fields[name].label), str(value)) for name, value in form.cleaned_data.items() if value)


def _asked(request: HttpRequest) -> tuple[PeopleForm, QuerySet[Person]]:
    found, today = rights(request), timezone.localdate()
    everybody = sees_everybody(found)
    form = PeopleForm(request.GET, roles=named(known_roles(), known_roles()), everybody=everybody)
    if form.asked("which") == "none" and everybody:
        return form, Person.objects.exclude(pk__in=grants_on(today).values("person")).order_by("name", "email")
    grants = _grants(request, form).order_by()
    return form, Person.objects.filter(pk__in=grants.values("person")).order_by("name", "email")


def _grants(request: HttpRequest, form: PeopleForm) -> QuerySet[Grant]:
    """The grants that are asked for, of those the reader sees."""
    today = timezone.localdate()
    seen = grants_seen(rights(request), today)
    if role := form.asked("role"):
        seen = seen.filter(role=role)
    return _of_days(seen, form.asked("which"), today).order_by("person__name", "starts_on", "pk")


def _of_days(grants: QuerySet[Grant], which: str, today: date) -> QuerySet[Grant]:
    if which == "later":
        return grants.filter(starts_on__gt=today)
    if which == "ended":
        return grants.filter(ends_before__lte=today)
    return grants.filter(pk__in=grants_on(today).values("pk")) if which == "" else grants.none()


def _seen_of(request: HttpRequest, some: list[Person]) -> QuerySet[Grant]:
    today = timezone.localdate()
    return grants_seen(rights(request), today).filter(Q(ends_before=None) | Q(ends_before__gt=today), person__in=some)


def _table(some: list[Person], grants: QuerySet[Grant]) -> Table:
    by_person = grouped(grants.filter(person__in=some))
    names = names_of_scopes(scope_of(each) for own in by_person.values() for each in own)
    return people_table(some, by_person, known_roles(), names)


def is_post(role: Role | None) -> bool:
    """Whether a role is a post that is not left empty by accident."""
    return role is not None and role.never_without
