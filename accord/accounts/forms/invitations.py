"""What the invited say of themselves, and whom somebody invites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accord.accounts.models.people import Person
from accord.ui.day_fields import DayField

BY_PASSKEY, BY_PASSWORD = "passkey", "password"
WAYS = [
    (BY_PASSKEY, "A passkey: your finger, your face or a PIN on this device"),
    (BY_PASSWORD, "A password, and then a code from an app on your phone"),
]


class AcceptForm(forms.Form):
    """Who somebody is, and how they will sign in."""

    name = forms.CharField(
        label="Your full name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Enter your full name"},
    )
    way = forms.ChoiceField(
        label="How you want to sign in",
        choices=WAYS,
        initial=BY_PASSKEY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you want to sign in"},
    )


class NewPasswordFirstForm(forms.Form):
    """The first password of somebody who was invited."""

    password1 = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least twelve characters. Three words that have nothing to do with each other are good.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    password2 = forms.CharField(
        label="The same again",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password1(self) -> str:
        """Refuse one that is easily guessed."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same. Enter it again")
        return given


class InviteForm(forms.Form):
    """Whom somebody invites, and with which of the rights that they may give over the same as their own."""

    name = forms.CharField(
        label="Full name", max_length=200, error_messages={"required": "Enter the name of whom you invite"}
    )
    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter the email address",
            "invalid": "Enter an email address, such as name@school.example",
        },
    )
    right = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Shown to whoever asks later, such as “Deputy head from September”.",
        error_messages={"required": "Say why"},
    )
    last_day = DayField(
        "Last day", required=False, hint="Leave it empty if no end is known. Roles of people from outside need one."
    )

    def __init__(self, *args: Any, rights: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = rights
