"""The access log refuses UPDATE and DELETE on both engines."""

from django.db import migrations

from silverbridge.domain.core.append_only import operation


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [operation("accounts_access"),]
