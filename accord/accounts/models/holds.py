"""What is kept beyond its time, because somebody may have to answer for it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models


class LegalHold(models.Model):
    """Keeps every row that names a person or a school, or all of a group of the schedule, until it is lifted.

    ``subject`` is the public id of the person, the address of the school or the code of the group; ``numbers`` are
    all the numbers of the school.
    """

    class Over(models.TextChoices):
        """What it is on."""

        PERSON = "person", "A person"
        SCHOOL = "school", "A school"
        GROUP = "group", "A group of the schedule"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    over = models.CharField(max_length=6, choices=Over)
    subject = models.CharField(max_length=60)
    numbers = models.JSONField(default=list, blank=True)
    because = models.CharField("Why", max_length=500)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.CharField("Why it was lifted", max_length=500, blank=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["over", "subject"],
                condition=models.Q(lifted_at=None),
                name="accounts_hold_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.over} {self.subject}"
