"""How Django draws a form here: in the components of the design system."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Fields with their hint and error above them, as GOV.UK lays them out."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
