"""How Django draws a form here, and the forms of the page of components."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting

YEARS = [("2025", "2025"), ("2024", "2024"), ("2019", "2019")]
MEASURES = [("rwm", "Reading, writing and maths"), ("maths", "Maths")]


class GovukRenderer(TemplatesSetting):
    """Fields with their hint and error above them, as GOV.UK lays them out."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class ExampleForm(forms.Form):
    """One field of each kind, to show what each looks like with and without a problem."""

    school = forms.CharField(
        label="School",
        help_text="Part of its name, or its URN.",
        error_messages={"required": "Enter part of the name of a school, or its URN"},
    )
    year = forms.IntegerField(
        label="Summer", min_value=2011, error_messages={"min_value": "Enter a summer from 2011 on, such as 2025"}
    )
    measure = forms.ChoiceField(label="Measure", choices=MEASURES)
    because = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}), required=False)
    clock = forms.ChoiceField(
        label="Members",
        choices=[("today", "Those of today"), ("then", "Those of the time")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose results to add up"},
    )
    special = forms.BooleanField(label="Special schools too", required=False)


class ExampleFilters(forms.Form):
    """A question with two parts."""

    summer = forms.ChoiceField(label="Summer", choices=YEARS)
    what = forms.ChoiceField(label="Measure", choices=MEASURES)
