"""On what terms the figures of a release may be shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms


class ReleaseTerms(models.Model):
    """Where a release comes from, and from which day each circle sees it. A release without a row is published.

    A day left out is not decided. What the terms were before stands in the events, with who changed them and why.
    """

    release = models.UUIDField(unique=True)
    source = models.CharField(max_length=10, choices=Source)
    to_schools_on = models.DateField("The schools see their own from", null=True, blank=True)
    to_members_on = models.DateField("Members under an agreement from", null=True, blank=True)
    to_public_on = models.DateField("Everybody from", null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name_plural = "release terms"

    def __str__(self) -> str:
        return f"{self.release}: {self.source}"

    @property
    def plain(self) -> Terms:
        """The terms as values."""
        return Terms(Source(self.source), self.to_schools_on, self.to_members_on, self.to_public_on)
