"""What a browser sends when a passkey is made or used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from fido2.utils import websafe_decode

from accord.accounts.models.people import Person


class AddPasskeyForm(SignupWebAuthnForm):
    """A new passkey, with the name its owner gives it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="What to call it", max_length=60, required=False,
            help_text="Such as “Work laptop”, so that you can tell it from others.",
        )  # fmt: skip
        self.fields["credential"].error_messages["required"] = "The passkey was not made. Try again"


class _Used(forms.Form):
    """A form that a passkey fills in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = "The passkey was not used. Try again"


class UsePasskeyForm(_Used, AuthenticateWebAuthnForm):
    """A passkey that is asked for after the password."""


class UsePasskeyAgainForm(_Used, ReauthenticateWebAuthnForm):
    """A passkey that is asked for again before something that matters."""


class SignInWithPasskeyForm(_Used, LoginWebAuthnForm):
    """A passkey that says by itself whose it is."""

    def clean_credential(self) -> Authenticator:
        """The passkey used, found by the person it was made for."""
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(_holder(credential), credential)


def _holder(credential: Any) -> Person:
    try:
        handle = UUID(bytes=websafe_decode(credential["response"]["userHandle"]))
        return Person.objects.get(public_id=handle)
    except (ValueError, TypeError, KeyError, Person.DoesNotExist) as error:
        raise get_adapter().validation_error("incorrect_code") from error
