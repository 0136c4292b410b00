"""Programs are started again when they die, each time after a longer pause, and all stop together."""

from __future__ import annotations

import sys
import time

from accord.cli.processes import LONGEST_PAUSE, SHORTEST_PAUSE, STEADY_AFTER, Program, stop, watch


def sleeper() -> Program:
    return Program(name="sleeper", command=[sys.executable, "-c", "import time; time.sleep(60)"])


def stubborn() -> Program:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    return Program(name="stubborn", command=[sys.executable, "-c", deaf])


def test_a_dead_program_is_started_again():
    said: list[str] = []
    program = sleeper()
    watch([program], said.append)
    first = program.process
    first.kill()
    first.wait()
    watch([program], said.append)
    assert program.process is None
    assert said == ["The sleeper ended (status -9); starting it again in 0.5 s."]
    watch([program], said.append)
    assert program.process is None, "it rests first"
    program.rest_until = time.monotonic()
    watch([program], said.append)
    assert program.process.pid != first.pid
    stop([program], said.append)
    assert program.has_died()


def test_pauses_grow_to_a_limit_and_begin_again_after_a_steady_run():
    program = sleeper()
    pauses = []
    for _ in range(8):
        program.started_at = 100.0
        program.note_death(101.0)
        pauses.append(program.pause())
    assert pauses[:3] == [SHORTEST_PAUSE, 2 * SHORTEST_PAUSE, 4 * SHORTEST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    program.note_death(100.0 + STEADY_AFTER)
    assert program.pause() == SHORTEST_PAUSE


def test_what_does_not_stop_is_killed(monkeypatch):
    monkeypatch.setattr("accord.cli.processes.PATIENCE", 0.2)
    said: list[str] = []
    program = stubborn()
    program.start()
    time.sleep(0.5)
    stop([program], said.append)
    assert program.process.returncode == -9
    assert said == ["The stubborn did not stop in 0 s and was killed."]
