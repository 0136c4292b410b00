"""Tokens by which programs read published figures."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.accounts.choices import ScopeKind


class ApiToken(models.Model):
    """One program's way in, made by a person and standing with their right to make it. Only a digest of it is kept.

    ``beginning`` is how its owner tells it from others. It ends by itself at ``expires_at``, or when it is revoked.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("What it is for", max_length=200)
    beginning = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scope_kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ScopeKind])
    scope_id = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.beginning}…, {self.name}"
