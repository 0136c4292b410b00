"""How often something that could be guessed was tried of late."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """The moments at which one thing was tried. ``key`` is a keyed digest: whose it is cannot be read from it."""

    key = models.CharField(max_length=64, unique=True)
    moments = models.JSONField("Seconds since 1970, oldest first", default=list)
    latest = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{len(self.moments)} tries, the last at {self.latest:%Y-%m-%d %H:%M}"
