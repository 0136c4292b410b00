"""The Department for Education's band of a school, beside our own words."""

from __future__ import annotations

from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Looking
from accord.insight.sentences.progress_bands import dfe_band
from accord.performance.progress_bands import Banded


def band_sentence(looking: Looking, banded: Banded | None) -> str:
    """The sentence, or nothing where the department gave no band."""
    return dfe_band(topic_of(looking.question), banded.band, banded.printed) if banded else ""
