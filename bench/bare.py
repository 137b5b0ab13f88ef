"""What submissions are held against: the same server, the same database settings, a view that inserts one row."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone


def insert(request: HttpRequest) -> HttpResponse:
    """One row, committed as durably as everything else here."""
    with transaction.atomic(), connection.cursor() as cursor:
        values = [request.body.decode()[:200], timezone.now().isoformat()]
        cursor.execute("INSERT INTO bench_bare (body, at) VALUES (%s, %s)", values)
    return HttpResponse(status=200)


urlpatterns = [path("insert", insert)]
django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = WSGIHandler()
