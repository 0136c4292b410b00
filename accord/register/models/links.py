"""How establishments hang together: links as the national register records them, and what follows from them."""

from __future__ import annotations

from django.db import models


class Link(models.Model):
    """One link as recorded on one side: what ``other`` is to ``urn``."""

    urn = models.CharField("URN", max_length=12, db_index=True)
    other = models.CharField("Linked URN", max_length=12, db_index=True)
    other_name = models.CharField(max_length=250, blank=True)
    kind = models.CharField("Link type", max_length=80)
    established_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["urn", "established_on", "other"]

    def __str__(self) -> str:
        return f"{self.urn}: {self.kind} {self.other}"


class Succession(models.Model):
    """One establishment followed another, as concluded from the links of both sides."""

    older = models.CharField(max_length=12, db_index=True)
    newer = models.CharField(max_length=12, db_index=True)
    how = models.CharField(max_length=12)
    on = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=5)

    class Meta:
        ordering = ["older", "newer"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="register_succession_once")]

    def __str__(self) -> str:
        return f"{self.older} → {self.newer} ({self.how})"
