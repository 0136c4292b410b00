"""A worker that lives is seen to live; one that is gone is seen to be gone."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from accord.config.heartbeat import EVERY, Heartbeat, sign_of_life
from accord.ui.installation import DEAD_AFTER, worker_lives


def test_no_worker_has_ever_lived_in_an_empty_home(empty_home: Path):
    assert not worker_lives(datetime.now(UTC))


def test_a_beat_counts_until_it_is_old(empty_home: Path):
    sign = sign_of_life(empty_home)
    sign.touch()
    os.utime(sign, (1000.0, 1000.0))
    assert worker_lives(datetime.fromtimestamp(1000.0 + DEAD_AFTER - 1, UTC))
    assert not worker_lives(datetime.fromtimestamp(1000.0 + DEAD_AFTER + 1, UTC))


def test_a_beat_may_be_late():
    assert 3 * EVERY < DEAD_AFTER


def test_an_orderly_end_takes_the_sign_away(empty_home: Path):
    heartbeat = Heartbeat(empty_home)
    heartbeat.start()
    assert worker_lives(datetime.now(UTC))
    heartbeat.stop()
    assert not worker_lives(datetime.now(UTC))
