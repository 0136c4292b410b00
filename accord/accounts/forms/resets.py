"""The link in a letter about a forgotten password."""

from __future__ import annotations

from uuid import UUID

from allauth.account.forms import UserTokenForm

from accord.accounts.models.people import Person


class ResetLinkForm(UserTokenForm):
    """Finds the person of a link by their public id."""

    def _get_user(self, uidb36: str) -> Person | None:
        try:
            return Person.objects.filter(public_id=UUID(uidb36), is_active=True).first()
        except (ValueError, TypeError):
            return None
