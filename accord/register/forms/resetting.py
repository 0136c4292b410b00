"""Why somebody's sign-in is reset."""

from __future__ import annotations

from django import forms


class ResetForm(forms.Form):
    """The reason, and that one has made sure."""

    because = forms.CharField(
        label="Why, and how you made sure who asks",
        max_length=500,
        help_text="Recorded, such as “Phone stolen; she came to the office”.",
        error_messages={"required": "Say why, and how you made sure who asks"},
    )
    sure = forms.BooleanField(
        label="I have spoken to them, and not by the address or number that asked",
        error_messages={"required": "Make sure who asks before you go on"},
    )
