"""The list of statistics and of the tests that compute each a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Twice:
    """A public function of `accord.analytics`, and the test, as file and name, that has its answer from elsewhere."""

    module: str
    function: str
    file: str
    test: str
    through: str
    beside: str


def listed() -> Iterator[Twice]:
    """As second_computations.yaml has them."""
    modules = yaml.safe_load((FOLDER / "second_computations.yaml").read_text(encoding="utf-8"))
    for module, functions in modules.items():
        for name, told in functions.items():
            file, _, test = told["second"].partition("::")
            yield Twice(module, name, file, test, told.get("through", ""), told.get("beside", ""))
