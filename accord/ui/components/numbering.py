"""Numbers for elements that need an id of their own: one count for the whole page, whichever template is drawn."""

from __future__ import annotations

from itertools import count

from django.template import Context


def next_number(context: Context, kind: str) -> int:
    """How many of this kind the page has now, this one with them."""
    # The lowest layer is the only one that included templates share with the page.
    shared = context.render_context.dicts[0]
    return int(next(shared.setdefault(f"accord-{kind}", count(1))))
