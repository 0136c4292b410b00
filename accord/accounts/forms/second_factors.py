"""Codes: the one from an app, or a recovery code."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.actions.tries import give_back, take
from accord.accounts.browsers import known_browser
from accord.accounts.models.people import Person
from accord.accounts.rules.tries import code_roads, code_used
from accord.accounts.wording import ACCOUNT

TYPED = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class _Counted(forms.Form):
    """A form with a code in it, each wrong one of which is counted."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].error_messages["required"] = "Enter the code"
        self.fields["code"].widget = forms.TextInput(attrs=TYPED)

    def clean_code(self) -> str:
        """Refuse after too many wrong codes, and a code that was used before."""
        at, person = timezone.now(), str(self.user.public_id)
        roads = code_roads(person=person, browser=known_browser(context.request, self.user.email))
        if not take(roads, at=at):
            raise forms.ValidationError(ACCOUNT["too_many_login_attempts"])
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            record("code_refused", kind="person", subject=person, by=None, at=at, visitor=True)
            raise
        if not take(code_used(person=person, code=code), at=at):
            raise get_adapter().validation_error("incorrect_code")
        give_back(roads, at=at)
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The code that is asked for after the password."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The code that is asked for again before something that matters."""


class FirstCodeForm(_Counted, ActivateTOTPForm):
    """The first code of a new app, which proves that it was set up right."""
