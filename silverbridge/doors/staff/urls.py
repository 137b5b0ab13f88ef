"""The one address of the staff room."""

from django.urls import path

from silverbridge.doors.staff.home import staff_home

urlpatterns = [path("", staff_home, name="staff_home")]
