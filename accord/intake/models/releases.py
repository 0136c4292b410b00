"""Releases: what was published from a file."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.intake.choices import Settled
from accord.intake.models.files import Intake


class Release(models.Model):
    """A family's figures for a year and an extent, immutable under ``releases/<public_id>``.

    It is published from ``accepted_at`` until ``withdrawn_at``; before it is accepted it is held.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="releases")
    member = models.CharField("File or sheet inside the file", max_length=255, blank=True)
    family = models.CharField(max_length=60)
    form = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    settled = models.CharField(max_length=12, choices=Settled)
    england = models.BooleanField()
    authorities = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    as_of = models.DateField("Day an extract describes", null=True, blank=True)
    schools = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    cells = models.PositiveIntegerField()
    markers = models.JSONField(default=dict)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["family", "-year", "-accepted_at"]
        indexes = [models.Index(fields=["family", "year"], name="intake_release_family_year")]

    def __str__(self) -> str:
        return f"{self.family} {self.year} ({self.settled})"

    @property
    def about(self) -> str:
        """The school year (2017/18), or the day that an extract describes (as on 5 September 2025)."""
        if self.as_of is not None:
            return f"as on {self.as_of.day} {self.as_of:%B %Y}"
        return f"{self.year - 1}/{self.year % 100:02d}"

    @property
    def extent(self) -> str:
        """England, or the codes of the authorities, in words."""
        return "England" if self.england else ", ".join(self.authorities) or "only the schools it lists"
