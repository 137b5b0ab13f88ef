from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "silverbridge.domain.evidence"
    label = "evidence"
