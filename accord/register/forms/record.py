"""What to look for in the record, and why something is kept beyond its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accord.register.queries.record import Wanted
from accord.ui.day_fields import DayField


class RecordForm(forms.Form):
    """Which entries to list, sent by GET: a person is in it by their id alone."""

    who = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What it was done to", required=False)
    subject = forms.CharField(
        label="Which one", max_length=200, required=False, help_text="A school's number, a group's address, or an id."
    )
    first = DayField("From", required=False)
    last = DayField("Until", required=False)

    def __init__(self, data: Any, kinds: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "Anything"), *((each, each.replace("_", " ")) for each in kinds)]

    @property
    def wanted(self) -> Wanted:
        """What is asked for; what was written wrongly is left open, and said beside its field."""
        self.is_valid()
        given = self.cleaned_data
        who = given.get("who")
        return Wanted(
            who=who if isinstance(who, UUID) else None,
            kind=given.get("kind", ""),
            subject=given.get("subject", "").strip(),
            first=given.get("first"),
            last=given.get("last"),
        )


class WhoForm(forms.Form):
    """Somebody looked for; sent by POST, so that no name stands in an address."""

    text = forms.CharField(
        label="Name or e-mail address", max_length=200, error_messages={"required": "Write part of a name or address"}
    )


class HoldForm(forms.Form):
    """What must not be deleted, and why."""

    OVER = (("person", "Everything that names a person"), ("school", "Everything that names a school"))

    over = forms.ChoiceField(
        label="What must be kept",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what must be kept"},
    )
    which = forms.CharField(
        label="Whom or which",
        max_length=200,
        required=False,
        help_text="The e-mail address with which the person signs in, or the school's URN.",
    )
    because = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it has to be kept"},
    )

    def __init__(self, data: Any, groups: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["over"].choices = [*self.OVER, *groups]


class LiftForm(forms.Form):
    """Why something need not be kept any longer."""

    because = forms.CharField(
        label="Why need it not be kept any longer?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it need not be kept any longer"},
    )
