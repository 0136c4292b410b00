"""A right that somebody was given: a role over a scope, for a time."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accord.accounts.choices import ScopeKind


class Grant(models.Model):
    """Never deleted: it ends. ``given_by`` is empty for the operator.

    ``scope_id`` is the public id of what it is over (an authority's code, a group's slug, a school's URN).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ScopeKind])
    scope_id = models.CharField(max_length=120, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    starts_on = models.DateField("First day")
    ends_before = models.DateField("Day after the last", null=True, blank=True)
    ended_because = models.CharField(max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["person", "ends_before"], name="accounts_grant_person"),
            models.Index(fields=["scope_kind", "scope_id", "role"], name="accounts_grant_scope"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=F("starts_on")),
                name="accounts_grant_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        over = f"{self.scope_kind} {self.scope_id}".strip()
        return f"{self.role} over {over}"
