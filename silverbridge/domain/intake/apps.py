from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "silverbridge.domain.intake"
    label = "intake"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.intake import events  # noqa: F401
