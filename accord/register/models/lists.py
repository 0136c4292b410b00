"""Lists of groups and members that somebody brought, with how each row was matched."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.register.choices import Role


class BroughtList(models.Model):
    """One list as it was pasted or uploaded. It is put in force as a whole and can be undone as a whole.

    ``undoing`` holds what it takes to undo it: the rows made and the values changed.
    """

    class State(models.TextChoices):
        """How far a list has come."""

        FINDING = "finding", "Schools are being looked for"
        OPEN = "open", "Being matched"
        APPLIED = "applied", "In force"
        UNDONE = "undone", "Undone"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField("What it is called", max_length=200)
    default_kind = models.CharField(max_length=30)
    starts_on = models.DateField("Memberships start on, where the list does not say", null=True, blank=True)
    prefers = models.CharField("Authority looked in first", max_length=3, blank=True)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    undoing = models.JSONField(default=dict, blank=True)
    belongs_to = models.CharField("Authority it belongs to", max_length=40, blank=True)
    """``authority:501``; empty for the whole installation."""

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name


class BroughtRow(models.Model):
    """One row of a list: what it says, which school it was matched to, how certainly, and who decided."""

    brought = models.ForeignKey(BroughtList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    group = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    parent = models.CharField(max_length=200, blank=True)
    said = models.JSONField("The row as it was given", default=dict)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    certainty = models.CharField(max_length=12)
    because = models.CharField(max_length=500, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    urn = models.CharField("Matched to", max_length=12, blank=True)
    left_out = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"line {self.line} of {self.brought}"
