"""The register of schools and groups."""

from accord.ui.rooms import Room


class RegisterConfig(Room):
    """Groups of schools, and who belongs to them when."""

    name = "accord.register"
    label = "register"
    verbose_name = "Register"
    default = True
