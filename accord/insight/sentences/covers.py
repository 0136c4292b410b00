"""What a 95% interval covers, in words: this year's rate, or the one that lies beneath the years."""

from __future__ import annotations

from accord.analytics.figures import Covers

COVERS = {
    Covers.THIS_YEAR: "this year\u2019s rate",
    Covers.UNDERLYING: "the underlying rate (school-year variation in)",
}
