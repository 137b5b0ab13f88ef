"""Chases that were sent keep their numbers, which stand in the register of outgoing documents from now on."""

from django.db import migrations

SERIES = "督"


def to_register(apps, _schema_editor):
    """One entry for each chase that has a number; its letter is written from the kept words when it is asked for."""
    Chase, Document = apps.get_model("ledger", "Chase"), apps.get_model("ledger", "OutgoingDocument")
    for chase in Chase.objects.filter(serial__isnull=False).select_related("handout__task"):
        task = chase.handout.task
        chase.document = Document.objects.create(
            organisation_id=chase.giver_id,
            series=SERIES,
            year=chase.year,
            number=chase.serial,
            kind="chase",
            title=f"第{task.number}项任务的催办函",
            day=chase.day,
            task=task,
            task_revision=task.revision,
            handout=chase.handout,
            registered_by_id=chase.sent_by_id,
            registered_at=chase.sent_at or chase.created_at,
        )
        chase.save(update_fields=["document"])


def to_chases(apps, _schema_editor):
    """The numbers again on the chases."""
    Chase = apps.get_model("ledger", "Chase")
    for chase in Chase.objects.filter(document__isnull=False).select_related("document"):
        chase.year, chase.serial = chase.document.year, chase.document.number
        chase.save(update_fields=["year", "serial"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_outgoing")]

    operations = [migrations.RunPython(to_register, to_chases),]
