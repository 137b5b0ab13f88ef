from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "silverbridge.domain.capacity"
    label = "capacity"

    def ready(self) -> None:
        """Carries out bookings from now on."""
        from silverbridge.domain.capacity.fulfilment import Booking
        from silverbridge.domain.intake.fulfilments import register

        register("booking", Booking())
