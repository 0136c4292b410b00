"""Looking for something to compare with."""

from __future__ import annotations

from django import forms


class FindForm(forms.Form):
    """A few words of a name, a URN or a code."""

    find = forms.CharField(
        label="Find a group, school or authority",
        help_text="A name, part of one, a URN, a DfE number or an authority’s code.",
        max_length=120,
        required=False,
    )
