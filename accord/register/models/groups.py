"""Groups of schools, who belongs to them when, and how they lie in one another."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accord.register.choices import GroupKind, KeptBy, Role


class Group(models.Model):
    """Schools that are looked at as if they were one. Its address, the slug, never changes.

    ``code`` is its number in the national register or among areas (a UID, ``850``, ``E05004698``).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=GroupKind)
    kept_by = models.CharField(max_length=8, choices=KeptBy, default=KeptBy.PEOPLE)
    code = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    belongs_to = models.CharField("Authority it belongs to", max_length=40, blank=True)
    """``authority:501``; empty for the whole installation."""

    class Meta:
        ordering = ["name", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="register_group_code_once_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_before=None) | Q(ends_before__gt=F("starts_on")),
                name="register_group_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="register_group_kind_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A school in a group from a day until the day before another; an open end means still.

    ``urn`` is the number the school went by when this was recorded; the place is found through it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    urn = models.CharField("URN", max_length=12, db_index=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    left_because = models.CharField("Reason for leaving", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["group", "urn", "starts_on"]
        indexes = [
            # With its days, so that the members of a day are known without reading the rows.
            models.Index(fields=["group", "urn", "starts_on", "ends_before"], name="register_membership_group_urn")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_before=None) | Q(ends_before__gt=F("starts_on")),
                name="register_membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} in {self.group}"


class Nesting(models.Model):
    """A group inside another for a time: an alliance in an area partnership. A group may lie in several."""

    inner = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="lies_in")
    outer = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="holds")
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["outer", "inner", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=~Q(inner=F("outer")), name="register_nesting_not_in_itself"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_before=None) | Q(ends_before__gt=F("starts_on")),
                name="register_nesting_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inner} in {self.outer}"


class GroupSuccession(models.Model):
    """A group was followed by another: an alliance that merged or was parted, an authority that was reorganised."""

    older = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="followed_by")
    newer = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="follows")
    on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["older", "newer"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="register_group_succession_once")]

    def __str__(self) -> str:
        return f"{self.older} → {self.newer}"
