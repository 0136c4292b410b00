"""On whom to hand over what is held."""

from __future__ import annotations

from django import forms


class HeldForm(forms.Form):
    """A person or a school; sent by POST, so that no name stands in an address."""

    on = forms.ChoiceField(
        label="On whom",
        choices=[("person", "A person"), ("school", "A school")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a person or a school"},
    )
    which = forms.CharField(
        label="Whom or which",
        max_length=200,
        help_text="The e-mail address with which the person signs in, or the school's URN.",
        error_messages={"required": "Write an e-mail address or a URN"},
    )
