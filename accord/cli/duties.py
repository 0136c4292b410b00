"""What the worker sees to by the clock.

Each minute reads are sealed and own returns put together; each day rights and records are seen to.
"""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from accord.accounts.actions.reading import seal_reads
from accord.accounts.actions.retention import keep_to_the_schedule
from accord.intake.actions.leftovers import drop_leftovers
from accord.intake.actions.putting_together import put_all_together
from accord.register.actions.reminding import confirm_daily

EVERY = 60.0
"""Seconds between two looks at the clock."""


class Duties:
    """A thread of its own with its own connection, beside the long work. What fails is tried again a minute later."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go_round, name="duties", daemon=True)
        self._kept_on: date | None = None

    def start(self) -> None:
        """Begin; the first round is at once."""
        self._thread.start()

    def stop(self) -> None:
        """Seal what was read until now, and end."""
        self._stopped.set()
        self._thread.join(timeout=EVERY)

    def _go_round(self) -> None:
        try:
            while True:
                last = self._stopped.is_set()
                self.once()
                if last:
                    return
                self._stopped.wait(self._every)
        finally:
            connections.close_all()

    def once(self) -> None:
        """One round."""
        close_old_connections()
        try:
            seal_reads(at=timezone.now())
            put_all_together(at=timezone.now())
            today = timezone.localdate()
            if self._kept_on != today:
                confirm_daily(on=today, at=timezone.now())
                keep_to_the_schedule(on=today, by=None, at=timezone.now())
                drop_leftovers()
                self._kept_on = today
        except (DatabaseError, OSError):
            logging.getLogger(__name__).exception(
                "Sealing reads, putting own returns together, confirming rights or keeping to the schedule failed"
            )
        finally:
            close_old_connections()
