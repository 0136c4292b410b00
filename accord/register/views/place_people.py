"""The people of one school, group or authority: who leaves, who joins, and a post that is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.actions.ending import Leaving
from accord.accounts.choices import Act, ScopeKind
from accord.accounts.models.grants import Grant
from accord.accounts.permission import needs, rights
from accord.accounts.rules.rights import Scope
from accord.register.actions.moving_people import Joining, Refusal, SomeRefused, hand_over, move_people
from accord.register.actions.people import Wanted
from accord.register.forms.people import PlaceForm
from accord.register.forms.place_people import HandOverForm, PlacePeopleForm
from accord.register.presenters.place_people import HERE, moves, place_sentence, told_of
from accord.register.presenters.rights import PLACES, titled
from accord.register.queries.people import giving_over, grants_kept, holds, may_give_here
from accord.register.queries.scope_names import is_known, names_of_scopes, scope_of
from accord.register.queries.scope_search import scopes_meant
from accord.register.rules.memberships import spelled
from accord.register.views.giving import READ_AND_SEND, done
from accord.register.views.inviting import hand_links
from accord.register.views.people import known_roles, own_places


@needs(Act.GIVE_ROLES)
@require_safe
def people_places(request: HttpRequest) -> HttpResponse:
    """The places of a text whose people the reader sees."""
    text, today = request.GET.get("over", ""), timezone.localdate()
    found = scopes_meant(text, PLACES) if text.strip() else []
    seen = [each for each in found if giving_over(rights(request), each.scope, today)]
    if len(seen) == 1:
        return redirect("register:people_over", seen[0].scope.kind, seen[0].scope.id)
    context = {"section": "people", "form": PlaceForm(request.GET), "found": seen, "own": own_places(rights(request))}
    return render(request, "register/people/places.html", context)


def _place(request: HttpRequest, kind: str, key: str) -> Scope:
    """A place whose people the reader sees, or the page that says there is none."""
    if kind in PLACES:
        scope = Scope(ScopeKind(kind), key)
        if giving_over(rights(request), scope, timezone.localdate()) and is_known(scope):
            return scope
    raise Http404("There is no such place, or none whose people you may see.")


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def people_over(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everybody who holds a right over one place: who leaves and who joins, checked, then confirmed at once."""
    scope, today = _place(request, kind, key), timezone.localdate()
    grants = holds(scope, today)
    kept = [each for each in grants if grants_kept(rights(request), today).filter(pk=each.pk).exists()]
    form = _form(request, scope, kept)
    if request.method == "POST" and form.is_valid():
        answer = _move(request, form, scope, kept)
        if answer is not None:
            return answer
    name = names_of_scopes([scope])[scope]
    roles = known_roles()
    context = {
        "section": "people",
        "scope": scope,
        "name": name,
        "sentence": place_sentence(name, grants, roles, today),
        "form": form,
        "columns": HERE,
        "people": told_of(grants, kept, roles, form, today),
    }
    return render(request, "register/people/place.html", context)


def _form(request: HttpRequest, scope: Scope, kept: Sequence[Grant]) -> PlacePeopleForm:
    roles, today = known_roles(), timezone.localdate()
    posts = [code for code, role in roles.items() if role.never_without]
    mine = [(code, roles[code].name) for code in roles if may_give_here(rights(request), code, scope, today)]
    simple = [(code, name) for code, name in mine if scope.kind in roles[code].scope and not roles[code].on_behalf]
    lasting = [(code, name) for code, name in simple if not roles[code].ends]
    return PlacePeopleForm(request.POST or None, grants=kept, posts=posts, roles=lasting)


def _move(
    request: HttpRequest, form: PlacePeopleForm, scope: Scope, kept: Sequence[Grant]
) -> HttpResponse | None:
    """The page to confirm, or back to the place once it is done; None where something is refused."""
    today, confirmed = timezone.localdate(), request.POST.get("step") == "confirm"
    given = form.cleaned_data
    first, last = form.day("first_day", today), form.day("last_day", today)
    joining = [
        Joining(str(each.row), each.email, each.name, Wanted(each.role, scope, given["reason"], first))
        for each in form.joiners()
    ]
    leaving = [
        (str(each.public_id), Leaving(each, last, given["because"], form.vacant(each))) for each in form.leavers()
    ]
    who = {"rights": rights(request), "by": request.user, "at": timezone.now()}
    try:
        found = move_people(joining=joining, leaving=leaving, only_try=not confirmed, **who)
    except SomeRefused as refused:
        for each in refused.refusals:
            form.add_error(_field(each, form), each.message)
        return None
    if request.POST.get("step") == "change":
        return None
    if confirmed:
        back = reverse("register:people_over", args=[scope.kind, scope.id])
        return hand_links(request, found, "It is done.", back)
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name in form.fields]
    name = names_of_scopes([scope])[scope]
    told = moves(joining, leaving, found, known_roles())
    context = {"section": "people", "scope": scope, "name": name, "fields": fields, "done": told}
    return render(request, "register/people/place_check.html", context)


def _field(refusal: Refusal, form: PlacePeopleForm) -> str | None:
    """The field that a refusal is about."""
    if refusal.key.isdecimal():
        return {"role": f"role_{refusal.key}", "scope": f"role_{refusal.key}", "reason": "reason",
                "name": f"name_{refusal.key}"}.get(refusal.field, f"email_{refusal.key}")  # fmt: skip
    return {"vacant_because": f"vacant_{refusal.key}", "because": "because"}.get(refusal.field, "leaves")


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def hand_post_over(request: HttpRequest, kind: str, key: str, grant_id: UUID) -> HttpResponse:
    """A post passes to somebody else on a day; the one who had it keeps nothing of that place."""
    scope, today = _place(request, kind, key), timezone.localdate()
    grant = next((each for each in holds(scope, today) if each.public_id == grant_id), None)
    role = known_roles().get(grant.role) if grant else None
    if grant is None or role is None or not role.never_without:
        raise Http404("There is no such post here.")
    if not grants_kept(rights(request), today).filter(pk=grant.pk).exists():
        raise Http404("There is no such post here.")
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"rights": rights(request), "by": request.user, "at": timezone.now()}
        welcomed = done(form, lambda: hand_over(grant=grant, **form.cleaned_data, **who))
        if welcomed is not None:
            on = form.cleaned_data["on"]
            said = f"{grant.person} hands over to {welcomed} on {spelled(on)}."
            own = grant.person == request.user
            if own and welcomed.invitation is not None:
                said += " They have to accept the invitation before that day, while the right to give it is yours."
            gone = own and on <= today
            back = reverse("register:own_rights") if gone else reverse("register:people_over", args=[kind, key])
            return hand_links(request, [welcomed], said, back)
    names = names_of_scopes([scope, scope_of(grant)])
    context = {"section": "people", "scope": scope, "name": names[scope], "grant": grant, "form": form}
    context |= {"post": role.name.lower(), "right": titled(role, grant.role, names[scope_of(grant)])}
    return render(request, "register/people/hand_over.html", context)
