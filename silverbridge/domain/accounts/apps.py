from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "silverbridge.domain.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Makes this app's lists known."""
        from silverbridge.domain.accounts import imports  # noqa: F401
