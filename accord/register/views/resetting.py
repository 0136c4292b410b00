"""Letting somebody back in who has lost everything they sign in with."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.actions.second_factors import reset_second_factor
from accord.accounts.choices import Act
from accord.accounts.links import letter_or_link
from accord.accounts.permission import needs, rights
from accord.register.forms.resetting import ResetForm
from accord.register.queries.resetting import may_reset
from accord.register.views.one_person import seen


@needs(Act.GIVE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take away how somebody signs in, and send or show a link to choose anew."""
    who = seen(request, public_id)
    may = who != request.user and may_reset(rights(request), who, timezone.localdate())
    form = ResetForm(request.POST or None)
    if not may:
        return render(request, "register/people/reset_refused.html", {"who": who}, status=403)
    if form.is_valid():
        because = form.cleaned_data["because"]
        back = reset_second_factor(person=who, because=because, by=request.user, at=timezone.now())
        link = letter_or_link(request, back)
        if link:
            return render(request, "accounts/invited.html", {"invitation": back, "link": link})
        messages.success(request, f"A letter with a link is on its way to {who.email}.")
        return redirect("register:person", public_id=who.public_id)
    return render(request, "register/people/reset.html", {"who": who, "form": form})
