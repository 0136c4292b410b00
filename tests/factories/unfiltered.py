"""Places of the application that pick a reader's rows, each with its filter taken away: what only a second wall stops.

A place is a function and what of its text is replaced. The function is compiled anew from that text in its own module's
names, so that a place whose code has changed fails instead of proving nothing.
"""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A filter: where it stands, what is taken away, and what takes its place."""

    module: str
    function: str
    filter: str
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.module.removeprefix('accord.')}.{self.function}: {self.filter[:60]}"

    def without(self) -> Callable[..., Any]:
        """The function without its filter. Raises `LookupError` where that filter is not in it."""
        module = importlib.import_module(self.module)
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(getattr(module, self.function))))
        if self.filter not in text:
            raise LookupError(f"{self}: this filter is not there any more")
        changed = text.replace(self.filter, self.instead)
        names: dict[str, Any] = dict(vars(module))
        exec(compile(changed[changed.index("def ") :], f"<{self}>", "exec"), names)
        found: Callable[..., Any] = names[self.function]
        return found
