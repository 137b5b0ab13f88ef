from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "silverbridge.domain.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.catalogue import events  # noqa: F401
