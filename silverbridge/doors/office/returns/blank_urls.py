"""Addresses about blank forms, under ``office/returns/``."""

from django.urls import path

from silverbridge.doors.office.returns import blank_acts, blank_views

urlpatterns = [
    path("forms/", blank_views.form_list, name="return-forms"),
    path("forms/new", blank_views.new, name="return-form-new"),
    path("forms/<int:pk>/", blank_views.form_page, name="return-form"),
    path("blanks/<int:pk>/", blank_views.blank, name="return-blank"),
    path("blanks/<int:pk>/place", blank_views.place, name="return-blank-place"),
    path("blanks/<int:pk>/moves", blank_acts.move, name="return-blank-move"),
    path("blanks/<int:pk>/suggested", blank_acts.suggested, name="return-blank-suggested"),
    path("blanks/<int:pk>/confirm", blank_acts.confirm, name="return-blank-confirm"),
    path("blanks/<int:pk>/file", blank_acts.file, name="return-blank-file"),
    path("blanks/<int:pk>/sample", blank_acts.sample, name="return-blank-sample"),
]
