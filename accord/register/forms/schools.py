"""Which schools to list, sent by GET."""

from __future__ import annotations

from typing import Any

from django import forms

from accord.register.choices import Category, GroupKind, Phase
from accord.register.queries.schools import Authorities, Choices, Wanted

STATUSES = (("open", "Open"), ("closed", "Closed"), ("proposed", "Proposed"), ("any", "Open or not"))
SORTS = (("name", "Name"), ("pupils", "Pupils on roll"), ("authority", "Authority"))
KINDS = [(each.value, each.label) for each in GroupKind]


class SchoolsForm(forms.Form):
    """Search and filters; each has a choice that leaves it open."""

    text = forms.CharField(
        label="Name, number, postcode or place",
        max_length=100,
        required=False,
        help_text="URN or DfE number, old or new",
    )
    authority = forms.ChoiceField(label="Authority", required=False)
    phase = forms.ChoiceField(label="Phase", choices=[("", "Every phase"), *Phase.choices], required=False)
    category = forms.ChoiceField(label="Type", choices=[("", "Every type"), *Category.choices], required=False)
    status = forms.ChoiceField(label="Status", choices=STATUSES, required=False)
    district = forms.ChoiceField(label="District", required=False)
    religious = forms.ChoiceField(label="Religious character", required=False)
    in_none_of = forms.ChoiceField(label="In none of a kind", choices=[("", "Any"), *KINDS], required=False)
    in_any_of = forms.ChoiceField(label="In one of a kind", choices=[("", "Any"), *KINDS], required=False)
    sort = forms.ChoiceField(label="Order", choices=SORTS, required=False)

    def __init__(self, data: Any, known: Choices) -> None:
        given = data.dict() if hasattr(data, "dict") else dict(data)
        super().__init__({"status": "open", "sort": "name"} | given, auto_id="schools-%s")
        self.fields["authority"].choices = [("", "Every authority"), *known.authorities]
        self.fields["district"].choices = [("", "Every district"), *((each, each) for each in known.districts)]
        self.fields["religious"].choices = [("", "Any or none"), *((each, each) for each in known.religious)]

    @property
    def wanted(self) -> Wanted:
        """The schools asked for; a choice that is none is left open."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**given)


class CoverageForm(forms.Form):
    """Which kind of group schools are held against."""

    kind = forms.ChoiceField(label="Kind of group", choices=KINDS, required=False)
    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, data: Any, authorities: Authorities) -> None:
        given = data.dict() if hasattr(data, "dict") else dict(data)
        super().__init__({"kind": GroupKind.ALLIANCE} | given, auto_id="coverage-%s")
        self.fields["authority"].choices = [("", "Every authority"), *authorities]
