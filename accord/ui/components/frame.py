"""What stands around every page, and the buttons on it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


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
def button(text: str, kind: str = "", name: str = "", value: str = "", about: str = "") -> SafeString:
    """A button that sends its form, and with it a ``value`` by its ``name`` where several stand side by side.

    ``kind`` is secondary, warning, inverse or empty. ``about`` is read out after the text, where the row it stands in
    shows it already.
    """
    classes = f"govuk-button govuk-button--{kind}" if kind else "govuk-button"
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    hidden = format_html('<span class="govuk-visually-hidden"> {}</span>', about) if about else ""
    form = '<button type="submit"{} class="{}" data-module="govuk-button">{}{}</button>'
    return format_html(form, sent, classes, text, hidden)


@register.simple_tag
def button_link(text: str, href: str, kind: str = "") -> SafeString:
    """A link that looks like a button: the one thing to do next."""
    classes = f"govuk-button govuk-button--{kind}" if kind else "govuk-button"
    return format_html(
        '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
        href,
        classes,
        text,
    )
