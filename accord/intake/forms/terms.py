"""Who may see figures from when, as people say it of a file or a release."""

from __future__ import annotations

from typing import Any

from django import forms

from accord.sharing.choices import Source
from accord.sharing.rules.stages import NotTerms, Terms, check_terms
from accord.ui.day_fields import DayField

AS_USUAL = "As these figures usually come"
DAYS = ("to_schools_on", "to_members_on", "to_public_on")
NOT_DECIDED = "Leave it empty if this is not decided."


class TermsForm(forms.Form):
    """Where figures come from and, if they are not published, from which day each circle sees them."""

    source = forms.ChoiceField(
        label="Where the figures come from", choices=Source,
        help_text="Published figures are everybody’s. Of all others only the authority sees them until the days below.",
    )  # fmt: skip
    to_schools_on = DayField("Each school sees its own from", required=False, hint=NOT_DECIDED)
    to_members_on = DayField("Members under an agreement see each other’s from", required=False, hint=NOT_DECIDED)
    to_public_on = DayField("Everybody sees them from", required=False, hint=NOT_DECIDED)

    reason_given = "as asked"

    @property
    def says_who(self) -> bool:
        """Whether anything is said, or wrongly said, so that the page shows it."""
        return any(self[each].value() or self[each].errors for each in ("source", *DAYS))

    @property
    def terms(self) -> Terms:
        """What was written, as values."""
        given = self.cleaned_data
        return Terms(Source(given.get("source") or Source.PUBLISHED), *(given.get(each) for each in DAYS))

    def clean(self) -> dict[str, Any]:
        """Days in their order, and none for published figures."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        if not given.get("source") and any(given.get(each) for each in DAYS):
            self.add_error("source", "Say where the figures come from: published figures have no days")
            return given
        try:
            check_terms(self.terms, self.reason_given)
        except NotTerms as wrong:
            self.add_error(wrong.field if wrong.field in self.fields else None, wrong.message)
        return given


class ChangeTermsForm(TermsForm):
    """Other terms for a release, and why."""

    reason = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="This is kept in the history.", error_messages={"required": "Say why the terms change"},
    )  # fmt: skip


def as_written(terms: Terms) -> dict[str, Any]:
    """Terms as the form shows them."""
    return {"source": terms.source} | {field: on for field, _, on in terms.steps}
