"""The page that says what computes each statistic a second time."""

from __future__ import annotations

from docs.pages.markdown import table
from tests.reference.second_computations import listed


def second_computations() -> str:
    """One row a function of the numeric package."""
    rows = [
        [f"`{each.module}.{each.function}`", f"`{each.test}` in {each.file}"
         + (f", through {each.through}" if each.through else ""), each.beside]
        for each in listed()
    ]  # fmt: skip
    return (
        "# What computes each statistic a second time\n\n"
        "No figure rests on one computation. Every public function of `accord/analytics` is computed again by a test, "
        "in random worlds: a hundred in each run of the tests, two thousand in the thorough one. The second is written "
        "from the formula alone and imports nothing of Accord; where a well-known package or a publication has "
        "the same statistic, it stands beside both.\n\n"
        + table(["Statistic", "Computed again by", "Beside"], rows)
    )
