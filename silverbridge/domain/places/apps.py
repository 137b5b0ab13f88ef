from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "silverbridge.domain.places"
    label = "places"
