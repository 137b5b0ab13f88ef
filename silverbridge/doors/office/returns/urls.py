"""Addresses about returns, under ``office/returns/``."""

from django.urls import path

from silverbridge.doors.office.returns import blank_urls, chases, duties, filings, lists, seals, taking

urlpatterns = [
    *blank_urls.urlpatterns,
    path("", lists.returns, name="returns"),
    path("filings/<int:pk>/", filings.filing, name="return-filing"),
    path("filings/<int:pk>/form", filings.paper, name="return-form-file"),
    path("filings/<int:pk>/stamped", filings.scan, name="return-scan"),
    path("filings/<int:pk>/take", taking.take, name="return-take"),
    path("filings/<int:pk>/take/<str:token>", taking.check, name="return-take-check"),
    path("filings/<int:pk>/<slug:act>", filings.do, name="return-do"),
    path("received/<int:form>/<int:receiver>/<str:first>/", lists.received, name="return-received"),
    path("received/<int:form>/<int:receiver>/<str:first>/sheet", lists.sheet, name="return-received-sheet"),
    path("received/<int:form>/<int:receiver>/<str:first>/extend", lists.more_days, name="return-received-extend"),
    path("forms/<int:pk>/duty", duties.duty, name="return-form-duty"),
    path("forms/<int:pk>/duty/route", duties.route, name="return-form-route"),
    path("forms/<int:pk>/duty/<slug:tier>", duties.calendar, name="return-form-calendar"),
    path("chases/<int:pk>/", chases.chase, name="return-chase"),
    path("chases/<int:pk>/paper", chases.paper, name="return-chase-paper"),
    path("chases/<int:pk>/send", chases.send, name="return-chase-send"),
    path("chases/<int:pk>/drop", chases.drop, name="return-chase-drop"),
    path("seals/<int:pk>/", seals.seal, name="return-seal"),
    path("seals/<int:pk>/file", seals.file, name="return-seal-file"),
]
