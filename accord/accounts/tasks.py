"""What the worker does for this app: letters."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accord.accounts.actions.invitations import make_link
from accord.accounts.letters import send
from accord.accounts.models.people import Person
from accord.accounts.queries.invitations import invitation, role_names, state
from accord.accounts.rules.invitations import InvitationState


@task()
def send_reset_letter(email: str, site: str) -> str:
    """Send a link to set a new password, where somebody who may sign in has this address. Says what was done."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        return "nobody"
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": person.public_id.hex, "key": token})
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    words = {"name": person.name, "link": site.rstrip("/") + path, "minutes": minutes}
    return "sent" if send("password_reset", to=person.email, words=words) else "not sent"


@task()
def send_invitation(public_id: str, site: str, by: str) -> str:
    """Send an invited person a new link; the secret in it is made here, so that it waits in no queue."""
    found = invitation(public_id)
    at = timezone.now()
    if found is None or state(found, at) in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        return "closed"
    sender = Person.objects.filter(public_id=by).first() if by else None
    token = make_link(invitation=found, by=sender, at=at)
    words = {
        "name": found.name,
        "inviter": str(found.invited_by or ""),
        "returns": found.person is not None,
        "roles": role_names(found),
        "link": site.rstrip("/") + reverse("accounts:open_invitation", args=[token]),
        "until": timezone.localdate(invitation(public_id).expires_at),
    }
    return "sent" if send("invitation", to=found.email, words=words) else "not sent"


@task()
def send_letter(letter: str, public_id: str, words: dict[str, str]) -> str:
    """Send somebody known a letter; in the queue stands who by public id, and no address. Says what was done."""
    person = Person.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        return "nobody"
    return "sent" if send(letter, to=person.email, words={"name": person.name, **words}) else "not sent"
