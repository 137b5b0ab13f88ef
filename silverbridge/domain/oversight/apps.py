from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "silverbridge.domain.oversight"
    label = "oversight"
