"""The terms of a release in a sentence."""

from __future__ import annotations

from datetime import date

from accord.accounts.choices import Stage
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms, stage_on

NOW = {
    Stage.AUTHORITY: "Only the authority sees these results",
    Stage.SCHOOL: "The authority sees these results, and each school its own",
    Stage.MEMBERS: "The authority and the schools see these results, members under an agreement each other’s",
    Stage.PUBLIC: "Anybody may see these results",
}
THEN = {
    Stage.SCHOOL: "the schools see their own",
    Stage.MEMBERS: "members under an agreement see each other’s",
    Stage.PUBLIC: "anybody may see them",
}


def terms_sentence(terms: Terms, day: date) -> str:
    """Who sees a release on a day, who sees it from when, and what is not decided."""
    reached = stage_on(terms, day)
    if reached is Stage.PUBLIC:
        return f"{NOW[reached]}." if terms.source == Source.PUBLISHED else f"{NOW[reached]} now."
    order = list(Stage)
    coming = [(on, stage) for _, stage, on in terms.steps if on is not None and on > day]
    left = [each for each in order[order.index(reached) + 1 :] if each not in {stage for _, stage in coming}]
    said = [f"{NOW[reached]}."]
    said += [f"From {_said(on)} {THEN[stage]}." for on, stage in coming]
    if Stage.PUBLIC in left:
        said.append("No day is set on which they become public.")
    return " ".join(said)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
