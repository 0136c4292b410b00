"""Percentages of some of the pupils alone: those a publisher could follow from one stage to the next."""

from __future__ import annotations

import dataclasses

import numpy as np

from accord.analytics.counts import Numbers, share_of
from accord.analytics.members import Members, MemberState


def over_covered(members: Members, coverage: Numbers) -> Members:
    """The members with the pupils a percentage is of: eligible pupils times coverage, to the nearest whole pupil.

    ``coverage`` runs 0–100 and is NaN where none is printed. A counted school without it keeps all its pupils,
    and the figure is approximate; of a school that is not counted it is only known that there are no more. A
    school that covers nobody brings nothing. Source: METHOD 1.2, FORMULAS 6.
    """
    printed = ~np.isnan(coverage)
    covered = share_of(members.pupils, np.where(printed, coverage, 100.0))
    unsure = members.known & ~printed & ~members.counted & members.expected
    nobody = members.counted & (covered == 0)
    return dataclasses.replace(
        members,
        states=np.where(nobody, MemberState.NOT_PUBLISHED.code, members.states).astype(np.uint8),
        pupils=np.where(unsure, 0, covered),
        known=members.known & ~unsure,
        at_most=np.where(unsure, members.pupils, members.at_most),
        bounded=members.bounded | unsure,
    )
