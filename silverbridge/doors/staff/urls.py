"""The addresses of the staff room."""

from django.urls import path

from silverbridge.doors.staff.home import staff_home
from silverbridge.doors.staff.pages import unsent

urlpatterns = [path("", staff_home, name="staff_home"), path("unsent/<slug:key>/", unsent, name="staff_unsent")]
