"""The pools of results not yet public that somebody was shown."""

from __future__ import annotations

from django.db import models


class PoolShown(models.Model):
    """A set of schools whose numbers were shown added up, of a release that was not public. Counts for ever.

    Which schools have a number differs from column to column, so each column has its own sets.

    ``fingerprint`` is the SHA-256 of the URNs in order.
    """

    release = models.UUIDField()
    column = models.CharField("Measure, pupils and summer", max_length=120, default="")
    fingerprint = models.CharField(max_length=64)
    urns = models.JSONField()
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "column", "fingerprint"], name="sharing_pool_once")]

    def __str__(self) -> str:
        return f"{len(self.urns)} schools of {self.release}"
