"""Addresses about web sites and their audits, under ``office/sites/``."""

from django.urls import path

from silverbridge.doors.office.audits import evaluation, findings, runs, sites

urlpatterns = [
    path("", sites.site_list, name="sites"),
    path("new", sites.new, name="sites-new"),
    path("findings", findings.ours, name="sites-findings"),
    path("<int:pk>/", sites.site, name="site"),
    path("<int:pk>/change", sites.change, name="site-change"),
    path("<int:pk>/retire", sites.retire, name="site-retire"),
    path("<int:pk>/audit", sites.audit, name="site-audit"),
    path("<int:pk>/phone", sites.phone, name="site-phone"),
    path("<int:pk>/findings", findings.of_site, name="site-findings"),
    path("<int:pk>/assign", findings.assign, name="site-assign"),
    path("<int:pk>/evaluation", evaluation.evaluation, name="site-evaluation"),
    path("<int:pk>/evaluation/file", evaluation.on_file, name="site-evaluation-file"),
    path("<int:pk>/survey", evaluation.survey, name="site-survey"),
    path("<int:pk>/self-report", evaluation.self_report, name="site-self"),
    path("<int:pk>/self-report/<int:file>", evaluation.paper, name="site-paper"),
    path("findings/<int:pk>/", findings.finding, name="site-finding"),
    path("findings/<int:pk>/<slug:act>", findings.do, name="site-finding-do"),
    path("runs/<int:pk>/", runs.run, name="site-run"),
    path("runs/<int:pk>/report", runs.report, name="site-run-report"),
    path("runs/<int:pk>/answer", runs.answer, name="site-run-answer"),
    path("runs/<int:pk>/file", runs.on_file, name="site-run-file"),
]
