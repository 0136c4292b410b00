"""What difference it makes whose members are counted, in a sentence made from the figures."""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE, Figure
from accord.dashboards.queries.one_school import Beside, Looking, OtherClock
from accord.insight.sentences.rounding import score
from accord.register.rules.clocks import Clock


def clocks_sentence(looking: Looking, now: Beside, other: OtherClock | None) -> str:
    """Whose members the page is about and what the other way of counting gives; empty where it is no group's page."""
    if other is None or not now.group:
        return ""
    moved = _moved(other)
    if not other.joined and not other.left and looking.clock is not Clock.CONSTANT:
        return f"The members of summer {looking.question.year} were the same schools as today\u2019s."
    here, there = now.group[0].figure, other.row.figure
    if looking.clock is Clock.THEN:
        said = f"By the members of the time it was {_value(looking, here)}; today\u2019s carried back make"
        return f"{said} {_value(looking, there)}: {moved}."
    if looking.clock is Clock.CONSTANT:
        said = "These are the schools that were members throughout; the members of the time had"
        if not here.coverage.schools_expected:
            said = "No school with such pupils was a member throughout; the members of the time had"
        return f"{said} {_value(looking, there)}."
    said = f"These are today\u2019s members carried back: {_value(looking, here)}. By the members of the time it was"
    return f"{said} {_value(looking, there)}: {moved}."


def _value(looking: Looking, figure: Figure) -> str:
    if figure.value is None or figure.status not in HAS_VALUE:
        return "no figure"
    return score(figure.value, looking.question.measure.kind)


def _moved(other: OtherClock) -> str:
    parts = []
    for number, word in ((other.joined, "joined"), (other.left, "left")):
        if number:
            parts.append(f"{number} school{'' if number == 1 else 's'} {word}")
    return f"{' and '.join(parts)} since" if parts else "the same schools"
