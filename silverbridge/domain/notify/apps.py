from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "silverbridge.domain.notify"
    label = "notify"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.notify import events  # noqa: F401
