from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "silverbridge.doors.desk"
    label = "desk"
