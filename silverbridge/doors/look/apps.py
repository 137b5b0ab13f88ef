"""The common look as a Django app."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Label ``look``; owns no tables."""

    name = "silverbridge.doors.look"
    label = "look"
