"""How Accord answers django-allauth about people and their passwords."""

from __future__ import annotations

import logging
import smtplib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.actions.signing_in import note_failed_sign_in, note_signed_in, note_signed_out
from accord.accounts.actions.tries import forget, give_back, take
from accord.accounts.browsers import address_of, known_browser, remember_browser
from accord.accounts.models.people import Person
from accord.accounts.rules.tries import password_roads
from accord.accounts.wording import ACCOUNT

log = logging.getLogger(__name__)


class ClosedSignup(DefaultAccountAdapter):
    """People are invited by the authority; nobody signs up by themselves."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from; a made-up address where nobody can tell."""
        address = address_of(request)
        # Kept with a session, never listened on.
        return address if address != "unknown" else "0.0.0.0"  # nosec B104

    # Guessing ---------------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count one try before the password is looked at; refuse where there were too many."""
        account = str(credentials.get("email", ""))
        self.at = timezone.now()
        self.roads = password_roads(
            account=account, address=address_of(request), browser=known_browser(request, account)
        )
        if not take(self.roads, at=self.at):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        give_back(self.roads, at=self.at)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record that somebody could not sign in."""
        super().authentication_failed(request, **credentials)
        note_failed_sign_in(email=str(credentials.get("email", "")), at=timezone.now())

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        account = str(credentials.get("email", ""))
        address = address_of(request)
        for browser in {"", known_browser(request, account)}:
            forget(password_roads(account=account, address=address, browser=browser)[:2])

    # Signing in and out -----------------------------------------------------------------------------------

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session, once every stage of the sign-in was passed, and record it."""
        super().login(request, user)
        note_signed_in(by=request.user, at=timezone.now())

    def post_login(self, request: HttpRequest, user: Person, **words: Any) -> HttpResponse:
        """Know this browser for the account from now on."""
        response = super().post_login(request, user, **words)
        remember_browser(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Record the end of a session, and end it."""
        if request.user.is_authenticated:
            note_signed_out(by=request.user, at=timezone.now())
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for the first second factor of somebody who signed in just now: there is nothing to ask for yet."""
        request = self.request
        if app == "allauth.mfa" and not Authenticator.objects.filter(user_id=request.user.pk).exists():
            records = get_authentication_records(request, request.user)
            if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
                return False
        return super().is_reauthentication_required(app=app, **kwargs)

    # Letters ----------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter; where the server of letters does not answer, the page goes on and the log says so."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.error("A letter (%s) could not be sent: %s", template_prefix, type(error).__name__)
