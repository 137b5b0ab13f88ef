from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "silverbridge.domain.people"
    label = "people"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.people import events  # noqa: F401
