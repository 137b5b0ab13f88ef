from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "silverbridge.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Makes this app's events known."""
        from silverbridge.domain.ledger import (  # noqa: F401
            events,
            events_consulting,
            events_papers,
            events_signing,
            events_statements,
            events_versions,
            events_working,
        )
