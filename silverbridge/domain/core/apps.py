from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "silverbridge.domain.core"
    label = "core"
