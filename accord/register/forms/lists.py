"""A list that somebody brings, and what they decide of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accord.register.actions.groups import KINDS_KEPT_HERE, LONGEST_NAME
from accord.ui.day_fields import DayField

LEAVE_OUT = "leave_out"


class BringForm(forms.Form):
    """A list, pasted or as a file, and what it does not say itself."""

    text = forms.CharField(
        label="Paste the list", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="From a spreadsheet, an email or a document: a line for each school, with its group and whatever"
        " tells which school it is (URN, DfE number, name, postcode, town). The columns may stand in any order.",
    )  # fmt: skip
    file = forms.FileField(label="Or send it as a file", required=False, help_text="CSV, TXT or an Excel workbook.",
        error_messages={"empty": "The file is empty. Choose one with rows in it"})  # fmt: skip
    kind = forms.ChoiceField(
        label="What kind of groups", choices=[(each.value, each.label) for each in KINDS_KEPT_HERE],
        help_text="Where the list does not say.",
    )  # fmt: skip
    group = forms.CharField(
        label="Name of the group (optional)", max_length=LONGEST_NAME, required=False,
        help_text="Needed only where the list names no groups: then all its schools go into this one.",
    )  # fmt: skip
    starts_on = DayField("Members from", hint="Where the list does not say. For example, 1/9/2026.")
    prefers = forms.ChoiceField(
        label="Look for schools in", required=False, help_text="Schools elsewhere are found by number or postcode."
    )
    name = forms.CharField(
        label="What you call this list (optional)", max_length=200, required=False, help_text="To find it again."
    )

    def __init__(self, *args: Any, authorities: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["prefers"].choices = [*authorities, ("", "All of England")]

    def clean(self) -> dict[str, Any]:
        """One list: pasted or sent, not both."""
        given: dict[str, Any] = super().clean() or {}
        pasted, sent = bool(given.get("text", "").strip()), bool(given.get("file"))
        if not pasted and not sent and not self.has_error("file"):
            self.add_error("text", "Paste a list, or choose a file")
        if pasted and sent:
            self.add_error("text", "There is a list here and a file below. Keep one of them")
        return given


class RowForm(forms.Form):
    """Which school a row means, or that it is left out."""

    school = forms.ChoiceField(
        label="Which school is meant?", widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a school, look for another, or leave the row out",
            "invalid_choice": "Choose one of the schools shown",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, offers: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["school"].choices = [*offers, (LEAVE_OUT, "None of them: leave the row out")]


class ShowForm(forms.Form):
    """Which rows of a list to see, sent by GET."""

    show = forms.ChoiceField(label="Rows", required=False)

    def __init__(self, data: Any, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["show"].choices = choices
