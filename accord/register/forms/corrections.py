"""Correcting what the national register has wrong."""

from __future__ import annotations

from django import forms

from accord.register.rules.corrections import CORRECTABLE


class CorrectionForm(forms.Form):
    """Which value, what it should be, and how one knows."""

    what = forms.ChoiceField(label="What is wrong", choices=[(what, name) for what, (name, _) in CORRECTABLE.items()])
    value = forms.CharField(
        label="What it should be", required=False, max_length=250, help_text="Write days as 2024-09-01."
    )
    because = forms.CharField(
        label="How do you know?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="This is kept, with your name, beside the correction.",
        error_messages={"required": "Say how you know"},
    )
