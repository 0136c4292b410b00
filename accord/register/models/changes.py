"""What extracts of the national register changed, and what is corrected here."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.register.choices import ChangeKind


class Change(models.Model):
    """Something that one extract says otherwise than the one before it."""

    release = models.CharField(max_length=36)
    on = models.DateField("Day of the extract")
    urn = models.CharField("URN", max_length=12, db_index=True)
    kind = models.CharField(max_length=16, choices=ChangeKind)
    what = models.CharField("Field", max_length=40, blank=True)
    before = models.CharField(max_length=250, blank=True)
    after = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-on", "urn", "kind"]
        indexes = [
            models.Index(fields=["release", "on"], name="register_change_extracts"),
            models.Index(fields=["release", "kind", "urn", "what"], name="register_change_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind}: {self.before} → {self.after}"


class Correction(models.Model):
    """A value of the national register that is wrong, and what is used here instead, with who says so and why.

    ``published`` is what the register last said. A correction that the register has caught up with is marked
    so, and may be taken away.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    urn = models.CharField("URN", max_length=12, db_index=True)
    what = models.CharField("Field", max_length=40)
    published = models.CharField(max_length=250, blank=True)
    value = models.CharField("Corrected value", max_length=250, blank=True)
    because = models.CharField("Why", max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["urn", "what", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["urn", "what"],
                condition=models.Q(withdrawn_at=None),
                name="register_correction_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.what}: {self.value}"
