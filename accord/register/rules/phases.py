"""The types of school that publishers print a row for England for: primary, secondary, special."""

from __future__ import annotations

from accord.register.choices import Category, Phase

PHASES = {
    Phase.NURSERY: "primary",
    Phase.INFANT: "primary",
    Phase.JUNIOR: "primary",
    Phase.PRIMARY: "primary",
    Phase.SECONDARY: "secondary",
}
"""Middle, all-through and post-16 schools are of neither: publishers count them here or there by other rules."""
IN_NO_ROW = (Category.ALTERNATIVE, Category.INDEPENDENT, Category.POST_16, Category.EARLY_YEARS)


def phase_of(category: str, phase: str) -> str:
    """The type by which England's rows count a school of a category and a phase; empty where they do not."""
    if category == Category.SPECIAL:
        return "special"
    if category in IN_NO_ROW:
        return ""
    return PHASES.get(Phase(phase), "") if phase in Phase.values else ""
