"""Figures outside a table: heat, big numbers, and a page that has none yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from accord.ui.tables.shades import EXPLAINED, WORDS, Shade

register = template.Library()


@register.inclusion_tag("ui/components/heat.html")
def heat(text: str, shade: str, word: str = "", href: str = "") -> dict[str, str]:
    """One heat mark outside a table; inside one, give the `Cell` its ``shade``."""
    return {"text": text, "shade": shade, "word": word or WORDS[Shade(shade)], "href": href}


@register.inclusion_tag("ui/components/heat_key.html")
def heat_key(shades: Iterable[str] | None = None) -> dict[str, Any]:
    """What each shade means: all of them, or those that a table uses."""
    wanted = set(shades) if shades is not None else set(Shade)
    return {"shades": [(each, WORDS[each], EXPLAINED[each]) for each in Shade if each in wanted]}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str, action: str = "", href: str = "", level: int = 2) -> dict[str, Any]:
    """Nothing is here yet: what is missing, why, and the one thing to do about it."""
    return {
        "title": title, "text": text, "action": action, "href": href, "level": level, "size": "s" if level > 2 else "m"
    }  # fmt: skip
