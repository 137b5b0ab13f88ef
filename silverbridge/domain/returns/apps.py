from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "silverbridge.domain.returns"
    label = "returns"
