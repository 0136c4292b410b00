"""Signatures under agreements, and the scans of those given on paper."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from accord.sharing.choices import SignedHow
from accord.sharing.models.agreements import Party, Version


class Scan(models.Model):
    """A version as it was signed on paper. Its bytes are kept in the home under their SHA-256."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="scans")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField("What the bytes are", max_length=4)
    size = models.PositiveIntegerField("Bytes")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "sha256"], name="sharing_scan_once")]

    def __str__(self) -> str:
        return f"Scan of {self.version}"


class Signature(models.Model):
    """One school's signature: who signed in its name, in which part, on which day, and under which text.

    ``person`` is whoever signed here; on paper it is empty, and ``recorded_by`` is the keeper who says so.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="signature")
    how = models.CharField(max_length=5, choices=SignedHow)
    name = models.CharField("Name of who signed", max_length=200)
    part = models.CharField("Their part at the school", max_length=200)
    signed_on = models.DateField()
    text_hash = models.CharField("SHA-256 of the text signed", max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scan = models.ForeignKey(Scan, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["signed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name} for {self.party}"
