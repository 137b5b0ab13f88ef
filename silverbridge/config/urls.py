"""Where each door hangs. A door keeps its own urls; this file only says under which path."""

from django.urls import include, path

urlpatterns = [
    path("", include("silverbridge.doors.look.urls")),
    path("", include("silverbridge.doors.portal.urls")),
    path("staff/", include("silverbridge.doors.staff.urls")),
    path("desk/", include("silverbridge.doors.desk.urls")),
    path("office/", include("silverbridge.doors.office.urls")),
    path("api/", include("silverbridge.doors.api.urls")),
]

handler400 = "silverbridge.doors.look.errors.bad_request"
handler403 = "silverbridge.doors.look.errors.permission_denied"
handler404 = "silverbridge.doors.look.errors.page_not_found"
handler500 = "silverbridge.doors.look.errors.server_error"
