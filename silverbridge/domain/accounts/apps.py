from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "silverbridge.domain.accounts"
    label = "accounts"
