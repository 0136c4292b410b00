"""Figures and what goes with them: tables, heat, big numbers, sentences to copy, ways to take them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block
from accord.ui.tables.shades import EXPLAINED, WORDS, Shade
from accord.ui.tables.tables import Table

register = template.Library()


@register.inclusion_tag("ui/components/table.html")
def figure_table(table: Table, caption_size: str = "m") -> dict[str, Any]:
    """A table with its caption; wide ones scroll in a frame that the keyboard reaches."""
    return {"table": table, "caption_size": caption_size}


@register.inclusion_tag("ui/components/heat.html")
def heat(text: str, shade: str, word: str = "", href: str = "") -> dict[str, str]:
    """One heat mark outside a table; inside one, give the `Cell` its ``shade``."""
    return {"text": text, "shade": shade, "word": word or WORDS[Shade(shade)], "href": href}


@register.inclusion_tag("ui/components/heat_key.html")
def heat_key(shades: Iterable[str] | None = None) -> dict[str, Any]:
    """What each shade means: all of them, or those that a table uses."""
    wanted = set(shades) if shades is not None else set(Shade)
    return {"shades": [(each, WORDS[each], EXPLAINED[each]) for each in Shade if each in wanted]}


@register.inclusion_tag("ui/components/big_numbers.html")
def big_numbers(numbers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Up to three numbers that carry the page: pairs of the number and what it counts."""
    return {"numbers": numbers}


@register.inclusion_tag("ui/components/copy_sentence.html")
def copy_sentence(sentence: str, label: str = "To copy into a report") -> dict[str, str]:
    """A sentence that holds outside its page; one click or tap marks the whole of it, and any browser copies it."""
    return {"sentence": sentence, "label": label}


@register.simple_block_tag
def ways_out(content: str, subject: str, large: bool = False) -> SafeString:
    """Around the files of a table or a chart; ``subject`` tells two lists of the same words apart."""
    look = " accord-ways-out--large" if large else ""
    return format_html(
        '<ul class="accord-ways-out{}" aria-label="Take away: {}">{}</ul>', look, subject, block(content)
    )


@register.simple_tag
def way_out(text: str, href: str, subject: str, joined: str = " of ") -> SafeString:
    """One of them, with whose it is for the ear."""
    return format_html(
        '<li><a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">{}{}</span></a></li>',
        href, text, joined, subject,
    )  # fmt: skip


@register.inclusion_tag("ui/components/printed.html")
def printed(asked: Sequence[tuple[str, str]], today: date, source: str = "") -> dict[str, Any]:
    """On paper only: what was asked, when it was printed and whose figures these are."""
    return {"asked": asked, "today": today, "source": source}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str, action: str = "", href: str = "", level: int = 2) -> dict[str, Any]:
    """Nothing is here yet: what is missing, why, and the one thing to do about it."""
    size = "s" if level > 2 else "m"
    return {"title": title, "text": text, "action": action, "href": href, "level": level, "size": size}
