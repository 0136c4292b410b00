"""Django's handle on the pages for readers."""

from accord.ui.rooms import Room


class DashboardsConfig(Room):
    """Pages that compose figures and decide nothing; no models."""

    name = "accord.dashboards"
    label = "dashboards"
    verbose_name = "Pages"
