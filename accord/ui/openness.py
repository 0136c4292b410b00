"""Views that need no right: those that answer everybody, and those for whoever has signed in.

Every other view names the act it needs (`accord.accounts.permission.needs`); one that says nothing answers nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required

View = TypeVar("View", bound=Callable[..., Any])

ANYBODY = "anybody"
SIGNED_IN = "signed in"


def open_to_all(view: View) -> View:
    """Say that a view answers everybody, signed in or not."""
    view.needs = ANYBODY  # type: ignore[attr-defined]
    return login_not_required(view)


def for_anyone_signed_in(view: View) -> View:
    """Say that a view needs no right but to have signed in: the reader's own account, and the words used here."""
    view.needs = SIGNED_IN  # type: ignore[attr-defined]
    return view
