from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "silverbridge.domain.capacity"
    label = "capacity"
