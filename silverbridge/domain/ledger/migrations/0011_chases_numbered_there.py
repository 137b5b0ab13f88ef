from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_chases_registered")]

    operations = [migrations.RemoveField(model_name="chase", name="serial"),
migrations.RemoveField(model_name="chase", name="year"),
migrations.AddConstraint(
            model_name='chase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('document__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='sent_chase_has_its_number'),
        ),]
