"""Figures: the only way any page, export or command gets one."""

from accord.ui.rooms import Room


class PerformanceConfig(Room):
    """Register, releases and the statistical core put together."""

    name = "accord.performance"
    label = "performance"
    verbose_name = "Performance"
    default = True
