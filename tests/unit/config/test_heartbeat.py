"""A worker that lives is seen to live; one that is gone is seen to be gone."""

from __future__ import annotations

import os
from pathlib import Path

from accord.config.heartbeat import DEAD_AFTER, Heartbeat, sign_of_life, worker_lives


def test_no_worker_has_ever_lived_in_an_empty_home(tmp_path: Path):
    assert not worker_lives(tmp_path, now=0.0)


def test_a_beat_counts_until_it_is_old(tmp_path: Path):
    sign = sign_of_life(tmp_path)
    sign.parent.mkdir()
    sign.touch()
    os.utime(sign, (1000.0, 1000.0))
    assert worker_lives(tmp_path, now=1000.0 + DEAD_AFTER - 1)
    assert not worker_lives(tmp_path, now=1000.0 + DEAD_AFTER + 1)


def test_an_orderly_end_takes_the_sign_away(tmp_path: Path):
    heartbeat = Heartbeat(tmp_path)
    heartbeat.start()
    assert sign_of_life(tmp_path).exists()
    heartbeat.stop()
    assert not sign_of_life(tmp_path).exists()
