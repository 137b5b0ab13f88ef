from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0002_field_scope"),
        ("ledger", "0013_comments_called"),
    ]

    operations = [migrations.RemoveField(model_name="returnform", name="publish_needs_approval"),
migrations.AddField(
            model_name="filingchase",
            name="document",
            field=models.OneToOneField(
                null=True, on_delete=PROTECT, related_name="filing_chase", to="ledger.outgoingdocument"
            ),
        ),]
