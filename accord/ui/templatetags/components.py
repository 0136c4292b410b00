"""The components pages are made of, under one name to load."""

from __future__ import annotations

from django import template

from accord.ui.components import boxes, fields, figures, frame, glossary, lists, messages, navigation, passkeys
from accord.ui.installation import Installation
from accord.ui.installation import installation as current_installation

register = template.Library()
for part in (frame, navigation, messages, lists, fields, boxes, figures, glossary, passkeys):
    register.tags.update(part.register.tags)


@register.simple_tag
def installation() -> Installation:
    """Whose site this is, its colour, and whether its figures are invented."""
    return current_installation()
