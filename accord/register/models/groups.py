"""Groups of schools, and who belongs to them when."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accord.register.choices import GroupKind, Role


class Group(models.Model):
    """Schools that are looked at as if they were one. Its address, the slug, never changes."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=GroupKind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A school in a group from a day until the day before another; an open end means still."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    urn = models.CharField("URN", max_length=6)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["group", "urn", "starts_on"]
        indexes = [models.Index(fields=["group", "urn"], name="register_membership_group_urn")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_before=None) | Q(ends_before__gt=F("starts_on")),
                name="register_membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} in {self.group}"
