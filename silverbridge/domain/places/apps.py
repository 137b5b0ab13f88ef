from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "silverbridge.domain.places"
    label = "places"

    def ready(self) -> None:
        """Makes this app's lists known."""
        from silverbridge.domain.places import imports  # noqa: F401
