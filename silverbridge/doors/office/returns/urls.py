"""Addresses about returns, under ``office/returns/``."""

from silverbridge.doors.office.returns import blank_urls

urlpatterns = [*blank_urls.urlpatterns]
