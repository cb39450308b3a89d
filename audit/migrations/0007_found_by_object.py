from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_names_and_words")]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["object_type", "object_id"], name="audit_about"),
        )
    ]
