"""Ways between pages: the pages of one subject, and the pages of a long list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another page; ``current`` where it is the page one is on."""

    text: str
    href: str
    current: bool = False


@register.inclusion_tag("ui/components/sub_navigation.html")
def sub_navigation(ways: Iterable[Way], label: str = "Pages about this") -> dict[str, Any]:
    """The pages of one subject, below its heading: in a row on a desk, wrapped on a phone."""
    return {"ways": ways, "label": label}
