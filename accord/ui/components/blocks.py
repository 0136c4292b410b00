"""What stands between a component's tags, as a template rendered it."""

from __future__ import annotations

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def block(content: str) -> SafeString:
    """The block as it was rendered, without the space around it; text that no template rendered is escaped."""
    if not isinstance(content, SafeString):
        return conditional_escape(content.strip())
    # It was safe, and stripping adds nothing.
    return mark_safe(content.strip())  # nosec B308 B703
