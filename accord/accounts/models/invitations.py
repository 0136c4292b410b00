"""Invitations: a link by which somebody becomes a person here, with the rights that wait for them."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accord.accounts.choices import ScopeKind


class Invitation(models.Model):
    """Open until it is accepted, withdrawn or too old. Of its link only a digest is kept.

    ``becomes`` is the public id that the invited will have. ``person`` is set where somebody who is known comes back
    after losing everything they signed in with. ``invited_by`` is empty for the operator.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    becomes = models.UUIDField(default=uuid4, editable=False)
    email = models.EmailField("E-mail address")
    name = models.CharField("Full name", max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField()
    links_made = models.PositiveIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="accounts_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.name or self.email}"


class WaitingGrant(models.Model):
    """A right that its holder gets on accepting: what `accord.accounts.actions.granting.give` will be asked for."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="brings")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ScopeKind])
    scope_id = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500)
    starts_on = models.DateField("First day")
    ends_before = models.DateField("Day after the last", null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.role} over {self.scope_kind} {self.scope_id}".strip()
