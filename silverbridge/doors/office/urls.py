"""Addresses of the office, under ``office/``."""

from django.urls import path

from silverbridge.doors.office.views import (
    access,
    confirming,
    home,
    imports,
    indicators,
    judging,
    linking,
    notices,
    offerings,
    refreshing,
    rows,
    tasks,
)

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("offerings/", offerings.offering_list, name="offerings"),
    path("offerings/new/", offerings.new, name="offering-new"),
    path("offerings/<int:pk>/", offerings.offering, name="offering"),
    path("offerings/<int:pk>/close", offerings.close, name="offering-close"),
    path("items/<slug:code>/", offerings.item, name="item"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/upload", notices.upload, name="notice-upload"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/text", notices.whole_text, name="notice-text"),
    path("notices/<int:pk>/confirm", confirming.notice, name="notice-confirm"),
    path("notices/<int:pk>/confirm-tasks", confirming.tasks, name="tasks-confirm"),
    path("notices/<int:pk>/validity", confirming.validity, name="notice-validity"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/confirm", confirming.task, name="task-confirm"),
    path("tasks/<int:pk>/judge", judging.judge, name="task-judge"),
    path("tasks/<int:pk>/link", linking.link, name="task-link"),
    path("tasks/<int:pk>/links/<int:link>/confirm", confirming.target, name="target-confirm"),
    path("tasks/<int:pk>/links/<int:link>/remove", linking.remove, name="link-remove"),
    path("tasks/<int:pk>/rows", rows.rows, name="task-rows"),
    path("evidence/refresh", refreshing.refresh, name="refresh"),
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("access/", access.log, name="access"),
    path("access/find", access.find, name="access-find"),
    path("import/", imports.kinds, name="import"),
    path("import/<slug:kind>/", imports.upload, name="import-upload"),
    path("import/<slug:kind>/template", imports.template, name="import-template"),
    path("import/<slug:kind>/<str:token>/", imports.review, name="import-review"),
    path("import/<slug:kind>/<str:token>/errors", imports.errors, name="import-errors"),
]
