"""Who leaves a place and who joins it, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accord.accounts.models.grants import Grant
from accord.register.forms.people import WHY, Choices, LastDayField
from accord.ui.day_fields import DayField

ROWS = 3
"""So many people join on one page."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody who joins; ``row`` says where they were written."""

    row: int
    email: str
    name: str
    role: str


class PlacePeopleForm(forms.Form):
    """Rights that end, on one day and for one reason, and people who are given one."""

    leaves = forms.MultipleChoiceField(
        label="Who leaves", required=False,
        error_messages={"invalid_choice": "Tick people of this page"},
    )  # fmt: skip
    last_day = LastDayField("Last day of those who leave", required=False, hint="Leave it empty to end it now.")
    because = forms.CharField(label="Why they leave", max_length=300, required=False, help_text=WHY)
    first_day = DayField("First day of those who join", required=False)
    reason = forms.CharField(label="Why they are given this", max_length=500, required=False, help_text=WHY)

    def __init__(
        self, *args: Any, grants: Sequence[Grant], posts: Sequence[str], roles: Choices, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._grants = {str(each.public_id): each for each in grants}
        self.fields["leaves"].choices = [(key, key) for key in self._grants]
        for key, each in self._grants.items():
            if each.role in posts:
                label = f"If {each.person} leaves and nobody follows: why is the post vacant?"
                self.fields[f"vacant_{key}"] = forms.CharField(label=label, max_length=150, required=False)
        choices = [("", "Choose"), *roles]
        for row in range(1, ROWS + 1):
            self.fields[f"email_{row}"] = forms.EmailField(label="E-mail address", required=False)
            self.fields[f"name_{row}"] = forms.CharField(label="Full name", max_length=200, required=False)
            self.fields[f"role_{row}"] = forms.ChoiceField(label="Role", required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Something is done, each thing with what it needs."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("leaves") and not given.get("because"):
            self.add_error("because", "Say why they leave")
        joins = self.joiners()
        for each in joins:
            if not each.email and not self.has_error(f"email_{each.row}"):
                self.add_error(f"email_{each.row}", "Give their e-mail address")
            if not each.role and not self.has_error(f"role_{each.row}"):
                self.add_error(f"role_{each.row}", "Choose a role for them")
        if joins and not given.get("reason"):
            self.add_error("reason", "Say why they are given this")
        if not given.get("leaves") and not joins and not self.errors:
            self.add_error("leaves", "Tick somebody who leaves, or write somebody who joins")
        return given

    def leavers(self) -> list[Grant]:
        """The rights that were ticked."""
        return [self._grants[key] for key in self.cleaned_data.get("leaves", ())]

    def joiners(self) -> list[Joiner]:
        """The people written."""
        given = self.cleaned_data
        rows = (
            Joiner(row, *(given.get(f"{what}_{row}", "") for what in ("email", "name", "role")))
            for row in range(1, ROWS + 1)
        )
        return [each for each in rows if each.email or each.name or each.role or self.has_error(f"email_{each.row}")]

    def vacant(self, grant: Grant) -> str:
        """Why a post is vacant that somebody leaves."""
        return str(self.cleaned_data.get(f"vacant_{grant.public_id}", ""))

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each person who joins."""
        return [[self[f"{what}_{row}"] for what in ("email", "name", "role")] for row in range(1, ROWS + 1)]

    def vacancies(self) -> list[forms.BoundField]:
        """Why each post stays vacant that is left without a successor."""
        return [self[name] for name in self.fields if name.startswith("vacant_")]

    def day(self, name: str, today: date) -> date:
        """A day that was given; today where none was."""
        return self.cleaned_data.get(name) or today


class HandOverForm(forms.Form):
    """A post is handed over on a day."""

    on = DayField("First day of the new one")
    email = forms.EmailField(
        label="E-mail address of the new one", error_messages={"required": "Give the e-mail address of the new one"}
    )
    name = forms.CharField(
        label="Full name", max_length=200, required=False, help_text="Needed for somebody who is not known here yet."
    )
    because = forms.CharField(label="Why", max_length=300, help_text=WHY, error_messages={"required": "Say why"})
