"""Signing an agreement in the name of a school, and withdrawing from it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.sharing.actions.signing import Signer, sign, withdraw
from accord.sharing.forms.agreements import LeaveForm, SignForm
from accord.sharing.models.agreements import Party
from accord.sharing.presenters.words import parts_of
from accord.sharing.queries.agreements import may_sign, party_of
from accord.sharing.views.keeping import READ_AND_SEND, done
from accord.sharing.views.reading import found_for


@needs(Act.SIGN_AGREEMENTS)
@require_http_methods(READ_AND_SEND)
def sign_here(request: HttpRequest, public_id: UUID, urn: str) -> HttpResponse:
    """Read the agreement, and sign it in the name of a school."""
    party = _mine(request, public_id, urn)
    form = SignForm(
        request.POST or None, initial={"name": request.user.name, "text": party.version.text_hash}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        signer, who = Signer(given["name"], given["part"]), {"by": request.user, "at": timezone.now()}
        if done(form, lambda: sign(party=party, signer=signer, text_hash=given["text"], **who)):
            messages.success(request, f"{party.name} has signed.")
            return redirect("sharing:agreement", public_id)
    context = {"section": "groups", "form": form, "party": party, "agreement": party.version.agreement}
    return render(request, "sharing/sign.html", context | {"parts": parts_of(party.version.text)})


@needs(Act.SIGN_AGREEMENTS)
@require_http_methods(READ_AND_SEND)
def leave(request: HttpRequest, public_id: UUID, urn: str) -> HttpResponse:
    """Withdraw in the name of a school: at once, and with a reason."""
    party = _mine(request, public_id, urn)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because, who = form.cleaned_data["because"], {"by": request.user, "at": timezone.now()}
        if done(form, lambda: withdraw(party=party, because=because, **who)):
            messages.success(request, f"{party.name} has withdrawn. Nothing is shared with it any more.")
            return redirect("sharing:agreement", public_id)
    context = {"section": "groups", "form": form, "party": party, "agreement": party.version.agreement}
    return render(request, "sharing/leave.html", context)


def _mine(request: HttpRequest, public_id: UUID, urn: str) -> Party:
    """A school of the agreement in whose name the reader may sign; not found otherwise."""
    party = party_of(found_for(request, public_id), urn)
    if party is None or not may_sign(rights(request), urn, timezone.localdate()):
        raise Http404("There is no school of yours in this agreement at this address.")
    return party
