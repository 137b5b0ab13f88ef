from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "silverbridge.domain.ledger"
    label = "ledger"
