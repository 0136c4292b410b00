"""The components pages are made of, after GOV.UK Frontend's own markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BoundField, Form, MultipleChoiceField, RadioSelect
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accord.ui.components import figures, glossary, navigation
from accord.ui.installation import Installation
from accord.ui.installation import installation as current_installation
from accord.ui.tables.tables import Table

register = template.Library()
for part in (figures, glossary, navigation):
    register.tags.update(part.register.tags)

WIDGET_CLASSES = {
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "textarea": "govuk-textarea",
}


@register.simple_tag
def installation() -> Installation:
    """Whose site this is, its colour, and whether its figures are invented."""
    return current_installation()


@register.simple_tag
def skip_link(text: str = "Skip to main content", href: str = "#main-content") -> SafeString:
    """The first stop of the keyboard."""
    return format_html('<a href="{}" class="govuk-skip-link" data-module="govuk-skip-link">{}</a>', href, text)


@register.inclusion_tag("ui/components/generic_header.html")
def generic_header(text: str, href: str = "/") -> dict[str, str]:
    """The authority's name across the top; no crown."""
    return {"text": text, "href": href}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """Where a page hangs: text and address in turn; an empty address is the page itself."""
    return {"steps": list(zip(steps[::2], steps[1::2], strict=True))}


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small label for a state. The words carry the meaning, never the colour alone."""
    classes = f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag"
    return format_html('<strong class="{}">{}</strong>', classes, text)


@register.simple_tag
def button(text: str, kind: str = "") -> SafeString:
    """A button that sends its form; ``kind`` is secondary, warning or empty."""
    classes = f"govuk-button govuk-button--{kind}" if kind else "govuk-button"
    return format_html('<button type="submit" class="{}" data-module="govuk-button">{}</button>', classes, text)


@register.inclusion_tag("ui/components/notification_banner.html")
def notification_banner(text: str, kind: str = "") -> dict[str, Any]:
    """Something the reader should know first; ``kind`` success for what has just been done."""
    return {
        "text": text,
        "success": kind == "success",
        "title": "Success" if kind == "success" else "Important",
    }


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """A part that opens without JavaScript."""
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        summary,
        mark_safe(content),  # a rendered template: already escaped
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A paragraph set apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', mark_safe(content))


@register.inclusion_tag("ui/components/summary_list.html")
def summary_list(rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Names and what they are: pairs of text, or triples whose third is an address to link to."""
    return {"rows": [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]}


@register.inclusion_tag("ui/components/table.html")
def figure_table(table: Table, caption_size: str = "m") -> dict[str, Any]:
    """A table with its caption; wide ones scroll in a frame that the keyboard reaches."""
    return {"table": table, "caption_size": caption_size}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Form, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every problem of a form, each linked to its field, in the words that stand beside the field."""
    problems = [("", message) for message in form.non_field_errors()]
    for bound in form:
        several = isinstance(bound.field.widget, RadioSelect) or isinstance(bound.field, MultipleChoiceField)
        target = f"{bound.auto_id}_0" if several else bound.auto_id
        problems += [(target, message) for message in bound.errors]
    return {"problems": problems}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """One field with its label, hint and error. ``width`` is a modifier such as ``width-10``."""
    return {"field": bound, "label": label, "hint": hint, "width": width}


@register.inclusion_tag("ui/forms/choices.html")
def choices(bound: BoundField) -> dict[str, Any]:
    """Radio buttons, or boxes to tick, under the label of their field."""
    kind = "radios" if bound.field.widget.input_type == "radio" else "checkboxes"
    return {"field": bound, "help": bound.help_text, "kind": kind}


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
