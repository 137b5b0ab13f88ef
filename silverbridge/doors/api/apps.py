from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "silverbridge.doors.api"
    label = "api"
