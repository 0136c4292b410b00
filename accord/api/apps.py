"""Django's handle on what programs are answered."""

from accord.ui.rooms import Room


class ApiConfig(Room):
    """Figures, groups, schools, measures and releases for programs; no models."""

    name = "accord.api"
    label = "api"
    verbose_name = "API"
