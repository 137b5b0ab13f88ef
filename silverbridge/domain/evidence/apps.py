from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "silverbridge.domain.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.evidence import events  # noqa: F401
