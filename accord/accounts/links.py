"""How the link of an invitation reaches whom it is for: by letter, or shown once to hand over."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accord.accounts.actions.invitations import make_link
from accord.accounts.models.invitations import Invitation
from accord.accounts.tasks import send_invitation


def link_to(token: str, site: str) -> str:
    """The address that an invited person opens; ``site`` is the address of the first page."""
    return site.rstrip("/") + reverse("accounts:open_invitation", args=[token])


def letter_or_link(request: HttpRequest, invitation: Invitation) -> str:
    """Have a letter with a new link sent, and give nothing; where no letters are sent, give the link to hand over.

    A link is shown to whoever invites only where there is no other way: who holds it becomes who is invited.
    """
    site = request.build_absolute_uri("/")
    if settings.ACCORD_SENDS_EMAIL:
        send_invitation.enqueue(str(invitation.public_id), site, str(request.user.public_id))
        return ""
    return link_to(make_link(invitation=invitation, by=request.user, at=timezone.now()), site)
