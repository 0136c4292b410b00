"""What is said apart from the text: labels, notices, warnings, parts that open."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block
from accord.ui.components.numbering import next_number

register = template.Library()


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small label for a state. The words carry the meaning, never the colour alone."""
    classes = f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag"
    return format_html('<strong class="{}">{}</strong>', classes, text)


@register.inclusion_tag("ui/components/notification_banner.html", takes_context=True)
def notification_banner(context: Context, text: str, kind: str = "", title: str = "") -> dict[str, Any]:
    """Something the reader should know first; ``kind`` success for what has just been done."""
    number = next_number(context, "banner")
    return {
        "text": text,
        "success": kind == "success",
        "title": title or ("Success" if kind == "success" else "Important"),
        "id": "govuk-notification-banner-title" + (f"-{number}" if number > 1 else ""),
    }


@register.simple_block_tag
def details(content: str, summary: str, shown: bool = False) -> SafeString:
    """A part that opens without JavaScript; ``shown`` where it begins open."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if shown else "",
        summary,
        block(content),
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A paragraph set apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', block(content))


@register.inclusion_tag("ui/components/warning_text.html")
def warning_text(text: str, kind: str = "Warning") -> dict[str, str]:
    """What goes wrong if it is not read. ``kind`` is said to those who do not see the mark."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("ui/components/panel.html")
def panel(title: str, text: str = "", level: int = 1) -> dict[str, Any]:
    """Something long has come to its end."""
    return {"title": title, "text": text, "level": level}


@register.inclusion_tag("ui/components/worker_notice.html")
def worker_notice(lives: bool, waiting: str = "What you sent") -> dict[str, Any]:
    """Wherever long work is shown: nothing while a worker lives, what to do when none does."""
    return {"lives": lives, "waiting": waiting}
