"""The forms with a password in them: the sign-in package's own, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms

MISSING = {
    "login": "Enter your email address",
    "email": "Enter your email address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you have now",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
}


class _Ours(forms.Form):
    """A form whose labels stand alone, and which says what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]


class PasswordForm(_Ours, LoginForm):
    """An email address and a password."""


class PasswordAgainForm(_Ours, ReauthenticateForm):
    """The password of whoever has signed in."""


class NewPasswordForm(_Ours, ChangePasswordForm):
    """A new password in place of the one that is known."""


class ForgottenPasswordForm(_Ours, ResetPasswordForm):
    """Where to send a link."""


class PasswordByLinkForm(_Ours, ResetPasswordKeyForm):
    """A new password in place of one that was forgotten."""
