"""Inviting people: whom one invited, and one more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.accounts.actions.invitations import invite, withdraw
from accord.accounts.choices import Act
from accord.accounts.forms.invitations import InviteForm
from accord.accounts.links import letter_or_link
from accord.accounts.models.invitations import Invitation
from accord.accounts.permission import needs, rights
from accord.accounts.presenters.inviting import invitation_card, invitations_sentence, rights_to_give
from accord.accounts.queries.invitations import sent_by
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.invitations import Brought, NotAccepted
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import load_roles

FIELDS = {"scope": "right", "role": "right", "ends_before": "last_day"}
"""Where the form shows what is wrong with a part of a right."""


@needs(Act.GIVE_ROLES)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader invited."""
    now = timezone.now()
    cards = [invitation_card(each, now) for each in sent_by(request.user)]
    return render(
        request, "accounts/invitations.html", {"sentence": invitations_sentence(cards), "cards": cards}
    )


@needs(Act.GIVE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Invite one person with one right."""
    choices = rights_to_give(rights(request), load_roles(settings.ACCORD_DEFINITIONS))
    form = InviteForm(request.POST or None, rights=choices)
    if form.is_valid():
        made = _invited(request, form)
        if made is not None:
            return _handed_over(request, made)
    return render(request, "accounts/invite.html", {"form": form, "may_give": choices})


def _invited(request: HttpRequest, form: InviteForm) -> Invitation | None:
    given, at = form.cleaned_data, timezone.now()
    role, _, scope = given["right"].partition(" ")
    ends_before = given["last_day"] + timedelta(days=1) if given["last_day"] else None
    brought = Brought(role, Scope.read(scope), given["reason"], timezone.localdate(at), ends_before)
    try:
        return invite(email=given["email"], name=given["name"], brings=[brought], by=request.user, at=at)
    except NotGiven as refused:
        field = FIELDS.get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, refused.message)
        return None


@needs(Act.GIVE_ROLES)
@require_POST
def invite_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new link for somebody who has not accepted; the one before no longer works."""
    return _handed_over(request, _mine(request, public_id))


@needs(Act.GIVE_ROLES)
@require_POST
def withdraw_invitation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    try:
        withdraw(invitation=_mine(request, public_id), because="", by=request.user, at=timezone.now())
        messages.success(request, "The invitation has been withdrawn. Its link leads nowhere now.")
    except NotAccepted as refused:
        messages.warning(request, str(refused))
    return redirect("accounts:invitations")


def _mine(request: HttpRequest, public_id: UUID) -> Invitation:
    found = sent_by(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404("You have sent no such invitation.")
    return found


def _handed_over(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """By letter, or with the link on the page, once."""
    try:
        link = letter_or_link(request, invitation)
    except NotAccepted as refused:
        messages.warning(request, str(refused))
        return redirect("accounts:invitations")
    if not link:
        messages.success(request, f"A letter with a link is on its way to {invitation.email}.")
        return redirect("accounts:invitations")
    return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
