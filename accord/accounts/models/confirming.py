"""What has been done in a round of confirming rights."""

from __future__ import annotations

from django.db import models

from accord.accounts.choices import Confirmed


class ConfirmingRound(models.Model):
    """One round: when people were reminded, and when what nobody had confirmed ended."""

    how_often = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Confirmed])
    opens = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    reminded_again_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["opens", "how_often"]
        constraints = [models.UniqueConstraint(fields=["how_often", "opens"], name="accounts_confirming_round_once")]

    def __str__(self) -> str:
        return f"{self.how_often} {self.opens:%Y-%m-%d}"
