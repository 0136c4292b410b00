"""Looking for something to compare with, and what to see of all groups of an authority."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from accord.dashboards.forms.filters import Filters
from accord.dashboards.queries.authority_groups import ORDERS, SideBySide
from accord.register.choices import GroupKind


class FindForm(forms.Form):
    """A few words of a name, a URN or a code."""

    find = forms.CharField(
        label="Find a group, school or authority",
        help_text="A name, part of one, a URN, a DfE number or an authority’s code.",
        max_length=120,
        required=False,
    )

    def __init__(self, given: Mapping[str, str], *, label: str = "", help_text: str = "") -> None:
        super().__init__(given)
        self.fields["find"].label = label or self.fields["find"].label
        self.fields["find"].help_text = help_text or self.fields["find"].help_text


class GroupsOfAuthorityFilters(Filters):
    """The question of an authority's page of groups: which kind, in which order, and what of them."""

    kind = forms.ChoiceField(label="Kind of group")
    order = forms.ChoiceField(label="Order", choices=ORDERS)

    def __init__(self, found: SideBySide) -> None:
        super().__init__(found.question, of_a_group=False)
        self.initial |= {"kind": found.kind, "order": found.order}
        kinds = {**found.kinds, found.kind: found.kinds.get(found.kind, 0)}
        self.fields["kind"].choices = [(code, f"{GroupKind(code).label} ({number})") for code, number in kinds.items()]
