from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "silverbridge.doors.office"
    label = "office"
