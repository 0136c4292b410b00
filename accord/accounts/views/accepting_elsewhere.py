"""Accepting an invitation with the answer of another organisation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.actions.accepting_elsewhere import accept_from_elsewhere
from accord.accounts.elsewhere import CameInvited
from accord.accounts.rules.invitations import NotAccepted, NotTied
from accord.accounts.views.accepting import closed, let_go, not_tied, still_open


def come_back_invited(request: HttpRequest, back: CameInvited) -> HttpResponse:
    """Let in whom the answer names, if they are who was invited; a second factor is asked for as ever."""
    found = still_open(request, back.begun.link)
    if isinstance(found, HttpResponse):
        return found
    account = back.login.account
    checked = [each.email for each in back.login.email_addresses if each.verified]
    try:
        accepted = accept_from_elsewhere(
            invitation=found,
            name=back.begun.name,
            provider=account.provider,
            organisation=back.login.provider.app.name,
            subject=account.uid,
            checked=checked,
            at=timezone.now(),
        )
    except NotTied as refused:
        return not_tied(request, str(refused), 403)
    except NotAccepted as refused:
        return closed(request, str(refused))
    person = let_go(request, found, accepted)
    if isinstance(person, HttpResponse):
        return person
    record_authentication(request, person, "socialaccount", provider=account.provider, uid=account.uid)
    return perform_login(request, Login(user=person, email=person.email))
