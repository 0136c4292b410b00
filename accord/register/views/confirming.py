"""Confirming rights, many at once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.actions.granting import confirm
from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.accounts.rules.confirming import load_calendar
from accord.register.presenters.confirming import COLUMNS, next_days, rows_to_confirm
from accord.register.presenters.days import counted
from accord.register.queries.confirming import sentence_of, to_confirm
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.views.giving import READ_AND_SEND
from accord.register.views.people import known_roles

NOTHING_TICKED = ("", "Tick at least one right, or confirm all of them.")


@needs(Act.GIVE_ROLES)
@require_http_methods(READ_AND_SEND)
def confirm_rights(request: HttpRequest) -> HttpResponse:
    """The rights that wait for the reader, to tick those that are still needed."""
    today = timezone.localdate()
    waiting = to_confirm(rights(request), request.user, today)
    ticked = request.POST.getlist("grant")
    everything = request.POST.get("which") == "all"
    chosen = [each.grant for each in waiting if everything or str(each.grant.public_id) in ticked]
    if request.method == "POST" and chosen:
        with transaction.atomic():
            confirm(grants=chosen, by=request.user, at=timezone.now())
        messages.success(request, f"You confirmed {counted(len(chosen), 'right')}.")
        return redirect("register:confirm_rights")
    names = names_of_scopes(scope_of(each.grant) for each in waiting)
    context = {
        "section": "people",
        "sentence": sentence_of(waiting),
        "rows": rows_to_confirm(waiting, known_roles(), names, ticked),
        "columns": COLUMNS,
        "all_words": f"Confirm all {len(waiting)}",
        "problems": [NOTHING_TICKED] if request.method == "POST" and waiting else [],
        "has_error": request.method == "POST" and bool(waiting),
        "next_days": next_days(load_calendar(settings.ACCORD_DEFINITIONS), today),
    }
    return render(request, "register/people/confirm.html", context)
