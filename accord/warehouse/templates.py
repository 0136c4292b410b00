"""Compact column names: ``PTRWM_EXP{pupils}`` stands for one column per entry of the list ``pupils``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

_SLOT = re.compile(r"\{(\w+)\}")

Lists = Mapping[str, Sequence[str]]


def expanded(template: str, lists: Lists) -> tuple[str, ...]:
    """Every name a template stands for. Raises KeyError with the list's name where there is no such list."""
    return tuple(names[0] for names in expanded_together((template,), lists))


def expanded_together(templates: Sequence[str], lists: Lists) -> tuple[tuple[str, ...], ...]:
    """Several templates expanded side by side: the same entry goes into the same slot of each."""
    slots = tuple(dict.fromkeys(slot for template in templates for slot in _SLOT.findall(template)))
    return tuple(
        tuple(_filled(template, dict(zip(slots, chosen, strict=True))) for template in templates)
        for chosen in itertools.product(*(lists[slot] for slot in slots))
    )


def _filled(template: str, entries: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: entries[found.group(1)], template)
