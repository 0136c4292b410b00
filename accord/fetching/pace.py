"""How fast publishers are asked: one question at a time, and a pause between two to the same host."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """The clock and the waiting of a run, both given, so that tests wait for nothing."""

    pause: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)

    def wait_for(self, host: str) -> None:
        """Wait until a host may be asked again, and note that it is asked now."""
        last = self._last.get(host)
        if last is not None and (rest := last + self.pause - self.clock()) > 0:
            self.sleep(rest)
        self._last[host] = self.clock()
