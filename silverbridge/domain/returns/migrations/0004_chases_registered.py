from django.db import migrations


def register(apps, schema_editor):
    """Chases sent before stand in the register of outgoing documents under the numbers they were sent with."""
    Chase = apps.get_model("returns", "FilingChase")
    Document = apps.get_model("ledger", "OutgoingDocument")
    for chase in Chase.objects.filter(state="sent").select_related("filing__form"):
        chase.document = Document.objects.create(
            organisation_id=chase.giver_id,
            series="催报",
            year=chase.year,
            number=chase.serial,
            kind="chase",
            title=chase.filing.form.title,
            day=chase.day,
            registered_by_id=chase.sent_by_id,
            registered_at=chase.sent_at,
        )
        chase.save(update_fields=["document"])


class Migration(migrations.Migration):
    dependencies = [("returns", "0003_chase_documents")]

    operations = [migrations.RunPython(register, migrations.RunPython.noop),]
