"""The journal refuses UPDATE and DELETE on both engines; on PostgreSQL each event notes its transaction."""

from django.db import migrations

from silverbridge.domain.core.append_only import operation

NOTE_TRANSACTION = """CREATE OR REPLACE FUNCTION core_event_note_txid() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.txid := pg_current_xact_id()::text::bigint; RETURN NEW; END $$;
CREATE TRIGGER core_event_txid BEFORE INSERT ON core_event FOR EACH ROW EXECUTE FUNCTION core_event_note_txid();"""


def note_transaction(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NOTE_TRANSACTION)


def forget_transaction(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS core_event_txid ON core_event")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [operation("core_event"), migrations.RunPython(note_transaction, forget_transaction)]
