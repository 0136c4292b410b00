"""Signing in, by whatever way, and a password that was forgotten."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accord.accounts.actions.tries import take
from accord.accounts.browsers import address_of
from accord.accounts.rules.tries import letter_roads
from accord.accounts.tasks import send_reset_letter


class SignIn(LoginView):
    """The sign-in page: passkey first, then other organisations, then a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the organisations whose sign-in this site accepts."""
        return {**super().get_context_data(**kwargs), "providers": settings.ACCORD_SIGN_IN_PROVIDERS}


class ForgottenPassword(PasswordResetView):
    """Asks where to send a letter; says the same whether or not somebody has that address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With whether letters are sent at all."""
        return {**super().get_context_data(**kwargs), "sends_email": settings.ACCORD_SENDS_EMAIL}

    def form_valid(self, form: Any) -> HttpResponse:
        """Leave the letter to the worker: who has no account here waits exactly as long as who has."""
        address = form.cleaned_data["email"].strip().lower()
        roads = letter_roads(account=address, address=address_of(self.request))
        if settings.ACCORD_SENDS_EMAIL and take(roads, at=timezone.now()):
            send_reset_letter.enqueue(address, self.request.build_absolute_uri("/"))
        return HttpResponseRedirect(self.get_success_url())


sign_in = SignIn.as_view()
forgotten_password = ForgottenPassword.as_view()
