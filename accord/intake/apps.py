"""What someone sent, and what became of it."""

from accord.ui.rooms import Room


class IntakeConfig(Room):
    """Files received, checked, accepted, published and withdrawn."""

    name = "accord.intake"
    label = "intake"
    verbose_name = "Intake"
    default = True
