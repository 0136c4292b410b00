"""The bands that the Department for Education gives for progress, by printed limits."""

import pytest

from accord.analytics.progress_bands import Band, Banding, Printed

BANDING = Banding("printed_limits", 3.2, -2.9)


@pytest.mark.parametrize(
    ("score", "lower", "upper", "band"),
    [
        (3.2, 0.1, 6.3, Band.WELL_ABOVE),
        (3.1, 0.1, 6.1, Band.ABOVE),
        (3.4, 0.0, 6.8, Band.AVERAGE),
        (-3.4, -6.8, 0.0, Band.AVERAGE),
        (-2.8, -5.5, -0.1, Band.BELOW),
        (-2.9, -5.7, -0.1, Band.WELL_BELOW),
    ],
)
def test_the_limits_say_the_side_and_the_cuts_how_far(score: float, lower: float, upper: float, band: Band) -> None:
    assert BANDING.band(Printed(score, lower, upper)) is band


def test_a_rule_that_nobody_wrote_bands_nothing() -> None:
    with pytest.raises(KeyError):
        Banding("percentiles", 3.2, -2.9).band(Printed(1, 0, 2))
