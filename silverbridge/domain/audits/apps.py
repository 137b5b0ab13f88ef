from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "silverbridge.domain.audits"
    label = "audits"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.audits import events  # noqa: F401
