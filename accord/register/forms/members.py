"""What people write of members: who joins, in which part, from when until when, and who leaves why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from accord.register.choices import Role
from accord.register.forms.groups import WHY
from accord.register.models.groups import Group
from accord.register.queries.group_members import groups_going_on
from accord.register.queries.school_names import Found
from accord.ui.day_fields import DayField

UNTIL = "First day on which it is no longer in the group"


class JoinForm(forms.Form):
    """A school that joins: looked for first, then chosen among what was found."""

    school = forms.CharField(
        label="School", max_length=200, help_text="A URN, a DfE number like 845/2001, or words of its name.",
        error_messages={"required": "Say which school joins"},
    )  # fmt: skip
    urn = forms.ChoiceField(
        label="Which of these?", required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the schools found"},
    )  # fmt: skip
    role = forms.ChoiceField(label="Part", choices=Role, initial=Role.MEMBER)
    starts_on = DayField("First day", required=False, hint="Leave it empty for “from the beginning”.")
    ends_before = DayField(UNTIL, required=False, hint="Leave it empty if it stays.")

    def offer(self, found: Sequence[Found]) -> None:
        """Let one of the schools found be chosen."""
        said = {
            each.urn: ", ".join(part for part in (each.name, f"URN {each.urn}", each.said) if part) for each in found
        }
        self.fields["urn"].choices = list(said.items())


class MembershipForm(forms.Form):
    """A membership as it ought to have been written, or its end."""

    role = forms.ChoiceField(label="Part", choices=Role)
    starts_on = DayField("First day", required=False, hint="Empty: from the beginning.")
    ends_before = DayField(UNTIL, required=False, hint="Empty: it stays.")
    left_because = forms.CharField(label="Why does it leave?", max_length=200, required=False, help_text=WHY)


class SeveralForm(forms.Form):
    """One act on the members that are ticked."""

    ACTS = (
        ("leave", "Leave this group"),
        ("move", "Move to another group"),
        ("role", "Have another part"),
    )
    ticked = forms.MultipleChoiceField(error_messages={"required": "Tick at least one school"})
    act = forms.ChoiceField(label="The schools ticked", choices=ACTS)
    on = DayField("From", hint="The first day on which it is so. For example, 1/9/2026.")
    to = forms.ModelChoiceField(
        Group.objects.none(), label="To which group (to move)", required=False, to_field_name="slug",
        empty_label="None",
    )  # fmt: skip
    role = forms.ChoiceField(label="Part (to have another)", choices=Role, required=False)
    because = forms.CharField(label="Why", max_length=200, required=False, help_text=WHY)

    def __init__(self, *args: Any, group: Group, ticks: Sequence[int], today: date, keeps: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ticked"].choices = [(str(pk), str(pk)) for pk in ticks]
        going_on = [each.pk for each in groups_going_on(today, keeps, apart_from=group)]
        self.fields["to"].queryset = Group.objects.filter(pk__in=going_on)

    def clean(self) -> dict[str, Any]:
        """To move, a group is needed; to leave, a reason."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("act") == "move" and not given.get("to"):
            self.add_error("to", "Choose the group to move to")
        if given.get("act") == "leave" and not given.get("because"):
            self.add_error("because", "Say why they leave")
        return given

    @property
    def wanted(self) -> list[str]:
        """The ticks as they were sent, for the page to show them again."""
        return [str(each) for each in self.data.getlist("ticked")] if self.is_bound else []
