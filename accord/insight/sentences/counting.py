"""Pupils and schools counted in words: how many, of how many, and what a rounded percentage leaves open."""

from __future__ import annotations

from accord.analytics.figures import Coverage, Figure


def counted(number: int, one: str, many: str = "") -> str:
    """``1 school``, ``12 schools``, ``1,204 pupils``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some_of(some: int | None, every: int | None) -> str:
    """“7 of 9”; only “7” where nobody knows how many there are in all."""
    return f"{some or 0:,} of {every:,}" if every is not None else f"{some or 0:,}"


def parts(figure: Figure) -> str:
    """``361 of 583``, or ``between 360 and 362 of 583`` where a percentage fits several counts."""
    if figure.part_low is None or figure.part_high is None or figure.whole is None:
        return f"the number of pupils is not published ({counted(figure.whole or 0, 'pupil')})"
    if figure.part_low == figure.part_high:
        return f"{figure.part_low:,} of {counted(figure.whole, 'pupil')}"
    return f"between {figure.part_low:,} and {figure.part_high:,} of {counted(figure.whole, 'pupil')}"


def schools_of(coverage: Coverage) -> str:
    """``12 of 13 schools``, ``all 13 schools that have such pupils``, ``both schools …``, ``1 school``."""
    counted_in, expected = coverage.schools_counted or 0, coverage.schools_expected or 0
    if counted_in < expected:
        return f"{counted_in:,} of {counted(expected, 'school')}"
    if expected > 1:
        return f"{'both' if expected == 2 else f'all {expected:,}'} schools that have such pupils"
    return "1 school"
