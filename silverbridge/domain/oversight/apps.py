from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "silverbridge.domain.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.oversight import events  # noqa: F401
