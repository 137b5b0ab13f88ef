from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "silverbridge.doors.staff"
    label = "staff"
