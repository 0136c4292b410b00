"""How Accord answers django-allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from accord.accounts.actions.signing_in import note_failed_sign_in, note_signed_in, note_signed_out


class ClosedSignup(DefaultAccountAdapter):
    """People are added by the authority; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session, once every stage of the sign-in was passed, and record it."""
        super().login(request, user)
        note_signed_in(by=request.user, at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        """Record the end of a session, and end it."""
        if request.user.is_authenticated:
            note_signed_out(by=request.user, at=timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record that somebody could not sign in."""
        super().authentication_failed(request, **credentials)
        note_failed_sign_in(email=str(credentials.get("email", "")), at=timezone.now())
