from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_statements_moved")]

    operations = [migrations.RemoveField(model_name="notice", name="duties_read"),
migrations.RemoveField(model_name="notice", name="goals_read"),]
