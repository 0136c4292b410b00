"""What people write of a group: which to list, its name, its place in another, its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from accord.register.actions.groups import KINDS_KEPT_HERE, LONGEST_NAME
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group
from accord.register.queries.group_members import groups_going_on
from accord.ui.day_fields import DayField

WHY = "This is kept in the history."


class WantedForm(forms.Form):
    """Which groups to list, sent by GET."""

    kept = forms.ChoiceField(label="Kept by", choices=KeptBy, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Every kind"), *GroupKind.choices], required=False)
    text = forms.CharField(label="Name has", max_length=100, required=False)
    on = DayField("Day", hint="", required=False)
    ended = forms.BooleanField(label="Ended groups too", required=False)

    def __init__(self, data: Any, today: date) -> None:
        given = data.dict() if hasattr(data, "dict") else dict(data)
        self._today = today
        super().__init__({"kept": KeptBy.PEOPLE, "on": today.strftime("%d/%m/%Y")} | given)

    @property
    def day(self) -> date:
        """The day asked for; today where none was, or where it could not be read."""
        return self.cleaned_data.get("on") or self._today


class DayForm(forms.Form):
    """On which day a group is looked at, sent by GET."""

    on = DayField("Day", hint="", required=False)


class NewGroupForm(forms.Form):
    """A group that is begun."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages={"required": "Give the group a name"})
    kind = forms.ChoiceField(label="Kind", choices=[(each.value, each.label) for each in KINDS_KEPT_HERE])
    starts_on = DayField("First day", required=False, hint="Leave it empty if nobody knows. For example, 1/9/2026.")
    outer = forms.ModelChoiceField(
        Group.objects.none(), label="Inside", required=False, empty_label="No other group", to_field_name="slug",
        help_text="An area partnership that this group is part of: its schools count there too.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, keeps: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outer"].queryset = _going_on(today, keeps, None).filter(kind=GroupKind.AREA_PARTNERSHIP)


class NameForm(forms.Form):
    """Another name for a group."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Give the group a name"})


class PlaceForm(forms.Form):
    """A group put inside another from a day on."""

    outer = forms.ModelChoiceField(
        Group.objects.none(), label="Put it inside", to_field_name="slug",
        error_messages={"required": "Choose the group that it is to lie in"},
    )  # fmt: skip
    starts_on = DayField("From", required=False, hint="Leave it empty for “from the beginning”.")

    def __init__(self, *args: Any, group: Group, today: date, keeps: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outer"].queryset = _going_on(today, keeps, group)


class TakeOutForm(forms.Form):
    """A group taken out of another on a day."""

    on = DayField("First day on which it is no longer inside")


class EndForm(forms.Form):
    """The end of a group."""

    on = DayField("First day without the group")
    because = forms.CharField(
        label="Why does it end?", max_length=200, help_text=WHY, error_messages={"required": "Say why the group ends"}
    )
    followed_by = forms.ModelMultipleChoiceField(
        Group.objects.none(), label="Followed by", required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple, help_text="Tick the groups that carry on from this one, if there are any.",
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, today: date, keeps: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["followed_by"].queryset = _going_on(today, keeps, group)


def _going_on(today: date, keeps: Q, apart_from: Group | None) -> Any:
    return Group.objects.filter(pk__in=[each.pk for each in groups_going_on(today, keeps, apart_from=apart_from)])
