from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "silverbridge.domain.audits"
    label = "audits"
