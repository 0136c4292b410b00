"""What the reader may do, and why they see a page."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.models.grants import Grant
from accord.accounts.permission import rights
from accord.accounts.queries.reads import shown_lately
from accord.accounts.rules.roles import load_roles
from accord.register.presenters.rights import holds_later, rights_shown
from accord.register.presenters.why import not_public, own_sentence, why
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.queries.who_to_ask import who_to_ask
from accord.ui.openness import for_anyone_signed_in

LATELY = timedelta(days=1)
"""How far back it is looked what somebody was shown that is not public."""


@for_anyone_signed_in
@require_safe
def own_rights(request: HttpRequest) -> HttpResponse:
    """The rights of the reader, with what each lets them do and who gave it."""
    today, roles = timezone.localdate(), load_roles(settings.ACCORD_DEFINITIONS)
    grants = list(
        Grant.objects.filter(person=request.user).select_related("given_by", "confirmed_by", "on_behalf_of")
    )
    names = names_of_scopes(map(scope_of, grants))
    now = [each for each in grants if holds_later(each, today)]
    context = {
        "section": "own",
        "sentence": own_sentence(now, roles, names, today),
        "rights": rights_shown(now, roles, names, today),
        "ended": rights_shown([each for each in grants if not holds_later(each, today)], roles, names, today),
    }
    return render(request, "register/people/own_rights.html", context)


@for_anyone_signed_in
@require_safe
def why_page(request: HttpRequest) -> HttpResponse:
    """Why the reader sees the page of an address: by which rights, given by whom, and whom to ask."""
    found = rights(request)
    answer = why(request.GET.get("page", ""), found)
    names = names_of_scopes([each.scope for each in answer.by])
    lately = shown_lately(request.user, answer.route, timezone.now() - LATELY) if answer.route else []
    context = {
        "section": "own",
        "answer": answer,
        "lines": answer.lines(names),
        "not_for_everybody": not_public(lately, answer, names),
        "ask": who_to_ask(found, timezone.localdate()),
    }
    return render(request, "register/people/why.html", context)
