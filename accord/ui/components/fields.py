"""Forms: a field with its label, hint and error, every problem at the head, and rows of filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block

register = template.Library()

WIDGET_CLASSES = {
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "textarea": "govuk-textarea",
}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Form, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every problem of a form, each linked to its field, in the words that stand beside the field."""
    problems = [("", message) for message in form.non_field_errors()]
    for bound in form:
        problems += [(f"#{bound.auto_id}" if bound.auto_id else "", message) for message in bound.errors]
    return {"problems": problems}


@register.inclusion_tag("ui/components/error_summary.html")
def problem_summary(problems: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Problems that no form holds: pairs of an address (or nothing) and words."""
    return {"problems": problems}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """One field with its label, hint and error. ``width`` is a modifier such as ``width-10``."""
    return {"field": bound, "label": label, "hint": hint, "width": width}


@register.inclusion_tag("ui/forms/choices.html")
def choices(bound: BoundField, small: bool = True, legend_size: str = "s") -> dict[str, Any]:
    """Radio buttons, or boxes to tick, under the label of their field; the first has the field's own id."""
    kind = "radios" if bound.field.widget.input_type == "radio" else "checkboxes"
    return {"field": bound, "help": bound.help_text, "kind": kind, "small": small, "legend_size": legend_size}


@register.simple_block_tag
def filters(content: str, label: str = "Choose what to see", action: str = "", role: str = "") -> SafeString:
    """A question asked in the address: around its fields and the button that asks. ``role`` is search, or nothing."""
    asked = format_html(' action="{}"', action) if action else ""
    known = format_html(' role="{}"', role) if role else ""
    return format_html(
        '<form class="accord-filters" method="get"{}{} aria-label="{}" novalidate>{}</form>',
        asked, known, label, block(content),
    )  # fmt: skip


@register.simple_tag
def control(bound: BoundField, hint: str = "", width: str = "") -> SafeString:
    """The input itself, with the classes of its kind, told which texts describe it."""
    kind = getattr(bound.field.widget, "input_type", "")
    classes = WIDGET_CLASSES.get(kind or "textarea", "govuk-input")
    if kind == "checkbox":
        classes = "govuk-checkboxes__input"
    if bound.errors and kind != "checkbox":
        classes += f" {classes}--error"
    if width:
        classes += f" govuk-input--{width}"
    described = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attributes: dict[str, Any] = {"class": classes, "aria-describedby": " ".join(described) or False}
    attributes["aria-invalid"] = "true" if bound.errors else False
    return bound.as_widget(attrs=attributes)
