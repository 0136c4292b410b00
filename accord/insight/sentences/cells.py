"""A figure in a cell of a table: its value, its interval, its counts, or the word for why there is none."""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE, Figure
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.reported import in_brackets, short_mark
from accord.insight.sentences.rounding import limits, score


def plain_value(figure: Figure, kind: str) -> str:
    """A figure in a table cell: its value, or the word for why there is none."""
    if figure.value is not None and figure.status in HAS_VALUE:
        return f"{score(figure.value, kind)}{short_mark(figure.coverage)}"
    return STATUS_WORDS[figure.status]


def plain_interval(figure: Figure, kind: str) -> str:
    """``58% to 66%``; empty where there is none."""
    if figure.interval_low is None or figure.interval_high is None:
        return ""
    return " to ".join(limits(figure.interval_low, figure.interval_high, kind))


def plain_counts(figure: Figure) -> str:
    """``361 of 583`` or ``360 to 362 of 583``; the pupils alone where nothing is counted among them."""
    if figure.part_low is None or figure.part_high is None or figure.whole is None:
        return f"{figure.whole:,}{in_brackets(figure.coverage)}" if figure.whole else ""
    if figure.part_low == figure.part_high:
        return f"{figure.part_low:,} of {figure.whole:,}{in_brackets(figure.coverage)}"
    return f"{figure.part_low:,} to {figure.part_high:,} of {figure.whole:,}{in_brackets(figure.coverage)}"
