"""What the worker does for this app: letters."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.urls import reverse
from django_tasks import task

from accord.accounts.letters import send
from accord.accounts.models.people import Person


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
