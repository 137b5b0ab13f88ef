from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "silverbridge.domain.people"
    label = "people"

    def ready(self) -> None:
        """Makes this app's events and lists known."""
        from silverbridge.domain.people import events, imports  # noqa: F401
