from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "silverbridge.domain.returns"
    label = "returns"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.returns import events, events_blanks  # noqa: F401
