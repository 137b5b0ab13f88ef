"""On PostgreSQL the export asks for events by transaction: an index spares it reading the whole journal each time."""

from django.db import migrations


def make_index(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX IF NOT EXISTS core_event_txid_index ON core_event (txid)")


def drop_index(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS core_event_txid_index")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("core", "0002_journal_append_only")]
    operations = [migrations.RunPython(make_index, drop_index),]
