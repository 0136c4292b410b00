"""Several people at once, from a pasted list: every line checked, then all of them or none."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.register.actions.moving_people import Joining, Refusal, SomeRefused, move_people
from accord.register.actions.people import Wanted
from accord.register.actions.welcoming import Welcomed
from accord.register.forms.people import BringPeopleForm
from accord.register.presenters.brought_people import brought_sentence, people_read_table
from accord.register.queries.brought_people import ReadPerson, understood
from accord.register.queries.scope_names import names_of_scopes
from accord.register.rules.pasted_people import read_people
from accord.register.views.giving import READ_AND_SEND
from accord.register.views.inviting import hand_links
from accord.register.views.people import known_roles, named


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def bring_people(request: HttpRequest) -> HttpResponse:
    """A list of people and the rights they are to have."""
    today = timezone.localdate()
    form = BringPeopleForm(request.POST or None, initial={"starts_on": today})
    mine = [name for _, name in named(known_roles(), rights(request).gives())]
    context = {"section": "people", "form": form, "mine": mine}
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "change":
        return render(request, "register/people/bring.html", context)
    given = form.cleaned_data
    rows = understood(
        read_people(given["text"]), rights(request), known_roles(), today,
        starts_on=given["starts_on"] or today, reason=given["reason"],
    )  # fmt: skip
    confirmed = request.POST.get("step") == "confirm"
    found, refused = _done(request, rows, only_try=not confirmed)
    if found and confirmed:
        count = len(found)
        said = f"{count} {'person has' if count == 1 else 'people have'} been given a right or an invitation."
        return hand_links(request, found.values(), said, reverse("register:people"))
    wrong = len({each.line for each in rows if each.wrong} | refused.keys())
    return render(request, "register/people/bring.html", context | _checked(rows, found, refused, wrong))


def _checked(
    rows: list[ReadPerson], found: dict[int, Welcomed], refused: dict[int, list[Refusal]], wrong: int
) -> dict[str, object]:
    names = names_of_scopes(each.scope for each in rows if each.scope)
    return {
        "sentence": brought_sentence(rows, found, wrong),
        "table": people_read_table(rows, found, refused, known_roles(), names),
        "wrong": wrong,
        "has_error": bool(wrong),
    }


def _done(
    request: HttpRequest, rows: list[ReadPerson], *, only_try: bool
) -> tuple[dict[int, Welcomed], dict[int, list[Refusal]]]:
    """What was done or would be, by the line; and what is refused. Nothing is done while any line is wrong."""
    sound = [each for each in rows if not each.wrong and each.scope is not None]
    who = {"rights": rights(request), "by": request.user, "at": timezone.now()}
    try:
        found = move_people(
            joining=[_joining(each) for each in sound], leaving=[], only_try=only_try or len(sound) < len(rows), **who
        )
    except SomeRefused as reasons:
        refused: dict[int, list[Refusal]] = {}
        for each in reasons.refusals:
            refused.setdefault(int(each.key), []).append(each)
        return {}, refused
    if len(sound) < len(rows):
        return {}, {}
    return {each.line: welcomed for each, welcomed in zip(sound, found, strict=True)}, {}


def _joining(row: ReadPerson) -> Joining:
    assert row.scope is not None
    ends: date | None = row.ends_before
    wanted = Wanted(row.role, row.scope, row.reason, row.starts_on, ends, row.on_behalf_of)
    return Joining(str(row.line), row.email, row.name, wanted)
