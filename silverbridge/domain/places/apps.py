from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "silverbridge.domain.places"
    label = "places"

    def ready(self) -> None:
        """Makes this app's lists and events known."""
        from silverbridge.domain.places import events, imports  # noqa: F401
