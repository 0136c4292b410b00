"""The bytes that were sent, and each time they were sent."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.intake.choices import Progress, Settled


class SourceFile(models.Model):
    """A file as it was sent, kept whole under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField("Name it was first sent under", max_length=255)
    size = models.BigIntegerField("Bytes")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"


class Intake(models.Model):
    """One sending of a file: what was asked for, what was found, and what came of it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField("File name", max_length=255)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    belongs_to = models.CharField("Authority it belongs to", max_length=40, blank=True)
    """``authority:501``; empty for the whole installation."""
    asked_family = models.CharField(max_length=60, blank=True)
    asked_year = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_day = models.DateField(null=True, blank=True)
    settled = models.CharField(max_length=12, choices=Settled, default=Settled.FINAL)
    asked_source = models.CharField("Where the figures come from", max_length=10, blank=True)
    """Empty where the sender leaves it to what the data set usually is."""
    to_schools_on = models.DateField(null=True, blank=True)
    to_members_on = models.DateField(null=True, blank=True)
    to_public_on = models.DateField(null=True, blank=True)
    compiled = models.BooleanField("Put together here from own returns", default=False)
    hold = models.BooleanField("Wait for acceptance", default=False)
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.RECEIVED)
    finished_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_progress_display().lower()}"
