"""What a token for a program is to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

HOW_LONG = [("30", "30 days"), ("90", "90 days"), ("180", "half a year"), ("365", "a year")]


class TokenForm(forms.Form):
    """What a token is for, over what, and for how long."""

    name = forms.CharField(
        label="What it is for",
        help_text="Such as “The council's data warehouse”.",
        max_length=200,
        error_messages={"required": "Say what the token is for"},
    )
    scope = forms.ChoiceField(label="What it is over", error_messages={"required": "Choose what the token is over"})
    days = forms.TypedChoiceField(
        label="How long it works", coerce=int, choices=HOW_LONG, initial="90",
        error_messages={"required": "Choose how long the token works"},
    )  # fmt: skip

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes
