"""The rounds in which rights are confirmed: people are reminded twice, then what nobody confirmed ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.actions.granting import end
from accord.accounts.choices import Confirmed
from accord.accounts.models.confirming import ConfirmingRound
from accord.accounts.models.grants import Grant
from accord.accounts.queries.confirming import round_of_today, unconfirmed_in
from accord.accounts.queries.posts import somebody_follows
from accord.accounts.rules.confirming import Round, Step, next_step
from accord.accounts.rules.roles import load_roles


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in a round: the rights still to confirm, those that ended, and those kept as the last of a post."""

    round: Round
    step: Step
    waiting: tuple[Grant, ...] = ()
    ended: tuple[Grant, ...] = ()
    kept: tuple[Grant, ...] = ()


def take_steps(*, on: date, at: datetime) -> list[Done]:
    """Do what is to be done today in each round. May be repeated: a step that was taken is not taken again."""
    return [done for how_often in (Confirmed.OCTOBER, Confirmed.TERM) if (done := _take_step(how_often, on, at))]


@transaction.atomic
def _take_step(how_often: Confirmed, on: date, at: datetime) -> Done | None:
    asked = round_of_today(how_often, on)
    if asked is None or next_step(*asked, on) is None:
        return None
    one = asked[0]
    ConfirmingRound.objects.get_or_create(how_often=how_often, opens=one.opens)
    row = ConfirmingRound.objects.select_for_update().get(how_often=how_often, opens=one.opens)
    # Asked again under the lock: two workers at once take one step between them.
    one, told = round_of_today(how_often, on) or asked
    step = next_step(one, told, on)
    if step is None:
        return None
    field = {Step.REMIND: "reminded_on", Step.REMIND_AGAIN: "reminded_again_on", Step.CLOSE: "closed_on"}[step]
    setattr(row, field, on)
    row.save(update_fields=[field])
    waiting = tuple(each.grant for each in unconfirmed_in(one, on, closed=step is Step.CLOSE))
    told_of = {"round": f"{how_often} {one.opens.isoformat()}", "waiting": len(waiting)}
    record(str(step), kind="confirming", subject=f"{how_often}-{one.opens.isoformat()}", by=None, at=at, detail=told_of)
    return _close(one, waiting, on, at) if step is Step.CLOSE else Done(one, step, waiting)


def _close(one: Round, waiting: tuple[Grant, ...], on: date, at: datetime) -> Done:
    roles = load_roles(settings.ACCORD_DEFINITIONS)
    ended, kept = [], []
    for grant in waiting:
        if roles[grant.role].never_without and not somebody_follows(grant, on):
            kept.append(grant)
            record("not confirmed", kind="grant", subject=grant.public_id, by=None, at=at)
        else:
            end(grant=grant, on=on, because=f"Nobody confirmed it in {one.name} {one.opens.year}.", by=None, at=at)
            ended.append(grant)
    return Done(one, Step.CLOSE, (), tuple(ended), tuple(kept))
