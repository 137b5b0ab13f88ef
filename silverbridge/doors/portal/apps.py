from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "silverbridge.doors.portal"
    label = "portal"
