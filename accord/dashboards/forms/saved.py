"""Saving a page with its filters under a name of one's own."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve

ROOMS = frozenset({"dashboards", "intake", "register", "sharing", "ui"})
NOT_SAVED = frozenset({"dashboards:return_by_link", "dashboards:saved"})
"""Behind a secret link, and the list of saved pages itself."""
LONGEST_ADDRESS = 2000


def saveable(address: str) -> bool:
    """Whether an address is one of this site's own: a path from its root, of a room that has pages to come back to.

    Whether somebody may see what stands there is asked anew each time it is opened.
    """
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS or not address.isprintable() or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith("//"):
            return False
        found = resolve(parts.path)
    except (Resolver404, ValueError):
        return False
    return found.namespace in ROOMS and found.view_name not in NOT_SAVED


class NamedForm(forms.Form):
    """The name of a saved page."""

    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the page a name that you will know it by"}
    )


class SaveForm(NamedForm):
    """A page, and the name it is to be saved under."""

    page = forms.CharField(
        strip=False,
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page first, and press Save this page at its foot"},
    )

    def clean_page(self) -> str:
        """An address of this site, and no other."""
        page = str(self.cleaned_data["page"])
        if not saveable(page):
            raise forms.ValidationError("Only a page of this site can be saved")
        return page
