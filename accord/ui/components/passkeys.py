"""The form through which a browser makes or uses a passkey."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context

register = template.Library()


@register.inclusion_tag("ui/components/passkey_form.html", takes_context=True)
def passkey_form(
    context: Context,
    kind: str,
    action: str,
    text: str,
    options: Mapping[str, Any] | None = None,
    name: BoundField | None = None,
) -> dict[str, Any]:
    """Out of sight until ``ui/passkeys.js`` has read it; ``kind`` is make or use.

    ``options`` are what the server asks of the device; without them the script asks the address for them.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "redirect_field_name": context.get("redirect_field_name"),
        "redirect_field_value": context.get("redirect_field_value"),
        "kind": kind,
        "action": action,
        "text": text,
        "options": json.dumps(dict(options)) if options is not None else "",
        "name": name,
    }
